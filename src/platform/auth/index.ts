/** Local accounts, sessions, one-time administrator links and roles. Secrets are kept as hashes only. */
export { type Account, authenticate, hasAccounts, replacePassword } from './accounts.ts'
export {
  type ApiToken,
  issueApiToken,
  listApiTokens,
  resumeApiToken,
  revokeApiToken,
  revokeToken,
} from './api-tokens.ts'
export {
  type IssuedLink,
  issueInvitation,
  issueReset,
  type OpenLink,
  readLink,
  redeemInvitation,
  redeemReset,
  revokeInvitation,
} from './links.ts'
export { isStillLive } from './liveness.ts'
export {
  type Claims,
  clientSecret,
  type Entered,
  enterWithIdentity,
  type FlowChecks,
  type GroupChange,
  type GroupRole,
  type IdentityProvider,
  isLinked,
  keepFlow,
  linkIdentity,
  type ProviderChange,
  ProviderClient,
  readGroupRoles,
  readProvider,
  removeProvider,
  takeFlow,
  unlinkIdentity,
  writeProvider,
} from './oidc/index.ts'
export {
  changeMembership,
  findMember,
  type Governor,
  type Membership,
  type MembershipChange,
  mayTakeOver,
  removeMember,
} from './people.ts'
export { mayActAs, type Role, roles, type TokenScope } from './roles.ts'
export {
  beginSecondFactor,
  confirmSecondFactor,
  removeSecondFactor,
  type SecondFactorState,
  secondFactorState,
  useSecondFactor,
} from './second-factor.ts'
export {
  closeSession,
  closeSessions,
  listSessions,
  type OpenSession,
  openSession,
  renewToken,
  type Session,
  type SessionOrigin,
  sessionResumer,
} from './sessions.ts'
export { issueSetupToken, redeemSetupToken } from './setup.ts'
export { signIn } from './sign-in.ts'
export { throttled, Wait } from './throttle.ts'
export {
  createWorkspace,
  listOwnWorkspaces,
  type OwnWorkspace,
  renameWorkspace,
  switchWorkspace,
} from './workspaces.ts'
