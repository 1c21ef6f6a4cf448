/** Accepted long work, kept in the database until it has ended, so that a crash loses none of it. */
export { beat, defaultSilenceMs, endJob, keepHold, keepJob, type StoredJob, takeOver } from './store.ts'
