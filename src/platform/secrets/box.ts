import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { err, ok, problem, type Result } from '#core/kernel'

/** Seals and opens short secrets. `purpose` names the row the secret belongs to: sealed text that is moved to another row cannot be opened there. */
export interface SecretBox {
  /** Text that may be stored: `v1.keyId.nonce.ciphertext`. */
  seal(secret: string, purpose: string): string
  /** Problems: `secret-unreadable` (made with a key that is no longer here, for another purpose, or changed). */
  open(sealed: string, purpose: string): Result<string>
  /** False when an older key sealed it: seal it again where it is next touched. */
  isCurrent(sealed: string): boolean
}

const ALGORITHM = 'aes-256-gcm'
const VERSION = 'v1'
const NONCE_BYTES = 12
const TAG_BYTES = 16
const KEY_ID_LENGTH = 8

/** A box that seals with the first key and opens what any of them sealed. Keys are 32 bytes. */
export function secretBox(keys: readonly Buffer[]): SecretBox {
  const byId = new Map(keys.map((key) => [keyId(key), key]))
  const [current] = keys
  if (!current) throw new Error('a secret box needs a key')
  return {
    seal: (secret, purpose) => seal(current, secret, purpose),
    open: (sealed, purpose) => open(byId, sealed, purpose),
    isCurrent: (sealed) => sealed.split('.')[1] === keyId(current),
  }
}

/** Tells keys apart without telling the key. */
function keyId(key: Buffer): string {
  return createHash('sha256').update('lunette secret key id\n').update(key).digest('base64url').slice(0, KEY_ID_LENGTH)
}

function seal(key: Buffer, secret: string, purpose: string): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(purpose))
  const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return [VERSION, keyId(key), nonce.toString('base64url'), sealed.toString('base64url')].join('.')
}

function open(keys: ReadonlyMap<string, Buffer>, sealed: string, purpose: string): Result<string> {
  const [version, id = '', nonce = '', body = ''] = sealed.split('.')
  const key = version === VERSION ? keys.get(id) : undefined
  if (!key) return unreadable('it was sealed with a key that is not here: put that key back, or enter the secret again')
  const bytes = Buffer.from(body, 'base64url')
  try {
    const decipher = createDecipheriv(ALGORITHM, key, Buffer.from(nonce, 'base64url'), { authTagLength: TAG_BYTES })
    decipher.setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(-TAG_BYTES))
    return ok(decipher.update(bytes.subarray(0, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8'))
  } catch (cause) {
    return unreadable('it was changed or belongs elsewhere: enter the secret again', cause)
  }
}

function unreadable(why: string, cause?: unknown): Result<never> {
  return err(problem('secret-unreadable', `a stored secret cannot be read: ${why}`, cause))
}
