/** Asking web servers within limits, and reading what they answer. */
export { type HttpAnswer, headerOf, headersOf } from './answer.ts'
export { Http2Session } from './http2-session.ts'
export { parseHead, readAnswer, usualLimits } from './read-answer.ts'
export { type Page, readPage } from './read-page.ts'
export { type HttpAsking, type HttpPlace, HttpSession, originOf, requestFor, userAgent } from './session.ts'
