/** Targets, notices and deliveries in PostgreSQL. */
export {
  type DueDelivery,
  forgetNotices,
  hasDueDeliveries,
  holdTarget,
  nextDelivery,
  noteDelivered,
  noteFailed,
  releaseTarget,
  retryDeliveries,
  retryDelivery,
} from './deliveries.ts'
export { type DigestSubscription, findSubscription, putSubscription, writeDueDigests } from './digests.ts'
export { askForTicket, noteNotice, toldStaleFeeds, writeNotice, writeTimedNotices } from './notices.ts'
export {
  changeTarget,
  findTarget,
  listTargets,
  makeTarget,
  removeTarget,
  type Target,
  type TargetDraft,
} from './targets.ts'
export { keepTicket, type MovedTicket, noteTicketStates, ticketOf, ticketsToCheck } from './tickets.ts'
