import {
  createDiffieHellmanGroup,
  createECDH,
  createHash,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
} from 'node:crypto'
import { SshReader, sshNumber, sshString } from './packets.ts'

/** One side of a key exchange: what we send and what we make of the answer. */
export interface KeyExchange {
  hash: string
  /** Our public value as it stands in the first message, and in the hash. */
  ours: Buffer
  /** The shared secret as a number field, and theirs as it stands in the hash. */
  finish(theirs: Buffer): { secret: Buffer; theirs: Buffer }
}

/** Exchanges we can do, in order of preference (RFC 8731, RFC 5656, RFC 8268, RFC 4253). */
export const exchanges: ReadonlyMap<string, () => KeyExchange> = new Map([
  ['curve25519-sha256', curve25519],
  ['curve25519-sha256@libssh.org', curve25519],
  ['ecdh-sha2-nistp256', () => ellipticCurve('prime256v1', 'sha256')],
  ['ecdh-sha2-nistp384', () => ellipticCurve('secp384r1', 'sha384')],
  ['ecdh-sha2-nistp521', () => ellipticCurve('secp521r1', 'sha512')],
  ['diffie-hellman-group14-sha256', () => group('modp14', 'sha256')],
  ['diffie-hellman-group16-sha512', () => group('modp16', 'sha512')],
  ['diffie-hellman-group14-sha1', () => group('modp14', 'sha1')],
  ['diffie-hellman-group1-sha1', () => group('modp2', 'sha1')],
])

/** Of the key, before the 32 bytes of the point (RFC 8410). */
const SPKI_X25519 = Buffer.from('302a300506032b656e032100', 'hex')

function curve25519(): KeyExchange {
  const { publicKey, privateKey } = generateKeyPairSync('x25519')
  const point = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32)
  return {
    hash: 'sha256',
    ours: sshString(point),
    finish(theirs) {
      const key = createPublicKey({ key: Buffer.concat([SPKI_X25519, theirs]), format: 'der', type: 'spki' })
      return { secret: sshNumber(diffieHellman({ privateKey, publicKey: key })), theirs: sshString(theirs) }
    },
  }
}

function ellipticCurve(curve: string, hash: string): KeyExchange {
  const own = createECDH(curve)
  const point = own.generateKeys()
  return {
    hash,
    ours: sshString(point),
    finish: (theirs) => ({ secret: sshNumber(own.computeSecret(theirs)), theirs: sshString(theirs) }),
  }
}

function group(name: string, hash: string): KeyExchange {
  const own = createDiffieHellmanGroup(name)
  return {
    hash,
    ours: sshNumber(own.generateKeys()),
    finish: (theirs) => ({ secret: sshNumber(own.computeSecret(theirs)), theirs: sshNumber(theirs) }),
  }
}

/** What both sides said so far, which the session's id is made of. */
export interface Transcript {
  ourVersion: string
  theirVersion: string
  ourInit: Buffer
  theirInit: Buffer
}

/** Secret and id of a session from the server's answer. Its signature is not checked: we look, and trust nothing said here. */
export function sessionOf(exchange: KeyExchange, transcript: Transcript, reply: Buffer) {
  const reader = new SshReader(reply, 1)
  const hostKey = reader.string()
  const { secret, theirs } = exchange.finish(reader.string())
  const id = createHash(exchange.hash)
    .update(sshString(transcript.ourVersion))
    .update(sshString(transcript.theirVersion))
    .update(sshString(transcript.ourInit))
    .update(sshString(transcript.theirInit))
    .update(sshString(hostKey))
    .update(exchange.ours)
    .update(theirs)
    .update(secret)
    .digest()
  const derive = (letter: string, length: number): Buffer => {
    let key = createHash(exchange.hash).update(secret).update(id).update(letter).update(id).digest()
    while (key.length < length)
      key = Buffer.concat([key, createHash(exchange.hash).update(secret).update(id).update(key).digest()])
    return key.subarray(0, length)
  }
  return { derive, hostKey }
}
