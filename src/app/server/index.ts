/** The HTTP server: API, events and the built browser part. A composition root gives it the database, clock and flows. */
export { createServer } from './create-server.ts'
export { JobBoard } from './jobs.ts'
export type { ImportWork, Progress, ServerConfig, ServerFlows, ServerLog, ServerParts, WorkSummary } from './types.ts'
export { workersOf } from './workers.ts'
