/** WFN attribute names in the order of the formatted string binding (NISTIR 7695). */
export const cpeAttributes = [
  'part',
  'vendor',
  'product',
  'version',
  'update',
  'edition',
  'language',
  'swEdition',
  'targetSw',
  'targetHw',
  'other',
] as const
export type CpeAttribute = (typeof cpeAttributes)[number]

/**
 * A well-formed CPE name. Each attribute is a WFN value in lower case, punctuation quoted by a backslash, with
 * unquoted `?` and `*` as wildcards; `*` alone is the logical value ANY and `-` alone is NA.
 */
export type Cpe = Readonly<Record<CpeAttribute, string>>

/** The logical value ANY. */
export const ANY = '*'
/** The logical value NA: the attribute does not apply. */
export const NA = '-'
