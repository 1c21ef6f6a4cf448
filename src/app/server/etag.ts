import type { FastifyInstance } from 'fastify'
import { digestOf, err, ok, type Problem, type Result } from '#core/kernel'

declare module 'fastify' {
  interface FastifyReply {
    /** The version of what is shown, by which a change of it may say that it is meant for no other; `null`: it has none. */
    version: number | null
  }
}

/**
 * Answers an unchanged GET of the API with 304, so that polling costs nothing on the wire. A tag is `"digest"`, or
 * `"version.digest"` where what is shown has versions.
 */
export function addEtags(app: FastifyInstance): void {
  app.decorateReply('version', null)
  app.addHook('onSend', async (request, reply, payload) => {
    if (!request.url.startsWith('/api/')) return payload
    if (request.method !== 'GET' || reply.statusCode !== 200 || typeof payload !== 'string') {
      // Answers may hold what is shown once.
      if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
      return payload
    }
    // Encoded once, for the digest and for the wire.
    const bytes = Buffer.from(payload)
    const digest = digestOf(bytes)
    const tag = reply.version === null ? `"${digest}"` : `"${reply.version}.${digest}"`
    reply.header('etag', tag).header('cache-control', 'private, no-cache')
    if (request.headers['if-none-match'] !== tag) return bytes
    reply.code(304)
    return ''
  })
}

const versionTag = /^"(\d{1,9})(?:\.[\w-]+)?"$/

/**
 * The version that `If-Match` names: the whole tag of a GET, or its version alone (`"3"`). Only what people state counts
 * as a version; what imports and feeds bring meanwhile is no reason to refuse. `undefined`: any will do.
 */
export function expectedVersion(ifMatch: string | undefined): Result<number | undefined> {
  if (ifMatch === undefined || ifMatch.trim() === '*') return ok(undefined)
  const version = versionTag.exec(ifMatch.trim())?.[1]
  return version === undefined ? err(noTag) : ok(Number(version))
}

const noTag: Problem = {
  code: 'bad-request',
  message: 'If-Match is the ETag that the thing was read with, or its version in quotes, such as "3"',
}
