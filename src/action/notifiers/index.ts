/** What goes out: notices of what happened, and the plug-ins that carry them. */
export { pauseAfter } from './back-off.ts'
export type { Delivered, Notifier, NotifierPorts, OpenTarget, Ticket, TicketState } from './contract.ts'
export { type Cadence, cadences, lastDue } from './digest.ts'
export { type Notice, type NoticeKind, noticeContent, noticeKinds, sentenceOf } from './notice.ts'
export { notifierOf, notifiers } from './registry.ts'
