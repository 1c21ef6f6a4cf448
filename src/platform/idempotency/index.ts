/** Requests that are done once however often they are sent: kept by account and key for a day. */
export { type KeptAnswer, keepAnswer, releaseRequest, takeRequest } from './store.ts'
