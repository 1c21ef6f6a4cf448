/** A technique, weakness or threat of a catalogue: its id and its short title, no more. */
export interface Technique {
  /** As the catalogue writes it, and of no other catalogue: `AML.T0051.001`, `T1566.002`, `LLM01:2025`, `STRIDE:S`. */
  id: string
  title: string
  /** Id of the technique that it is a kind of. */
  parent?: string
}

/** A catalogue of techniques in one version. */
export interface TechniqueCatalogue {
  id: string
  /** As its publisher counts, or the day of its newest entry. */
  version: string
  techniques: Technique[]
}
