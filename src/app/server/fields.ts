import type { FastifyInstance, RouteOptions } from 'fastify'
import { z } from 'zod'
import { sendProblem } from './problems.ts'

/** Which fields an answer can be cut down to: those of each row of a list, or of the thing itself. */
export interface Fields {
  /** The property that holds the rows; left out: the answer is one thing. */
  list?: string
  names: readonly string[]
}

declare module 'fastify' {
  interface FastifyContextConfig {
    fields?: Fields
  }
}

/** What stands beside the rows of a list. */
const besides = new Set(['total', 'next', 'offset'])

/**
 * `fields=id,title` on every list, and on what is looked at by its id: the answer holds these alone. Which there are is
 * read from the schema of the answer; a name that is not among them is the problem `unknown-field`.
 */
export function addFieldSelection(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    const fields = fieldsOf(route)
    if (!fields) return
    const query = (route.schema?.querystring as z.ZodObject | undefined) ?? z.object({})
    route.config = { ...route.config, fields }
    route.schema = { ...route.schema, querystring: query.extend({ fields: z.string().max(2_000).optional() }) }
  })

  app.addHook('preHandler', async (request, reply) => {
    const { fields } = request.routeOptions.config
    const unknown = fields && asked(request.query)?.find((name) => !fields.names.includes(name))
    if (unknown === undefined) return undefined
    const message = `there is no field "${unknown.slice(0, 60)}": there are ${fields?.names.join(', ')}`
    return sendProblem(reply, { code: 'unknown-field', message })
  })

  app.addHook('onSend', async (request, reply, payload) => {
    const { fields } = request.routeOptions.config
    const names = fields && asked(request.query)
    if (!names || reply.statusCode !== 200 || typeof payload !== 'string') return payload
    const answer = JSON.parse(payload) as Record<string, unknown>
    if (!fields.list) return JSON.stringify(pick(answer, names))
    const rows = answer[fields.list] as Record<string, unknown>[]
    return JSON.stringify({ ...answer, [fields.list]: rows.map((row) => pick(row, names)) })
  })
}

function asked(query: unknown): string[] | undefined {
  const { fields } = query as { fields?: string }
  if (fields === undefined) return undefined
  const names = fields.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]))
  return names.length > 0 ? names : undefined
}

function pick(row: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.flatMap((name) => (Object.hasOwn(row, name) ? [[name, row[name]]] : [])))
}

function fieldsOf({ method, url, schema }: RouteOptions): Fields | undefined {
  const answer = (schema?.response as Record<number, unknown> | undefined)?.[200]
  if (method !== 'GET' || !(answer instanceof z.ZodObject)) return undefined
  const lists = Object.entries(answer.shape).filter(([key]) => !besides.has(key))
  const [[list, rows] = ['', undefined]] = lists
  if (lists.length === 1 && rows instanceof z.ZodArray && rows.element instanceof z.ZodObject)
    return { list, names: Object.keys(rows.element.shape) }
  return url.endsWith('/:id') ? { names: Object.keys(answer.shape) } : undefined
}
