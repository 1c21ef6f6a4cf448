/** A probability of a day (`YYYY-MM-DD`). */
export interface Point {
  date: string
  probability: number
}
