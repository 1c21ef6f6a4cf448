import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { sendProblem } from './problems.ts'

const MOST_DEPTH = 64

/** Refuses text that no database holds (NUL, halves of a character) and nesting that nobody means, before any route sees it. */
export function refuseMalformedText(app: FastifyInstance): void {
  app.addHook('preValidation', async (request, reply) => {
    const { params, query, body } = request
    const wrong = body instanceof Readable ? wrongIn([params, query]) : wrongIn([params, query, body])
    return wrong ? sendProblem(reply, { code: 'bad-request', message: wrong }) : undefined
  })
}

/** What is wrong with a value as it came, in words. Walks without recursion: the depth is the sender's choice. */
export function wrongIn(value: unknown): string | undefined {
  const waiting: [unknown, number][] = [[value, 0]]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [item, depth] = next
    if (typeof item === 'string' && (item.includes('\u0000') || !item.isWellFormed()))
      return 'text holds a NUL or half a character'
    if (typeof item !== 'object' || item === null) continue
    if (depth > MOST_DEPTH) return `it is nested more than ${MOST_DEPTH} deep`
    for (const [key, inner] of Object.entries(item)) waiting.push([key, depth + 1], [inner, depth + 1])
  }
  return undefined
}
