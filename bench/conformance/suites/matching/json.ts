/** A JSON object of a test file; its fields are read through the functions below. */
export type Json = { readonly [field: string]: unknown }

export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

export function object(value: unknown): Json | undefined {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Json) : undefined
}

export function list(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter((entry) => entry !== null && typeof entry === 'object') : []
}

export function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : []
}
