export interface CaseSearch {
  key: string
  control?: string
}

/** Which evaluation's case is looked at; keys are free text, so they stand behind the path. */
export function caseSearch(search: Record<string, unknown>): CaseSearch {
  const { key, control } = search
  return {
    // A key of digits is read as a number where somebody types the address.
    key: typeof key === 'string' || typeof key === 'number' ? String(key) : '',
    ...(typeof control === 'string' && { control }),
  }
}
