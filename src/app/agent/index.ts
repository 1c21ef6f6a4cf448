/** The probe agent: takes signed orders of one server, looks from where it is, and says what it saw. It needs no database. */
export { type AgentParts, runAgent } from './agent.ts'
