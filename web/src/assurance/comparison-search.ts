export interface ComparisonSearch {
  before?: string
  after?: string
}

/** Which two runs are compared. */
export function comparisonSearch(search: Record<string, unknown>): ComparisonSearch {
  const { before, after } = search
  return {
    ...(typeof before === 'string' && { before }),
    ...(typeof after === 'string' && { after }),
  }
}
