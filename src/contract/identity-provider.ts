import { z } from 'zod'
import { instant, role } from './words.ts'

const word = z.string().trim().min(1).max(200)
const groupRole = z.object({ group: word, workspaceId: z.uuid(), role })
export type GroupRole = z.infer<typeof groupRole>

const common = {
  /** As the button says it: "Sign in with …". */
  name: z.string().trim().min(1).max(60),
  issuer: z.url({ protocol: /^https?$/ }).max(500),
  clientId: word,
  /** `openid` must be among them. */
  scopes: z
    .string()
    .trim()
    .max(300)
    .regex(/(^| )openid( |$)/, 'must contain openid'),
  groupsClaim: word,
  /** Hosts of its endpoints beside the issuer's own. */
  furtherHosts: z.array(z.string().trim().toLowerCase().min(1).max(253)).max(20),
  /** False: nobody signs in with a password any more. */
  localSignIn: z.boolean(),
  groups: z.array(groupRole).max(500),
}

/** A client secret that is left out stays; `null` removes it. */
export const identityProviderChange = z.object({
  ...common,
  clientSecret: z.string().min(1).max(500).nullable().optional(),
})
export type IdentityProviderChange = z.infer<typeof identityProviderChange>

const identityProvider = z.object({ ...common, hasSecret: z.boolean(), updatedAt: instant })
/** The provider, if one is configured, and the address it must be told to send people back to. */
export const identityProviderState = z.object({ provider: identityProvider.nullable(), redirectUri: z.string() })
export type IdentityProviderState = z.infer<typeof identityProviderState>

/** Where the browser goes to sign in. */
export const signInAddress = z.object({ url: z.string() })
export type SignInAddress = z.infer<typeof signInAddress>

/** Whether my account is linked to the configured provider, and what that is called. */
export const ownIdentity = z.object({ provider: z.string().nullable(), linked: z.boolean() })
export type OwnIdentity = z.infer<typeof ownIdentity>

/** What the provider sends the browser back with; read by the protocol's own library. */
export const providerAnswer = z.record(z.string().max(100), z.string().max(4_000).or(z.array(z.string()).max(5)))
