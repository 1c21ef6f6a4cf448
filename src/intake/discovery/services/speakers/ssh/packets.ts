/** Reading and writing the fields of SSH messages (RFC 4251 section 5). Reading throws RangeError on what is too short. */
export class SshReader {
  readonly #bytes: Buffer
  #at: number

  constructor(bytes: Buffer, at = 0) {
    this.#bytes = bytes
    this.#at = at
  }

  string(): Buffer {
    const length = this.#bytes.readUInt32BE(this.#at)
    const start = this.#at + 4
    if (start + length > this.#bytes.length) throw new RangeError('a field is longer than its message')
    this.#at = start + length
    return this.#bytes.subarray(start, start + length)
  }

  names(): string[] {
    const text = this.string().toString('latin1')
    return text === '' ? [] : text.split(',').slice(0, 200)
  }

  skip(bytes: number): this {
    this.#at += bytes
    return this
  }
}

export function sshString(text: Uint8Array | string): Buffer {
  const bytes = typeof text === 'string' ? Buffer.from(text, 'latin1') : text
  const head = Buffer.alloc(4)
  head.writeUInt32BE(bytes.length)
  return Buffer.concat([head, bytes])
}

/** A positive number: no leading zeros, and one where the first bit would read as a sign. */
export function sshNumber(bytes: Buffer): Buffer {
  let start = 0
  while (start < bytes.length - 1 && bytes[start] === 0) start++
  const bare = bytes.subarray(start)
  return sshString((bare[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.from([0]), bare]) : bare)
}
