import type { Brand } from '#core/kernel'

/** The canonical text of a package URL; equal packages have equal text. Made only by the purl parser and formatter. */
export type PurlText = Brand<string, 'PurlText'>

/** The components of a package URL, decoded. Absent and empty mean the same. */
export interface PurlParts {
  type: string
  /** Segments joined by `/`, decoded: `@angular`, `org.apache.commons`, `github.com/gorilla`. */
  namespace?: string | undefined
  name: string
  version?: string | undefined
  qualifiers?: Readonly<Record<string, string>> | undefined
  subpath?: string | undefined
}

/** A parsed package URL, normalised by its type's rules, with its canonical text. */
export interface Purl extends Readonly<PurlParts> {
  readonly qualifiers: Readonly<Record<string, string>>
  readonly text: PurlText
}

export interface PurlOptions {
  /**
   * Refuse what the standard forbids though its meaning is clear: upper-case qualifier keys, a namespace the type
   * prohibits, a namespace, version or qualifier it requires. Off by default, because real SBOMs do all of these.
   */
  strict?: boolean
}
