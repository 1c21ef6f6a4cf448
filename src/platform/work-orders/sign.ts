import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto'

/** An order as it travels: the text that was signed, as it was signed. */
export interface SignedOrder {
  text: string
  /** Ed25519 (RFC 8032), in base64url. */
  signature: string
}

/** What each order says of itself. Instants are UTC. */
export interface OrderHead {
  /** For whom it is. */
  agent: string
  run: string
  /** Larger in each order of a run. */
  serial: number
  /** What the agent sent with its question: the answer is to that, and to no earlier one. */
  nonce: string
  issuedAt: string
  expiresAt: string
}

/** Told apart from whatever else might be signed one day. */
export const CONTEXT = 'lunette work order 1\n'

/** A new key: the public half in base64url (SPKI DER), the private half as PKCS 8 in base64url. */
export function newOrderKey(): { publicKey: string; privateKey: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64url'),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64url'),
  }
}

/** @param privateKey as `newOrderKey` made it */
export function signOrder(order: OrderHead, privateKey: string): SignedOrder {
  const key = createPrivateKey({ key: Buffer.from(privateKey, 'base64url'), type: 'pkcs8', format: 'der' })
  const text = JSON.stringify(order)
  return { text, signature: sign(null, Buffer.from(CONTEXT + text), key).toString('base64url') }
}
