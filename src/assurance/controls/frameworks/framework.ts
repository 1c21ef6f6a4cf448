/** A framework that controls refer to: ids and short titles, no text of it. */
export interface Framework {
  /** As references begin: `NIST CSF 2.0`. */
  id: string
  publisher: string
  /** Where its text is. */
  url: string
  /** By id within it; a count in the third place: it has so many parts of its own, which have no title. */
  entries: readonly (readonly [string, string] | readonly [string, string, number])[]
  /** How the id of a part is made. */
  partOf?: (id: string, part: number) => string
}
