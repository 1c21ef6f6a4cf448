/** Local accounts, sessions, one-time administrator links and roles. Secrets are kept as hashes only. */
export { type Account, authenticate, hasAccounts } from './accounts.ts'
export { mayActAs, type Role, roles } from './roles.ts'
export { closeSession, openSession, resumeSession, revokeSessions, type Session } from './sessions.ts'
export { issueSetupToken, redeemSetupToken } from './setup.ts'
