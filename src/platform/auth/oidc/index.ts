/** Signing in with the organisation's own identity provider (OpenID Connect): code flow with PKCE, state and nonce. */
export { type Claims, type FlowChecks, ProviderClient } from './client.ts'
export { keepFlow, takeFlow } from './flow.ts'
export {
  type Entered,
  enterWithIdentity,
  type GroupChange,
  isLinked,
  linkIdentity,
  unlinkIdentity,
} from './identity.ts'
export {
  clientSecret,
  type GroupRole,
  type IdentityProvider,
  type ProviderChange,
  readGroupRoles,
  readProvider,
  removeProvider,
  writeProvider,
} from './provider.ts'
