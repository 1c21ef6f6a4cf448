/**
 * An open-addressing table from strings to record positions, kept as plain 32-bit words so that it is used as read.
 * Slot: fingerprint, position in units of 8 bytes (0: empty). A hit must be verified against the record's own key.
 */
export class HashTable {
  readonly #words: Uint32Array
  readonly #mask: number

  constructor(words: Uint32Array) {
    this.#words = words
    this.#mask = words.length / 2 - 1
  }

  /** Positions (bytes) of the records that may have this key, nearly always none or one. */
  positions(key: string): readonly number[] {
    const words = this.#words
    let slot = slotHashOf(key) & this.#mask
    let position = words[slot * 2 + 1]!
    if (position === 0) return NOWHERE
    const found: number[] = []
    const fingerprint = fingerprintOf(key)
    for (let probes = 0; position !== 0 && probes <= this.#mask; probes++) {
      if (words[slot * 2] === fingerprint) found.push(position * 8)
      slot = (slot + 1) & this.#mask
      position = words[slot * 2 + 1]!
    }
    return found
  }
}

const NOWHERE: readonly number[] = []

/** Collects entries while records are written, then lays them out at most half full. */
export class HashTableBuilder {
  #entries = new Uint32Array(3 * 1024)
  #count = 0

  add(key: string, position: number): void {
    if (this.#count * 3 === this.#entries.length) {
      const grown = new Uint32Array(this.#entries.length * 2)
      grown.set(this.#entries)
      this.#entries = grown
    }
    this.#entries.set([slotHashOf(key), fingerprintOf(key), position / 8], this.#count * 3)
    this.#count++
  }

  build(): Uint32Array<ArrayBuffer> {
    const capacity = 2 ** Math.ceil(Math.log2(Math.max(8, this.#count * 2)))
    const words = new Uint32Array(capacity * 2)
    for (let entry = 0; entry < this.#count; entry++) {
      let slot = this.#entries[entry * 3]! & (capacity - 1)
      while (words[slot * 2 + 1] !== 0) slot = (slot + 1) & (capacity - 1)
      words[slot * 2] = this.#entries[entry * 3 + 1]!
      words[slot * 2 + 1] = this.#entries[entry * 3 + 2]!
    }
    return words
  }
}

/** Two 32-bit hashes over the UTF-16 units: FNV-1a's scheme with two primes, then a final mix. */
function slotHashOf(key: string): number {
  let hash = 0x811c9dc5
  for (let place = 0; place < key.length; place++) hash = Math.imul(hash ^ key.charCodeAt(place), 0x01000193)
  return mix(hash)
}

function fingerprintOf(key: string): number {
  let hash = 0x1b873593
  for (let place = 0; place < key.length; place++) hash = Math.imul(hash ^ key.charCodeAt(place), 0x5bd1e995)
  return mix(hash)
}

function mix(hash: number): number {
  let mixed = hash ^ (hash >>> 16)
  mixed = Math.imul(mixed, 0x7feb352d)
  mixed ^= mixed >>> 15
  return mixed >>> 0
}
