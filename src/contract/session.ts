import { z } from 'zod'
import { isGuessable } from './guessable.ts'
import { code } from './second-factor.ts'
import { role } from './words.ts'

export const accountName = z.string().trim().min(1).max(100)
/** Length is what makes a password strong (NIST SP 800-63B): 12 characters at least, no rules of composition, and none that everybody tries. */
export const newPassword = z
  .string()
  .min(12)
  .max(200)
  .refine((text) => !isGuessable(text), 'This password is tried first by whoever guesses: take a few unrelated words.')

/** Who is logged in, if anyone, and whether the first account is still to be made. */
export const sessionState = z.object({
  account: z.object({ id: z.string(), name: z.string() }).nullable(),
  workspace: z.object({ id: z.string(), name: z.string() }).nullable(),
  role: role.nullable(),
  /** Runs the instance itself: workspaces, the identity provider, the instance's audit trail. */
  runsInstance: z.boolean(),
  setupNeeded: z.boolean(),
  /** Whether passwords are asked for, and what the identity provider is called where there is one. */
  localSignIn: z.boolean(),
  provider: z.string().nullable(),
  version: z.string(),
})
export type SessionState = z.infer<typeof sessionState>

/** `code`: where a second factor is on; without it the answer is the problem `second-factor-needed`. */
export const loginRequest = z.object({
  name: accountName,
  password: z.string().min(1).max(200),
  code: code.optional(),
})
export type LoginRequest = z.infer<typeof loginRequest>

/** The first start's one-time link is exchanged for an administrator's account. */
export const setupRequest = z.object({ token: z.string().min(20).max(100), name: accountName, password: newPassword })
export type SetupRequest = z.infer<typeof setupRequest>
