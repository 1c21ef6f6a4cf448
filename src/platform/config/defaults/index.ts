/** What decides where nothing is set: apart from the schema, for who must not wait until that is loaded. */
export const decisionDefaults = { table: 'bod-26-04', dial: 'precise' } as const
