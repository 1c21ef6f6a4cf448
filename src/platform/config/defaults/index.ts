/** What decides where nothing is set: apart from the schema, for who must not wait until that is loaded. */
export const decisionDefaults = { table: 'bod-26-04', dial: 'precise' } as const

/** Names of the environment that are no settings: an agent's token, for looking into faults, for another PostgreSQL, and of tests. */
export const otherNames: ReadonlySet<string> = new Set([
  'LUNETTE_AGENT_TOKEN',
  'LUNETTE_CRASH_ROUNDS',
  'LUNETTE_DEBUG',
  'LUNETTE_FUZZ_RUNS',
  'LUNETTE_LAB',
  'LUNETTE_LAB_STATE',
  'LUNETTE_LANDING',
  'LUNETTE_LOAD_MINUTES',
  'LUNETTE_ORDER_RUNS',
  'LUNETTE_PG_BIN',
  'LUNETTE_SHOTS',
  'LUNETTE_TEST_DATA',
])

/** True where the environment names what may be a setting, besides the data folder. */
export function namesSettings(environment: Readonly<Record<string, string | undefined>>): boolean {
  return Object.keys(environment).some(
    (name) => name.startsWith('LUNETTE_') && name !== 'LUNETTE_DATA_DIR' && !otherNames.has(name),
  )
}
