import type { FastifyInstance } from 'fastify'
import { digestOf } from '#core/kernel'

/** Answers an unchanged GET of the API with 304, so that polling costs nothing on the wire. */
export function addEtags(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    if (!request.url.startsWith('/api/')) return payload
    if (request.method !== 'GET' || reply.statusCode !== 200 || typeof payload !== 'string') {
      // Answers may hold what is shown once.
      if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
      return payload
    }
    const tag = `"${digestOf(payload)}"`
    reply.header('etag', tag).header('cache-control', 'private, no-cache')
    if (request.headers['if-none-match'] !== tag) return payload
    reply.code(304)
    return ''
  })
}
