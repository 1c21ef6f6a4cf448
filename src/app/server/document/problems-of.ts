import type { FastifyContextConfig } from 'fastify'
import { type ProblemCode, problemCodes } from '#contract/problem-codes'
import { accessOf } from '../access.ts'
import { titleOf } from '../problems.ts'
import { operations } from './operations/index.ts'

const problemSchema = {
  type: 'object',
  description: 'RFC 9457 problem document; `code` is stable and for programs, `detail` says what to do',
  required: ['type', 'title', 'status', 'detail', 'code'],
} as const

/** Codes that any route may answer with, and those that its place implies. */
function impliedBy(method: string, url: string, config: FastifyContextConfig): ProblemCode[] {
  const isChange = method !== 'GET' && method !== 'HEAD'
  const isClosed = accessOf(config) !== 'open'
  return [
    ...(['bad-request', 'unknown-host', 'too-many-requests', 'failure'] as const),
    ...(isClosed ? (['not-logged-in', 'not-allowed', 'scope-too-small', 'being-read'] as const) : []),
    ...(isChange ? (['foreign-origin', 'too-large', 'unsupported-media-type'] as const) : []),
    ...(url.includes('{') ? (['not-found', 'address-too-long'] as const) : []),
    ...(method === 'POST' && isClosed ? (['request-under-way', 'idempotency-key-reused'] as const) : []),
    ...(hasFields(config) ? (['unknown-field'] as const) : []),
  ]
}

function hasFields(config: FastifyContextConfig): boolean {
  return config.fields !== undefined
}

/** The problems of an operation, by status: each names the codes it comes with. */
export function problemsOf(method: string, url: string, config: FastifyContextConfig): Record<number, object> {
  const own = operations[`${method} ${url.replace('/api/v1', '')}`]?.problems ?? []
  const codes = [...new Set([...impliedBy(method, url, config), ...own])]
  const byStatus = Map.groupBy(codes, (code) => problemCodes[code][0])
  return Object.fromEntries([...byStatus].map(([status, of]) => [status, problemAnswer(status, of)]))
}

function problemAnswer(status: number, codes: readonly ProblemCode[]): object {
  const properties = {
    type: { type: 'string', enum: codes.map((code) => `urn:lunette:problem:${code}`) },
    title: { type: 'string', const: titleOf(status) },
    status: { type: 'integer', const: status },
    detail: { type: 'string' },
    code: { type: 'string', enum: codes },
  }
  const examples = Object.fromEntries(codes.map((code) => [code, { value: exampleOf(status, code) }]))
  return {
    description: `${titleOf(status)}: ${codes.map((code) => `\`${code}\` ${problemCodes[code][1]}`).join('; ')}`,
    ...((status === 429 || status === 503) && { headers: { 'retry-after': retryAfter } }),
    content: { 'application/problem+json': { schema: { ...problemSchema, properties }, examples } },
  }
}

const retryAfter = { description: 'how many seconds to wait', schema: { type: 'integer' } }

function exampleOf(status: number, code: ProblemCode) {
  const detail = problemCodes[code][1]
  return { type: `urn:lunette:problem:${code}`, title: titleOf(status), status, detail, code }
}
