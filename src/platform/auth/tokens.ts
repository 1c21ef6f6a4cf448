import { createHash, randomBytes } from 'node:crypto'

const TOKEN_BYTES = 32

/** A random 256-bit secret as base64url (43 characters). */
export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url')
}

/** What is stored of a token. Plain SHA-256 is enough: the token itself is not guessable. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
