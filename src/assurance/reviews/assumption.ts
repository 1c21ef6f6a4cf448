/** A dated belief about the world. */
export interface Assumption {
  id: string
  title: string
  value: number
  unit: string
  source: string
  /** `YYYY-MM-DD` */
  statedOn: string
  expiresOn: string
}
