import type { FastifyInstance } from 'fastify'
import type { JobBoard } from './jobs.ts'

/**
 * Whoever looks at safeguards is told when something was brought, said or changed there by a request. Traces are told of
 * once they are counted.
 */
export function tellOfAssurance(app: FastifyInstance, jobs: JobBoard): void {
  app.addHook('onResponse', async ({ method, session, routeOptions: { schema, config } }, { statusCode }) => {
    const changes = method !== 'GET' && method !== 'HEAD' && statusCode < 400 && config.changesNothing !== true
    if (changes && session && schema?.tags?.includes('assurance')) jobs.changed(session.workspaceId, 'assurance')
  })
}
