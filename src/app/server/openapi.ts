import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'
import { type ProblemCode, problemCodes } from '#contract/problem-codes'
import { accessOf, scopeOf } from './access.ts'
import type { JsonSchema } from './document/examples.ts'
import { operations } from './document/operations/index.ts'
import { problemsOf } from './document/problems-of.ts'
import type { Fields } from './fields.ts'

type Transform = NonNullable<FastifyDynamicSwaggerOptions['transform']>

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

const description = `Everything the browser does, it does by this API.

Lists have \`filter\` (text as the browser shows it), \`limit\`, and \`cursor\`: \`next\` of one page asks for the following. \`fields\` cuts rows and things down to what is named. Changes are taken as JSON. Problems are RFC 9457 documents whose \`code\` is stable. How often an address may ask is told by the \`x-ratelimit-*\` headers, per minute: the operations that may be guessed at allow fewer (\`x-lunette-requests-a-minute\`); 429 says in \`retry-after\` how many seconds to wait.`

/** The document's fixed part. */
export function openApiOf(version: string): NonNullable<FastifyDynamicSwaggerOptions['openapi']> {
  return {
    openapi: '3.1.0',
    info: { title: 'Lunette', version, description, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'lunette_session' },
        token: { type: 'http', scheme: 'bearer', description: 'an API token' },
      },
    },
  }
}

/** Adds to each route what its code does not repeat: its name, who may call it, and the problems it answers with. */
export function describeRoute(usual: { requestsPerMinute: number }): Transform {
  return (given) => {
    const { schema, url } = jsonSchemaTransform(given)
    const { method, config = {}, bodyLimit } = given.route
    const verb = [method].flat()[0] ?? 'GET'
    const path = url.replace(/:(\w+)/g, '{$1}')
    const known = operations[`${verb} ${path.replace('/api/v1', '')}`]
    const access = accessOf(config)
    const scope = scopeOf(config, verb)
    const rate = (config.rateLimit || undefined) as { max?: number } | undefined
    return {
      url,
      schema: {
        ...schema,
        ...(known && { operationId: known.id, summary: known.summary }),
        ...(known?.told && { description: toldOf(known.told) }),
        ...(schema.querystring !== undefined && {
          querystring: queryOf(schema.querystring as JsonSchema, config.fields),
        }),
        response: {
          ...problemsOf(verb, path, config),
          ...(schema.response ?? { 200: { description: 'a file or a stream' } }),
        },
        ...(verb === 'POST' && access !== 'open' && { headers: idempotencyHeader }),
        ...(access !== 'open' && { security: [{ session: [] }, ...(scope === 'session' ? [] : [{ token: [] }])] }),
        'x-lunette-access': access,
        'x-lunette-scope': scope,
        'x-lunette-requests-a-minute': rate?.max ?? usual.requestsPerMinute,
        ...(bodyLimit !== undefined && { 'x-lunette-body-bytes': bodyLimit }),
      },
    }
  }
}

function toldOf(codes: readonly ProblemCode[]): string {
  const said = codes.map((code) => `\`${code}\` ${problemCodes[code][1]}`)
  return `Leads on to a page of ours. What went wrong is told to it as \`sign-in\` in its address: ${said.join('; ')}.`
}

/** What a redirect brings along is any words; `fields` says which there are. */
function queryOf(query: JsonSchema, fields: Fields | undefined): object {
  if (query.properties === undefined) return { type: 'object', properties: {} }
  if (!fields) return query
  const items = { type: 'string', enum: fields.names }
  const said = {
    type: 'array',
    items,
    collectionFormat: 'csv',
    description: 'only these fields, with commas between: the others are left out, also those that are required',
  }
  return { ...query, properties: { ...query.properties, fields: said } }
}
