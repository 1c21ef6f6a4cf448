import { createHmac, timingSafeEqual } from 'node:crypto'

const PERIOD_MS = 30_000
const DIGITS = 6
/** Clocks of telephones are a little off: one step to either side is accepted. */
const WINDOW = 1
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** A one-time password for a time step (RFC 6238 over RFC 4226, HMAC-SHA-1, as every authenticator understands it). */
export function totpAt(secret: Buffer, step: number, digits = DIGITS): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const offset = mac.readUInt8(mac.length - 1) & 0xf
  const number = mac.readUInt32BE(offset) & 0x7f_ff_ff_ff
  return String(number % 10 ** digits).padStart(digits, '0')
}

/** The time step at a moment, in steps of 30 seconds since 1970. */
export function stepAt(ms: number): number {
  return Math.floor(ms / PERIOD_MS)
}

/** The step whose code this is, near the moment and after `lastStep`; `undefined` for a wrong code and for one that was used. */
export function matchingStep(secret: Buffer, code: string, ms: number, lastStep: number): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined
  const given = Buffer.from(code)
  const now = stepAt(ms)
  let found: number | undefined
  for (let step = now - WINDOW; step <= now + WINDOW; step++) {
    const matches = timingSafeEqual(Buffer.from(totpAt(secret, step)), given)
    if (matches && step > lastStep) found ??= step
  }
  return found
}

/** RFC 4648 without padding, as people type it into an authenticator. */
export function base32(bytes: Buffer): string {
  let text = ''
  let bits = 0
  let value = 0
  for (const byte of bytes) {
    value = (value << 8) | byte
    for (bits += 8; bits >= 5; bits -= 5) text += alphabet[(value >>> (bits - 5)) & 31]
    value &= 0xff
  }
  return bits > 0 ? text + alphabet[(value << (5 - bits)) & 31] : text
}

/** What a QR code for authenticators holds (Key Uri Format). */
export function otpauthUri(account: string, secret: Buffer): string {
  const query = new URLSearchParams({
    secret: base32(secret),
    issuer: 'Lunette',
    algorithm: 'SHA1',
    digits: String(DIGITS),
    period: String(PERIOD_MS / 1_000),
  })
  return `otpauth://totp/Lunette:${encodeURIComponent(account)}?${query}`
}
