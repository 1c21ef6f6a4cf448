/** A probability of a day (`YYYY-MM-DD`). */
export interface Point {
  date: string
  probability: number
}

/** The points as CSV (RFC 4180): dates and numbers only. */
export function csvOf(points: readonly Point[]): string {
  return ['date,probability', ...points.map(({ date, probability }) => `${date},${probability}`)].join('\r\n')
}
