/** Work on findings in PostgreSQL. */
export { claimFixed, withdrawClaims } from './claims.ts'
