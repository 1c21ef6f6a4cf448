import { chainStart, linkDigest, saltedDigest } from '#core/kernel'
import type { AssuranceEvidenceKind, ControlAspect, EvidenceResult } from '#core/vocabulary'

/** A piece of evidence about a control, as it is recorded: it never changes. */
export interface Evidence {
  kind: AssuranceEvidenceKind
  aspect: ControlAspect
  result: EvidenceResult
  /** On how many demands it was seen. */
  demands: number
  /** Quality of the observation, from 0 to 1. */
  weight: number
  controlId: string
  /** Version of what did the guarding when it was seen. */
  subjectVersion: string | null
  /** Where it is from: an evaluation run, a probe, a person. */
  source: string
  /** When it was seen, ISO 8601. */
  at: string
  note: string | null
  /** Who or what recorded it; absent where that was not kept. */
  recordedBy?: string | undefined
}

/** An entry of the chain. `salt` and `words` are absent once they are erased. */
export interface ChainedEvidence {
  position: number
  /** When it was seen, as the chain binds it. */
  at: string
  content: string
  digest: string
  salt?: string | undefined
  words?: Evidence | undefined
}

/** Where a workspace's chain begins. */
export function evidenceStart(workspaceId: string): string {
  return chainStart(`lunette evidence chain ${workspaceId}`)
}

/** Digest of an entry's words as canonical JSON: a million are checked in a row, so the order is written down. */
export function evidenceContent(salt: string, words: Evidence): string {
  const { aspect, at, controlId, demands, kind, note, recordedBy, result, source, subjectVersion, weight } = words
  const by = recordedBy === undefined ? undefined : { recordedBy }
  const canonical = { aspect, at, controlId, demands, kind, note, ...by, result, source, subjectVersion, weight }
  return saltedDigest(salt, JSON.stringify(canonical))
}

/** What the check of a chain found: entries, how many have erased words, the first that does not fit, and the last digest. */
export interface EvidenceCheck {
  entries: number
  erased: number
  brokenAt?: number
  /** Of a file that was cut off or damaged: what is wrong where. Absent: an entry was changed, left out or moved. */
  damage?: string
  head: string
  /** In the database: how many of the sums that controls are judged by do not follow from the entries. */
  sumsOff?: number
}

/** Recomputes a chain from its beginning, entry by entry. */
export class EvidenceVerifier {
  #check: EvidenceCheck

  constructor(workspaceId: string) {
    this.#check = { entries: 0, erased: 0, head: evidenceStart(workspaceId) }
  }

  /** False at the first entry that was changed, left out or moved; those after it prove nothing. */
  take(entry: ChainedEvidence): boolean {
    if (this.#check.brokenAt !== undefined) return false
    const position = this.#check.entries + 1
    if (!fits(entry, position, this.#check.head)) {
      this.#check = { ...this.#check, brokenAt: position }
      return false
    }
    const erased = this.#check.erased + (entry.salt === undefined ? 1 : 0)
    this.#check = { entries: position, erased, head: entry.digest }
    return true
  }

  get check(): EvidenceCheck {
    return this.#check
  }
}

function fits(
  { position, at, content, digest, salt, words }: ChainedEvidence,
  expected: number,
  head: string,
): boolean {
  if (position !== expected) return false
  if (salt !== undefined && (!words || words.at !== at || evidenceContent(salt, words) !== content)) return false
  return digest === linkDigest(head, { position, at, content })
}
