import { z } from 'zod'
import { instant } from './words.ts'

/** Whether I have a second factor: since when, and how many recovery codes are left. */
export const secondFactor = z.object({ since: instant.nullable(), recoveryCodes: z.number().int() })
export type SecondFactor = z.infer<typeof secondFactor>

/** What an authenticator is given: to scan (`uri`, as a QR code) or to type (`secret`). */
export const enrolment = z.object({ secret: z.string(), uri: z.string() })
export type Enrolment = z.infer<typeof enrolment>

/** A code of the authenticator, or a recovery code with or without its blanks and hyphens. */
export const code = z.string().trim().min(6).max(40)
export const codeRequest = z.object({ code })

/** Shown this once; each works once. */
export const recoveryCodes = z.object({ codes: z.array(z.string()) })
export type RecoveryCodes = z.infer<typeof recoveryCodes>
