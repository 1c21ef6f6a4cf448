/** Accepted long work, kept in the database until it has ended, so that a crash loses none of it and several processes share it. */
export {
  beat,
  defaultSilenceMs,
  endJob,
  endsOf,
  forgetEnds,
  heardOf,
  type JobElsewhere,
  type JobEnd,
  jobsElsewhere,
  keepHold,
  keepJob,
  letGo,
  NOBODY,
  noteEnd,
  noteProgress,
  type StoredJob,
  takeOver,
  workersAtWork,
} from './store.ts'
export { isGone, workerName } from './worker-name.ts'
