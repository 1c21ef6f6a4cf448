import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyRequest,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Currency } from '#core/vocabulary'
import type { TraceIntake } from '#flows/traces'
import type { Session } from '#platform/auth'
import type { FindingLists } from '#views/finding-lists'
import type { JobBoard } from './jobs.ts'
import type { ServerParts } from './types.ts'

/** The app as routes see it: requests and answers are typed by the contract's schemas. */
export type RouteApp = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>

export interface RouteParts extends ServerParts {
  jobs: JobBoard
  lists: FindingLists
  traces: TraceIntake
  /** By what knowledge is too old to count. */
  currency(): Currency
}

/** The session of a route that is not open; its absence would be a bug of the access check. */
export function sessionOf(request: Pick<FastifyRequest, 'session'>): Session {
  if (!request.session) throw new Error('a closed route was reached without a session')
  return request.session
}
