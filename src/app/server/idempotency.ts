import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { canonicalJson, digestOf } from '#core/kernel'
import { type KeptAnswer, keepAnswer, releaseRequest, takeRequest } from '#platform/idempotency'
import { accessOf } from './access.ts'
import { sendProblem } from './problems.ts'
import { sessionOf } from './route-app.ts'
import type { ServerParts } from './types.ts'

const HEADER = 'idempotency-key'
const keyShape = /^[\x21-\x7e]{1,200}$/
const MOST_BYTES = 1024 * 1024

type RequestId = Parameters<typeof takeRequest>[2]

declare module 'fastify' {
  interface FastifyInstance {
    /**
     * For a route that takes the file itself, once it has it and before it does anything with it. True: it has been
     * answered as the same file under the same key was before, or refused because that was another; false: it is the first.
     * @param digest of what was received
     */
    answeredBefore(request: FastifyRequest, reply: FastifyReply, digest: string): Promise<boolean>
  }
}

/** A POST with an `Idempotency-Key` is done once: sent again, it gets the answer that was given, and has no second effect. */
export function addIdempotency(app: FastifyInstance, { database, secrets, clock }: ServerParts): void {
  const taken = new WeakMap<FastifyRequest, RequestId>()

  app.addHook('preHandler', async (request, reply) => {
    const key = request.headers[HEADER]
    if (!isOnce(request)) return undefined
    if (typeof key !== 'string' || !keyShape.test(key)) return sendProblem(reply, badKey)
    // What a file holds is known when it has been received.
    return request.body instanceof Readable ? undefined : take(request, reply, canonicalJson(request.body ?? null))
  })

  app.decorate('answeredBefore', async (request, reply, digest) => {
    await take(request, reply, `file ${digest}`)
    return reply.sent
  })

  async function take(
    request: FastifyRequest,
    reply: FastifyReply,
    content: string,
  ): Promise<FastifyReply | undefined> {
    const key = request.headers[HEADER]
    if (!isOnce(request) || typeof key !== 'string') return undefined
    const { workspaceId, accountId } = sessionOf(request)
    const fingerprint = digestOf([request.method, request.url, content].join('\n'))
    const id = { workspaceId, accountId, key, fingerprint }
    const known = await takeRequest(database, secrets, id, clock())
    if (!known.ok) return sendProblem(reply, known.error)
    if (known.value) return repeat(reply, known.value)
    taken.set(request, id)
    return undefined
  }

  app.addHook('onSend', async (request, reply, payload) => {
    const id = taken.get(request)
    if (!id) return payload
    taken.delete(request)
    const { statusCode: status } = reply
    const contentType = String(reply.getHeader('content-type') ?? '')
    if (status < 500 && typeof payload === 'string' && payload.length <= MOST_BYTES)
      await keepAnswer(database, secrets, id, { status, body: payload, contentType })
    else await releaseRequest(database, id)
    return payload
  })
}

/** What is open to everybody (signing in, links) is answered anew each time, whoever asks. */
function isOnce({ method, headers, session, routeOptions }: FastifyRequest): boolean {
  const isClosed = accessOf(routeOptions.config) !== 'open'
  return method === 'POST' && headers[HEADER] !== undefined && session !== null && isClosed
}

function repeat(reply: FastifyReply, { status, body, contentType }: KeptAnswer): FastifyReply {
  return reply
    .code(status)
    .header('idempotency-replayed', 'true')
    .type(contentType)
    .serializer((kept: unknown) => String(kept))
    .send(body)
}

const badKey = { code: 'bad-request', message: 'an Idempotency-Key is 1 to 200 printable characters without blanks' }
