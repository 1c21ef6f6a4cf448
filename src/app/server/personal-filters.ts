import type { FastifyInstance } from 'fastify'
import { forPerson } from '#contract'

/** `assignee:me` in the filter of any list means whoever asks. */
export function addPersonalFilters(app: FastifyInstance): void {
  app.addHook('preHandler', async ({ query, session }) => {
    const asked = query as { filter?: unknown }
    if (session && typeof asked.filter === 'string') asked.filter = forPerson(asked.filter, session.accountName)
  })
}
