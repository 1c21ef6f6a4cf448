import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import type { FastifyContextConfig } from 'fastify'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'
import { accessOf, scopeOf } from './access.ts'
import { titleOf } from './problems.ts'

type Transform = NonNullable<FastifyDynamicSwaggerOptions['transform']>

const problemSchema = {
  type: 'object',
  description: 'RFC 9457 problem document; `code` is stable and for programs, `detail` says what to do',
  required: ['type', 'title', 'status', 'detail', 'code'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string' },
  },
}

const idempotencyHeader = {
  type: 'object',
  properties: {
    'idempotency-key': {
      type: 'string',
      description:
        'sent again within a day, the same request with the same key gets the same answer and has no second effect',
    },
  },
}

/** Any route may answer these; 421 is another host's name. */
const always = [400, 421, 429]
const closed = [401, 403]
const changing = [404, 409, 413, 415, 422]

/** The document's fixed part. */
export function openApiOf(version: string): NonNullable<FastifyDynamicSwaggerOptions['openapi']> {
  return {
    openapi: '3.1.0',
    info: { title: 'Lunette', version },
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'lunette_session' },
        token: { type: 'http', scheme: 'bearer', description: 'an API token' },
      },
    },
  }
}

/** Adds to each route what its code does not repeat: who may call it, and the problems it answers with. */
export const describeRoute: Transform = (given) => {
  const { schema, url } = jsonSchemaTransform(given)
  const { method, config = {}, bodyLimit } = given.route
  const verb = [method].flat()[0] ?? 'GET'
  const access = accessOf(config)
  const scope = scopeOf(config, verb)
  return {
    url,
    schema: {
      ...schema,
      response: {
        ...problemsOf(verb, url, config),
        ...(schema.response ?? { 200: { description: 'a file or a stream' } }),
      },
      ...(verb === 'POST' && access !== 'open' && { headers: idempotencyHeader }),
      ...(access !== 'open' && { security: [{ session: [] }, ...(scope === 'session' ? [] : [{ token: [] }])] }),
      'x-lunette-access': access,
      'x-lunette-scope': scope,
      ...(bodyLimit !== undefined && { 'x-lunette-body-bytes': bodyLimit }),
    },
  }
}

function problemsOf(method: string, url: string, config: FastifyContextConfig): Record<number, object> {
  const isChange = method !== 'GET' && method !== 'HEAD'
  const statuses = [
    ...always,
    ...(accessOf(config) !== 'open' || isChange ? closed : []),
    ...(url.includes('{') || url.includes(':') ? [404, 414] : []),
    ...(isChange ? changing : []),
  ]
  return Object.fromEntries(statuses.map((status) => [status, problemAnswer(status)]))
}

function problemAnswer(status: number): object {
  return { description: titleOf(status), content: { 'application/problem+json': { schema: problemSchema } } }
}
