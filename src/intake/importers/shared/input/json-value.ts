/** A JSON object of unknown shape; importers read only the fields they use. */
export type JsonObject = Readonly<Record<string, unknown>>

/** The value as an object, `undefined` when it is anything else. */
export function asObject(value: unknown): JsonObject | undefined {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as JsonObject) : undefined
}

/** The value as a list, empty when it is anything else. */
function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** The objects of a list; what is no object is left out. */
export function asObjects(value: unknown): JsonObject[] {
  if (!Array.isArray(value)) return []
  return value.map(asObject).filter((entry) => entry !== undefined)
}

/** The strings of a list; what is no string is left out. */
export function asStrings(value: unknown): string[] {
  return asList(value).filter((entry) => typeof entry === 'string')
}

/** The value as text: a non-empty string, or a number as people wrote it. */
export function asText(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}
