import { ok } from '#core/kernel'
import { reviewsOf } from '#flows/assurance-reviews'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { withRuntime } from '../open.ts'
import { columns, finish, print } from '../say.ts'
import { reader } from './incident-work.ts'

interface Flags {
  dataDir?: string
  json?: boolean
  all?: boolean
}

/** `lunette review due`: what is due for another look, each with its first reason. */
export async function due(flags: Flags): Promise<number> {
  const done = await withRuntime(flags, async (runtime) => ok(await reviewsOf(runtime, DEFAULT_WORKSPACE, { reader })))
  return finish(done, (reviews) => {
    const shown = flags.all ? reviews : reviews.filter(({ isDue }) => isDue)
    const rows = shown.map((one) => [
      ...[one.due, one.kind, one.caseId?.slice(0, 8) ?? one.id, one.owner ?? 'nobody'],
      one.reasons[0]?.sentence ?? '',
    ])
    const next = reviews[0]
      ? `nothing is due; the next is ${reviews[0].name} on ${reviews[0].due}`
      : 'nothing is reviewed'
    print(shown, rows.length === 0 ? next : columns(['due', 'kind', 'id', 'owner', 'why'], rows), flags.json)
  })
}
