import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { canonicalJson, digestOf } from '#core/kernel'
import { type KeptAnswer, keepAnswer, releaseRequest, takeRequest } from '#platform/idempotency'
import { sendProblem } from './problems.ts'
import type { ServerParts } from './types.ts'

const HEADER = 'idempotency-key'
const keyShape = /^[\x21-\x7e]{1,200}$/
const MOST_BYTES = 1024 * 1024

type RequestId = Parameters<typeof takeRequest>[2]

/** A POST with an `Idempotency-Key` is done once: sent again, it gets the answer that was given, and has no second effect. */
export function addIdempotency(app: FastifyInstance, { database, secrets, clock }: ServerParts): void {
  const taken = new WeakMap<FastifyRequest, RequestId>()

  app.addHook('preHandler', async (request, reply) => {
    const key = request.headers[HEADER]
    if (request.method !== 'POST' || key === undefined || !request.session) return undefined
    if (typeof key !== 'string' || !keyShape.test(key)) return sendProblem(reply, badKey)
    const { workspaceId, accountId } = request.session
    const id = { workspaceId, accountId, key, fingerprint: fingerprintOf(request) }
    const known = await takeRequest(database, secrets, id, clock())
    if (!known.ok) return sendProblem(reply, known.error)
    if (known.value) return repeat(reply, known.value)
    taken.set(request, id)
    return undefined
  })

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

/** A file that is sent in is told by its address and length: it is not read twice. */
function fingerprintOf({ method, url, body, headers }: FastifyRequest): string {
  const isJson = headers['content-type']?.startsWith('application/json')
  const content = isJson || body === undefined ? canonicalJson(body ?? null) : `file ${headers['content-length'] ?? ''}`
  return digestOf([method, url, content].join('\n'))
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
