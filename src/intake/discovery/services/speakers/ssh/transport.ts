import { type Cipheriv, createCipheriv, createDecipheriv, createHmac, type Decipheriv, randomBytes } from 'node:crypto'
import type { Conversation } from '../../../conversation/index.ts'

/** Suites we can encrypt with: name → bytes of the key. */
export const ciphers: ReadonlyMap<string, { algorithm: string; keyBytes: number }> = new Map([
  ['aes128-ctr', { algorithm: 'aes-128-ctr', keyBytes: 16 }],
  ['aes192-ctr', { algorithm: 'aes-192-ctr', keyBytes: 24 }],
  ['aes256-ctr', { algorithm: 'aes-256-ctr', keyBytes: 32 }],
])
export const macs: ReadonlyMap<string, { algorithm: string; bytes: number }> = new Map([
  ['hmac-sha2-256', { algorithm: 'sha256', bytes: 32 }],
  ['hmac-sha2-512', { algorithm: 'sha512', bytes: 64 }],
  ['hmac-sha1', { algorithm: 'sha1', bytes: 20 }],
])

const MAX_PACKET = 35_000
const BLOCK = 16

interface Keys {
  cipher: Cipheriv
  decipher: Decipheriv
  mac: string
  macBytes: number
  sendKey: Buffer
  receiveKey: Buffer
}

/** Packets of SSH over a conversation (RFC 4253 section 6): plain first, encrypted once keys are set. */
export class SshTransport {
  readonly #talk: Conversation
  #keys: Keys | undefined
  #sent = 0

  constructor(talk: Conversation) {
    this.#talk = talk
  }

  useKeys(cipher: string, mac: string, derive: (letter: string, length: number) => Buffer): void {
    const { algorithm, keyBytes } = ciphers.get(cipher)!
    const hash = macs.get(mac)!
    this.#keys = {
      cipher: createCipheriv(algorithm, derive('C', keyBytes), derive('A', BLOCK)),
      decipher: createDecipheriv(algorithm, derive('D', keyBytes), derive('B', BLOCK)),
      mac: hash.algorithm,
      macBytes: hash.bytes,
      sendKey: derive('E', hash.bytes),
      receiveKey: derive('F', hash.bytes),
    }
  }

  send(payload: Buffer): void {
    const block = this.#keys ? BLOCK : 8
    const padding = block - ((payload.length + 5) % block)
    const pad = padding < 4 ? padding + block : padding
    const head = Buffer.alloc(5)
    head.writeUInt32BE(payload.length + pad + 1)
    head[4] = pad
    const packet = Buffer.concat([head, payload, randomBytes(pad)])
    this.#talk.say(this.#keys ? this.#seal(packet, this.#keys) : packet)
    this.#sent++
  }

  #seal(packet: Buffer, keys: Keys): Buffer {
    const number = Buffer.alloc(4)
    number.writeUInt32BE(this.#sent)
    const mac = createHmac(keys.mac, keys.sendKey).update(number).update(packet).digest()
    return Buffer.concat([keys.cipher.update(packet), mac])
  }

  /** The payload of the next packet; debug and ignore messages are passed over. Undefined when none comes. */
  async receive(ms: number): Promise<Buffer | undefined> {
    for (let passed = 0; passed < 10; passed++) {
      const payload = await (this.#keys ? this.#receiveSealed(this.#keys, ms) : this.#receivePlain(ms))
      if (!payload || payload.length === 0) return undefined
      if (payload[0] !== 2 && payload[0] !== 4 && payload[0] !== 7 && payload[0] !== 53) return payload
    }
    return undefined
  }

  async #receivePlain(ms: number): Promise<Buffer | undefined> {
    const packet = await this.#talk.next((unread) => (unread.length < 5 ? 0 : bounded(unread.readUInt32BE(0)) + 4), ms)
    return packet && payloadOf(packet)
  }

  /** The integrity of what comes is not checked: nothing in it is trusted. */
  async #receiveSealed(keys: Keys, ms: number): Promise<Buffer | undefined> {
    const first = await this.#talk.next(() => BLOCK, ms)
    if (!first) return undefined
    const head = keys.decipher.update(first)
    const left = bounded(head.readUInt32BE(0)) + 4 - BLOCK
    const rest = left > 0 ? await this.#talk.next(() => left, ms) : Buffer.alloc(0)
    if (!rest) return undefined
    const packet = Buffer.concat([head, keys.decipher.update(rest)])
    await this.#talk.next(() => keys.macBytes, ms)
    return payloadOf(packet)
  }
}

function bounded(length: number): number {
  return Math.min(Math.max(length, 1), MAX_PACKET)
}

function payloadOf(packet: Buffer): Buffer {
  return packet.subarray(5, Math.max(5, packet.length - (packet[4] ?? 0)))
}
