import { z } from 'zod'
import { newPassword } from './session.ts'
import { instant } from './words.ts'

/** One of my sessions. `device` is what the browser said of itself when it was opened: unproven, shown as text. */
const ownSession = z.object({
  id: z.string(),
  current: z.boolean(),
  address: z.string(),
  device: z.string(),
  createdAt: instant,
  seenAt: instant,
  expiresAt: instant,
})
export type OwnSession = z.infer<typeof ownSession>
export const ownSessionList = z.object({ sessions: z.array(ownSession) })

/** How many sessions ended. */
export const ended = z.object({ ended: z.number().int() })

/** A new password, by someone who knows the present one; every other session ends. */
export const passwordChange = z.object({ current: z.string().min(1).max(200), next: newPassword })
