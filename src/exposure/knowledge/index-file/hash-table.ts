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
  *positions(key: string): Generator<number> {
    const [slotHash, fingerprint] = hashOf(key)
    for (let slot = slotHash & this.#mask, probes = 0; probes <= this.#mask; slot = (slot + 1) & this.#mask, probes++) {
      const position = this.#words[slot * 2 + 1]!
      if (position === 0) return
      if (this.#words[slot * 2] === fingerprint) yield position * 8
    }
  }
}

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
    const [slotHash, fingerprint] = hashOf(key)
    this.#entries.set([slotHash, fingerprint, position / 8], this.#count * 3)
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

/** Two 32-bit hashes over the UTF-16 units (FNV-1a's scheme with two primes, then a final mix). */
function hashOf(key: string): [number, number] {
  let first = 0x811c9dc5
  let second = 0x1b873593
  for (let place = 0; place < key.length; place++) {
    const unit = key.charCodeAt(place)
    first = Math.imul(first ^ unit, 0x01000193)
    second = Math.imul(second ^ unit, 0x5bd1e995)
  }
  return [mix(first), mix(second)]
}

function mix(hash: number): number {
  let mixed = hash ^ (hash >>> 16)
  mixed = Math.imul(mixed, 0x7feb352d)
  mixed ^= mixed >>> 15
  return mixed >>> 0
}
