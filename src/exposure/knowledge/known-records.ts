import type { RecordId } from '#core/vocabulary'

/** What is held of one record, and whether this run met it. */
export interface KnownRecord {
  digest: string
  /** Digest of a variant that lost against `digest`. */
  other?: string | undefined
  modified?: string | undefined
}

/** `insert`: new. `replace`: newer than what is held. `lose`: an older variant; what is held stays. */
export type Decision = 'insert' | 'replace' | 'lose'

/**
 * Decides for each incoming record of one source whether it changes anything. Files of one source overlap (NVD's
 * yearly and modified files): the newest `modified` wins, and between equal ones of the same run the greater digest,
 * so that neither the order of files nor a second run flips a record.
 */
export class KnownRecords {
  readonly #records: Map<RecordId, KnownRecord>
  readonly #byDigest = new Map<string, RecordId>()
  readonly #seen = new Set<RecordId>()

  constructor(records: Map<RecordId, KnownRecord>) {
    this.#records = records
    for (const [recordId, { digest, other }] of records) {
      this.#byDigest.set(digest, recordId)
      if (other !== undefined) this.#byDigest.set(other, recordId)
    }
  }

  get size(): number {
    return this.#records.size
  }

  /** True when these very bytes were read before: the record needs no reading, it only counts as seen. */
  meets(digest: string): boolean {
    const recordId = this.#byDigest.get(digest)
    if (recordId === undefined) return false
    this.#seen.add(recordId)
    return true
  }

  /** Takes a record that `meets` did not know. */
  take(recordId: RecordId, digest: string, modified: string | undefined): Decision {
    const held = this.#records.get(recordId)
    const again = this.#seen.has(recordId)
    this.#seen.add(recordId)
    this.#byDigest.set(digest, recordId)
    if (!held) {
      this.#records.set(recordId, { digest, modified })
      return 'insert'
    }
    if (!wins({ digest, modified }, held, again)) {
      held.other = digest
      return 'lose'
    }
    this.#records.set(recordId, { digest, modified, other: again ? held.digest : undefined })
    return 'replace'
  }

  /** The losing variant held beside a record. */
  otherOf(recordId: RecordId): string | undefined {
    return this.#records.get(recordId)?.other
  }

  /** Records this run did not meet: gone, when the run was complete. */
  unseen(): RecordId[] {
    return [...this.#records.keys()].filter((recordId) => !this.#seen.has(recordId))
  }
}

function wins(incoming: KnownRecord, held: KnownRecord, again: boolean): boolean {
  const [newer, older] = [incoming.modified ?? '', held.modified ?? '']
  if (newer !== older) return newer > older || (newer === '' && !again)
  return again ? incoming.digest > held.digest : true
}
