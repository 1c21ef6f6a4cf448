import { z } from 'zod'
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

interface Media {
  schema?: Schema
  examples?: Record<string, { value: unknown }>
}

export interface Answer {
  description: string
  content?: Record<string, Media>
  headers?: Record<string, object>
}

export interface Operation {
  operationId: string
  summary: string
  tags: string[]
  'x-lunette-access': Role | 'instance' | 'open'
  'x-lunette-scope': string
  'x-lunette-body-bytes'?: number
  'x-lunette-requests-a-minute': number
  parameters?: { in: string; name: string; required?: boolean; schema: Schema }[]
  requestBody?: { content: Record<string, Media> }
  responses: Record<string, Answer>
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
  /** The document's example of a JSON body; `undefined` where the route takes none. */
  body: unknown
  /** Takes the file itself. */
  takesFile: boolean
  /** What it answers with, as documented. */
  answers: Record<string, Answer>
  /** The longest body it reads. */
  bodyBytes: number
  /** Parameters that must be given. */
  query: string
}

/** Reads every operation from the document a server gives of itself. */
export async function readRoutes(origin: string): Promise<ApiRoute[]> {
  const document = await readDocument(origin)
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => routeOf(method.toUpperCase(), path, operation)),
  )
}

export interface ApiDocument {
  openapi: string
  paths: Record<string, Record<string, Operation>>
}

export async function readDocument(origin: string): Promise<ApiDocument> {
  return (await (await fetch(`${origin}/api/openapi.json`)).json()) as ApiDocument
}

/** Why an answer is not as its document says; `undefined` when it is. `isCut`: to some fields. */
export function mismatch(
  route: ApiRoute,
  status: number,
  type: string | null,
  text: string,
  { isCut = false } = {},
): string | undefined {
  const documented = route.answers[status]
  if (!documented) return `${status} is not documented`
  if (!documented.content) return text === '' ? undefined : `${status} has a body that is not documented`
  const [media = ''] = (type ?? '').split(';')
  const found = documented.content[media]
  if (!found) return `${status} comes as ${media}, which is not documented`
  if (!media.endsWith('json') || !found.schema || found.schema.type === 'string') return undefined
  const read = readerOf(isCut ? withoutRequired(found.schema) : found.schema).safeParse(JSON.parse(text))
  return read.success
    ? undefined
    : `${status}: ${JSON.stringify(read.error.issues.slice(0, 3))} in ${text.slice(0, 300)}`
}

function withoutRequired(schema: Schema): Schema {
  return JSON.parse(
    JSON.stringify(schema, (key, value) => (key === 'required' && Array.isArray(value) ? undefined : value)),
  )
}

const readers = new WeakMap<object, z.ZodType>()

/** What a schema of the document accepts. */
export function readerOf(schema: Schema): z.ZodType {
  const known = readers.get(schema)
  if (known) return known
  const made = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0])
  readers.set(schema, made)
  return made
}

function routeOf(method: string, path: string, operation: Operation): ApiRoute {
  const json = operation.requestBody?.content['application/json']
  const schema = json?.schema
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
    body: json?.examples?.usual?.value,
    takesFile: operation.requestBody?.content['application/octet-stream'] !== undefined,
    answers: operation.responses,
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
