import type { FastifyInstance, FastifyReply } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import type { ProblemDocument } from '#contract/problem'
import { statusOf } from '#contract/problem-codes'
import { readingWords } from '#contract/reading-words'
import type { Problem } from '#core/kernel'
import { Wait } from '#platform/auth'
import { isOutOfTime } from '#platform/database'
import { FindingsBeingRead } from '#views/finding-lists'
import { fieldWords } from './field-words.ts'
import type { ServerLog } from './types.ts'

const titles: Readonly<Record<number, string>> = {
  400: 'The request cannot be read',
  401: 'Not logged in',
  403: 'Not allowed',
  404: 'Not found',
  409: 'In conflict with what is there',
  412: 'Changed since it was read',
  413: 'Too large',
  414: 'Address too long',
  415: 'Unsupported media type',
  421: 'Unknown host',
  422: 'Cannot be done',
  429: 'Too many requests',
  500: 'Something failed here',
  503: 'Busy',
}

/** What a status means, in words. */
export function titleOf(status: number): string {
  return titles[status] ?? 'Problem'
}

/** Answers with an RFC 9457 problem document; `members` of its own say more than the sentence. */
export function sendProblem(
  reply: FastifyReply,
  { code, message, cause }: Problem,
  status = statusOf(code),
  members: Pick<ProblemDocument, 'missing' | 'reading'> = {},
): FastifyReply {
  if (cause instanceof Wait) reply.header('retry-after', cause.seconds)
  return reply
    .code(status)
    .type('application/problem+json')
    .serializer((body: unknown) => JSON.stringify(body))
    .send({ type: `urn:lunette:problem:${code}`, title: titleOf(status), status, detail: message, code, ...members })
}

/** An address that cannot be read is answered before any route is found. */
export function answerBadAddress({ statusCode = 400 }: { statusCode?: number }, reply: FastifyReply): void {
  const message = statusCode === 414 ? 'a part of the address is too long' : 'the address cannot be read'
  sendProblem(reply, { code: codeOf(statusCode), message }, statusCode)
}

const RETRY_SECONDS = 5
/** Who waits for millions of findings may look so often. */
const MOST_RETRY_SECONDS = 30

function sendBeingRead(reply: FastifyReply, reading: FindingsBeingRead['progress']): FastifyReply {
  const problem = { code: 'being-read', message: readingWords(reading) }
  const seconds = Math.min(reading.seconds ?? RETRY_SECONDS, MOST_RETRY_SECONDS)
  return sendProblem(reply.header('retry-after', seconds), problem, statusOf('being-read'), { reading })
}

/** Every error leaves as a problem document; what is our fault is logged and not shown. */
export function answerWithProblems(app: FastifyInstance, log: ServerLog): void {
  app.setErrorHandler((error: Error & { statusCode?: number; code?: string }, request, reply) => {
    if (hasZodFastifySchemaValidationErrors(error)) {
      const detail = error.validation.map(fieldWords).join('; ')
      return sendProblem(reply, { code: 'bad-request', message: detail.slice(0, 1_000) })
    }
    if (isOutOfTime(error)) {
      const message = 'others are changing the same, or it takes too long just now: try again in a moment'
      return sendProblem(reply.header('retry-after', RETRY_SECONDS), { code: 'busy', message })
    }
    if (error instanceof FindingsBeingRead) return sendBeingRead(reply, error.progress)
    const status = error.statusCode ?? 500
    // Said by the server of files alone, of an address that would lead out of its folder.
    if (status === 403) return sendProblem(reply, { code: 'not-found', message: 'there is nothing at this address' })
    if (status < 500) return sendProblem(reply, { code: codeOf(status), message: error.message }, status)
    // The path alone: a query may hold what should not be kept.
    log.error({ error, path: request.url.split('?', 1)[0] }, 'a request failed')
    return sendProblem(reply, { code: 'failure', message: 'this is a fault in Lunette: the log has the details' })
  })
}

function codeOf(status: number): string {
  if (status === 413) return 'too-large'
  if (status === 414) return 'address-too-long'
  if (status === 415) return 'unsupported-media-type'
  return status === 429 ? 'too-many-requests' : 'bad-request'
}
