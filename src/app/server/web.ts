import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { sendProblem } from './problems.ts'

const notBuilt = 'the browser part is not built: run "node tools/build-web.mjs"'

/** Serves the built browser part; any other page address is answered with its entry, which routes by itself. */
export async function serveWeb(app: FastifyInstance, webRoot: string | undefined): Promise<void> {
  const built = webRoot !== undefined && existsSync(join(webRoot, 'index.html'))
  if (built) {
    await app.register(fastifyStatic, {
      root: webRoot,
      // What no route of the API takes is no file either.
      allowedPath: (path) => !path.startsWith('/api/'),
      setHeaders(reply, path) {
        const hashed = path.startsWith(join(webRoot, 'static'))
        reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
    })
  }
  app.setNotFoundHandler((request, reply) => {
    if (request.url.startsWith('/api/') || request.method !== 'GET') {
      return sendProblem(reply, {
        code: 'not-found',
        message: `there is nothing at ${request.method} ${request.url.slice(0, 200)}`,
      })
    }
    if (!built) return sendProblem(reply, { code: 'not-found', message: notBuilt })
    if (/^\/static\//.test(request.url))
      return sendProblem(reply, { code: 'not-found', message: 'reload the page: it was updated' })
    return reply.type('text/html').sendFile('index.html')
  })
}
