import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sendProblem } from './problems.ts'
import { bearerOf } from './sessions.ts'
import type { ServerConfig } from './types.ts'
import { refuseMalformedText } from './well-formed.ts'

const loopback = ['localhost', '127.0.0.1', '[::1]']
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Headers, cookies, rates, and the two checks a server on loopback needs: known host (DNS rebinding) and own origin (CSRF). */
export async function addSecurity(app: FastifyInstance, config: ServerConfig): Promise<void> {
  await app.register(cookie)
  await app.register(helmet, headers)
  // Before anything is looked up: also who may not come in cannot come too often.
  await app.register(rateLimit, {
    global: false,
    max: (request: FastifyRequest) => requestsPerMinute(config) * (isPart(request) ? PARTS_FACTOR : 1),
    keyGenerator: (request: FastifyRequest) => (isPart(request) ? `parts ${request.ip}` : request.ip),
    timeWindow: '1 minute',
    errorResponseBuilder: (_request, context) =>
      Object.assign(new Error(`too many requests: try again in ${context.after}`), { statusCode: 429 }),
  })
  app.addHook('onRequest', app.rateLimit())
  refuseMalformedText(app)
  const hosts = new Set([...loopback, ...(config.hosts ?? [])])
  app.addHook('onRequest', async (request, reply) => {
    if (!hosts.has(hostName(request))) {
      const message =
        'this host name is not Lunette\'s: open it as http://127.0.0.1, or add the name to "hosts" in the settings'
      return sendProblem(reply, { code: 'unknown-host', message })
    }
    // A token is put there by a program, never by a browser on its own.
    if (!safeMethods.has(request.method) && bearerOf(request) === undefined && isForeign(request)) {
      return sendProblem(reply, {
        code: 'foreign-origin',
        message: "changes are accepted from Lunette's own pages only",
      })
    }
    return undefined
  })
}

function hostName(request: FastifyRequest): string {
  return (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase()
}

/** Browsers name the origin of every change; programs without one carry no ambient cookies. */
function isForeign(request: FastifyRequest): boolean {
  const { origin, host } = request.headers
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true
  return origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`
}

/** A page is made of a hundred small files, and ten people may come from one address: they are counted apart. */
const PARTS_FACTOR = 10

function isPart({ method, url }: FastifyRequest): boolean {
  return safeMethods.has(method) && url.startsWith('/static/')
}

/** How often one address may ask for anything but the files that pages are made of. */
export function requestsPerMinute({ requestsPerMinute = 1_200 }: ServerConfig): number {
  return requestsPerMinute
}

/** For routes that may be guessed at. */
export function strictRate({ strictRequestsPerMinute = 20 }: ServerConfig) {
  return { max: strictRequestsPerMinute, timeWindow: '1 minute' }
}

/** No inline code, nothing from elsewhere. */
const headers = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      manifestSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
  },
  // Plain HTTP on loopback: a promise of HTTPS would lock people out.
  strictTransportSecurity: false,
  referrerPolicy: { policy: 'no-referrer' as const },
  crossOriginEmbedderPolicy: false,
}
