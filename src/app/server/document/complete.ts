import { exampleOf, type JsonSchema } from './examples.ts'
import { operations } from './operations/index.ts'

interface Media {
  schema?: JsonSchema
  examples?: Record<string, { value: unknown }>
}

interface Answer {
  description: string
  content?: Record<string, Media>
  headers?: Record<string, object>
}

/** An operation as it is written into the document: only what is completed here. */
interface WrittenOperation {
  operationId?: string
  summary?: string
  parameters?: {
    name: string
    in: string
    schema?: JsonSchema
    example?: unknown
    required?: boolean
    description?: string
  }[]
  requestBody?: { required?: boolean; content: Record<string, Media> }
  responses: Record<string, Answer>
  'x-lunette-access'?: string
}

interface WrittenDocument {
  paths: Record<string, Record<string, WrittenOperation>>
}

/** Gives every operation what its schemas do not hold: examples, files as bodies and answers, and the headers that matter. */
export function completed<Document>(document: Document): Document {
  for (const [path, item] of Object.entries((document as WrittenDocument).paths))
    for (const [method, operation] of Object.entries(item)) complete(method.toUpperCase(), path, operation)
  return document
}

function complete(method: string, path: string, operation: WrittenOperation): void {
  const known = operations[`${method} ${path.replace('/api/v1', '')}`]
  if (known?.body) operation.requestBody = { required: true, content: Object.fromEntries(known.body.map(fileOf)) }
  for (const media of Object.values(operation.requestBody?.content ?? {}))
    if (media.schema) media.examples = { usual: { value: known?.example ?? exampleOf(media.schema) } }
  for (const [status, answer] of Object.entries(operation.responses)) {
    if (Number(status) >= 300) continue
    answer.description = meanings[status] ?? answer.description
    if (known?.files) answer.content = Object.fromEntries(known.files.map(fileOf))
    for (const media of Object.values(answer.content ?? {}))
      if (media.schema && !media.examples) media.examples = { usual: { value: exampleOf(media.schema) } }
  }
  if (method === 'GET' && !known?.files) addTags(operation)
  if (operation.responses['412']) operation.parameters = [...(operation.parameters ?? []), ifMatch]
  for (const answer of Object.values(operation.responses)) answer.headers = { ...answer.headers, ...rateHeaders }
}

/** A file: what is in it, its own standard says. */
function fileOf(type: string): [string, Media] {
  const textual = /^(?:text\/|application\/.*json)/.test(type)
  const schema = textual ? { type: 'string' } : { type: 'string', contentMediaType: type }
  if (type === 'text/event-stream')
    return [type, { schema, examples: { changed: { value: 'data: {"type":"changed","what":"findings"}\n\n' } } }]
  const value = type === 'text/csv' ? 'id,name\r\n' : textual ? (type.includes('ndjson') ? '{}\n' : '[]') : ''
  return [type, { schema, examples: { usual: { value } } }]
}

const meanings: Readonly<Record<string, string>> = {
  200: 'Done',
  201: 'Made',
  202: 'Accepted: it is done whatever happens to the server, and told of as a job',
}

const ifMatch = {
  name: 'if-match',
  in: 'header',
  required: false,
  description: 'the ETag it was read with, or its version in quotes: refused with 412 when somebody changed it since',
  schema: { type: 'string' },
  example: '"3"',
}

/** Unchanged answers cost nothing on the wire. */
function addTags(operation: WrittenOperation): void {
  const answer = operation.responses['200']
  if (!answer) return
  answer.headers = { etag: { description: 'names what was answered', schema: { type: 'string' } } }
  operation.responses['304'] = { description: 'Unchanged since the answer that If-None-Match names' }
  const description = 'the ETag of an earlier answer: 304 without a body when it still holds'
  operation.parameters = [
    ...(operation.parameters ?? []),
    { name: 'if-none-match', in: 'header', required: false, description, schema: { type: 'string' } },
  ]
}

const rateHeaders = {
  'x-ratelimit-limit': { description: 'requests a minute that one address may make here', schema: { type: 'integer' } },
  'x-ratelimit-remaining': { description: 'how many of them are left', schema: { type: 'integer' } },
  'x-ratelimit-reset': { description: 'seconds until they are full again', schema: { type: 'integer' } },
}
