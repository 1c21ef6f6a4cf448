import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { err, type Outcome, ok, problem, type Result } from '#core/kernel'
import { encodeTraceResponse, MAX_TRACE_BYTES, partialSuccess, type TraceFormat } from '#intake/traces'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'
import { requestsPerMinute } from '../security.ts'
import { OTLP_PATH } from '../sessions.ts'
import { TraceGate } from '../trace-gate.ts'

const tags = ['assurance']
/** As they come, mostly packed. */
const MOST_BYTES = 8 * 1024 * 1024
/** Exporters send often: one for each process and every five seconds. */
const REQUESTS_A_MINUTE = 6_000
const RETRY_SECONDS = 2
const config = { access: 'analyst', scope: 'traces' } as const

const formats: Readonly<Record<string, TraceFormat>> = {
  'application/x-protobuf': 'protobuf',
  'application/json': 'json',
  'application/x-ndjson': 'lines',
  'application/jsonl': 'lines',
}

/** Where traces come in, below the API. */
export function traceRoutes(app: RouteApp, parts: RouteParts): void {
  addIngest(app, parts, '/traces', { tags })
}

/** The same where OTLP exporters look for it by themselves. */
export function otlpRoutes(app: RouteApp, parts: RouteParts): void {
  addIngest(app, parts, OTLP_PATH, { hide: true })
}

const gates = new WeakMap<object, TraceGate>()

/** Both paths share what is held. */
function gateOf({ traces }: RouteParts): TraceGate {
  const known = gates.get(traces) ?? new TraceGate()
  gates.set(traces, known)
  return known
}

function addIngest(app: RouteApp, parts: RouteParts, path: string, schema: object): void {
  const gate = gateOf(parts)
  const rateLimit = { max: Math.max(requestsPerMinute(parts.config), REQUESTS_A_MINUTE), timeWindow: '1 minute' }
  void app.register(async (scope) => {
    scope.removeContentTypeParser(['application/json'])
    scope.addContentTypeParser(Object.keys(formats), (_request, payload, done) => done(null, payload))
    scope.post(
      path,
      { config: { ...config, rateLimit, changesNothing: true }, bodyLimit: MOST_BYTES, schema },
      async (request, reply) => {
        const format = formats[(request.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase()]
        if (format === undefined || !(request.body instanceof Readable)) return sendProblem(reply, notTraces)
        const { body } = request
        const taken = await gate.run(heldBytes(request), () => take(parts, request, format, body))
        if (taken === undefined) return sendProblem(reply.header('retry-after', RETRY_SECONDS), busy)
        return taken.ok ? answer(reply, format, taken.value) : refuse(reply, taken.error)
      },
    )
  })
}

const busy = problem('busy', 'more comes in than is stored: send it again in a moment')
const notTraces = problem(
  'unsupported-media-type',
  `send OTLP as application/x-protobuf or application/json, or lines as application/x-ndjson`,
)

/** What a request may hold until it is done: what it says, or what it may have at the most. */
function heldBytes({ headers }: FastifyRequest): number {
  const length = Number(headers['content-length'] ?? MOST_BYTES)
  return Number.isFinite(length) ? Math.min(length, MOST_BYTES) : MOST_BYTES
}

async function take(
  { traces }: RouteParts,
  request: FastifyRequest,
  format: TraceFormat,
  body: Readable,
): Promise<Result<Outcome>> {
  const received = await receive(body)
  if (!received.ok) return received
  const bytes = await unpacked(received.value, request.headers['content-encoding'])
  return bytes.ok ? traces.take({ workspaceId: sessionOf(request).workspaceId, format, bytes: bytes.value }) : bytes
}

/** Reads the body, or as much of it as is allowed. What is above that is let go by: to cut the connection would cut the answer. */
function receive(body: Readable): Promise<Result<Buffer>> {
  const { promise, resolve } = Promise.withResolvers<Result<Buffer>>()
  const chunks: Buffer[] = []
  let length = 0
  body.on('data', (chunk: Buffer) => {
    length += chunk.length
    if (length <= MOST_BYTES) chunks.push(chunk)
    else {
      chunks.length = 0
      resolve(err(tooLarge))
    }
  })
  body.once('end', () => resolve(ok(Buffer.concat(chunks))))
  body.once('error', (cause) => resolve(err(problem('traces-refused', 'the request ended early', cause))))
  body.once('close', () => resolve(err(problem('traces-refused', 'the request ended early'))))
  return promise
}

const tooLarge = problem(
  'too-large',
  `a request has at most ${MOST_BYTES / 1024 ** 2} MiB, unpacked ${MAX_TRACE_BYTES / 1024 ** 2}`,
)
const unpack = promisify(gunzip) as (bytes: Buffer, options: object) => Promise<Buffer>

async function unpacked(bytes: Buffer, encoding: string | undefined): Promise<Result<Buffer>> {
  if (encoding === undefined || encoding === 'identity') return ok(bytes)
  if (encoding !== 'gzip') return err(problem('unsupported-media-type', 'pack it with gzip, or not at all'))
  try {
    return ok(await unpack(bytes, { maxOutputLength: MAX_TRACE_BYTES }))
  } catch (cause) {
    const isLarge = (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
    return err(isLarge ? tooLarge : problem('traces-refused', 'the body is no gzip', cause))
  }
}

/** In the form in which it was asked, as OTLP wants it: what was rejected is said, and not sent again. */
function answer(reply: FastifyReply, format: TraceFormat, outcome: Outcome): FastifyReply {
  const said = partialSuccess(outcome)
  if (format === 'protobuf') return reply.type('application/x-protobuf').send(Buffer.from(encodeTraceResponse(said)))
  return reply.type('application/json').send(JSON.stringify(said ? { partialSuccess: said } : {}))
}

function refuse(reply: FastifyReply, { code, message, cause }: ReturnType<typeof problem>): FastifyReply {
  // Whoever sends without end is not listened to for longer than it takes to say so.
  if (code === 'too-large') reply.header('connection', 'close')
  if (code === 'too-many-spans') reply.header('retry-after', (cause as { wait: number }).wait)
  return sendProblem(reply, { code: code.startsWith('not-') ? 'traces-refused' : code, message })
}
