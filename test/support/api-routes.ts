import type { Role } from '#platform/auth'

/** A JSON Schema as the document has it: only the words that our contract uses. */
export interface Schema {
  type?: string | string[]
  const?: unknown
  enum?: unknown[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  format?: string
  pattern?: string
  minLength?: number
  minimum?: number
  minItems?: number
  items?: Schema
  required?: string[]
  properties?: Record<string, Schema>
}

interface Operation {
  'x-lunette-access': Role | 'instance' | 'open'
  'x-lunette-scope': string
  'x-lunette-body-bytes'?: number
  parameters?: { in: string; name: string; required?: boolean; schema: Schema }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
  responses: Record<string, unknown>
}

const USUAL_BODY_BYTES = 256 * 1024

/** One operation of the API, as its own OpenAPI document describes it. */
export interface ApiRoute {
  method: string
  /** With its `{parameters}`, below /api/v1. */
  path: string
  access: Operation['x-lunette-access']
  scope: string
  /** Statuses the document names. */
  documented: Set<number>
  /** Of the query. */
  parameters: { name: string; schema: Schema }[]
  /** Of the JSON body, where the route takes one. */
  schema: Schema | undefined
  /** A JSON body the schema accepts; `undefined` where the route takes none. */
  body: unknown
  /** The longest body it reads. */
  bodyBytes: number
  /** Parameters that must be given. */
  query: string
}

/** Reads every operation from the document a server gives of itself. */
export async function readRoutes(origin: string): Promise<ApiRoute[]> {
  const document = (await (await fetch(`${origin}/api/openapi.json`)).json()) as {
    paths: Record<string, Record<string, Operation>>
  }
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => routeOf(method.toUpperCase(), path, operation)),
  )
}

function routeOf(method: string, path: string, operation: Operation): ApiRoute {
  const schema = operation.requestBody?.content['application/json']?.schema
  const parameters = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query')
  const needed = parameters.filter(({ required }) => required)
  return {
    method,
    path: path.replace('/api/v1', ''),
    access: operation['x-lunette-access'],
    scope: operation['x-lunette-scope'],
    documented: new Set(Object.keys(operation.responses).map(Number)),
    bodyBytes: operation['x-lunette-body-bytes'] ?? USUAL_BODY_BYTES,
    parameters,
    schema,
    body: schema && sampleOf(schema),
    query: new URLSearchParams(
      Object.fromEntries(needed.map((given) => [given.name, String(sampleOf(given.schema))])),
    ).toString(),
  }
}

/** The address of a route with these ids in place of its parameters. */
export function addressOf({ path, query }: ApiRoute, id: string): string {
  return `${path.replaceAll(/\{\w+\}/g, encodeURIComponent(id))}${query && `?${query}`}`
}

const formats: Readonly<Record<string, string>> = {
  uuid: '00000000-0000-4000-8000-00000000dead',
  // Nobody listens there.
  uri: 'http://127.0.0.1:9/',
  date: '2026-01-01',
  'date-time': '2026-01-01T00:00:00.000Z',
  email: 'nobody@localhost.example',
}

/** Something small that a schema accepts. */
function sampleOf(schema: Schema): unknown {
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  const choice = schema.anyOf ?? schema.oneOf ?? schema.allOf
  if (choice?.[0]) return sampleOf(choice[0])
  switch ([schema.type].flat()[0]) {
    case 'object':
      return Object.fromEntries(
        (schema.required ?? []).map((name) => [name, sampleOf(schema.properties?.[name] ?? {})]),
      )
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => sampleOf(schema.items ?? {}))
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 1, 1)
    case 'boolean':
      return true
    case 'null':
      return null
    default:
      return textOf(schema)
  }
}

function textOf({ format = '', pattern, minLength = 1 }: Schema): string {
  if (formats[format]) return formats[format]
  if (pattern?.includes('openid')) return 'openid'
  return 'x'.repeat(Math.max(minLength, 1))
}
