import { z } from 'zod'
import { instant } from './words.ts'

/** `read` looks, `write` changes, `import` sends files in, `traces` sends traces in, `admin` does what owners and administrators do, `agent` takes orders for probes. Each stands for itself. */
const tokenScope = z.enum(['read', 'write', 'import', 'traces', 'admin', 'agent'])
export type TokenScope = z.infer<typeof tokenScope>

const apiToken = z.object({
  id: z.string(),
  name: z.string(),
  /** The first characters, to recognise it. */
  hint: z.string(),
  scopes: z.array(tokenScope),
  createdAt: instant,
  expiresAt: instant,
  lastUsedAt: instant.nullable(),
})
export type ApiToken = z.infer<typeof apiToken>
/** My tokens for this workspace, newest first; there are never more than 50. */
export const apiTokenList = z.object({ tokens: z.array(apiToken) })

export const apiTokenRequest = z.object({
  name: z.string().trim().min(1).max(100),
  /** The scope `agent` comes with an agent only. */
  scopes: z
    .array(tokenScope.exclude(['agent']))
    .min(1)
    .max(5),
  days: z.number().int().min(1).max(366),
})
export type ApiTokenRequest = z.infer<typeof apiTokenRequest>

/** The token itself is shown this once. */
export const issuedToken = z.object({ id: z.string(), token: z.string(), expiresAt: instant })
export type IssuedToken = z.infer<typeof issuedToken>
