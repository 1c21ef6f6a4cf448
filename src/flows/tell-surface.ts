import { writeNotice } from '#action/notifiers/store'
import { changeWords, type TrackedRun, tellerOf } from '#exposure/surface'
import { changesOfRun, earlierComplete, noteTold, readNoticeRules } from '#exposure/surface/store'
import type { FlowContext } from './context.ts'

const SHOWN = 20

/**
 * Tells what a run changed by the rules of the workspace: some at once, in one notice, some with the digest. Of the first
 * complete run everything is new and nothing is told. @returns how much changed
 */
export async function tellSurface(
  { database, clock }: FlowContext,
  { workspaceId, runId }: TrackedRun,
): Promise<number> {
  const { total, instant } = await database.inWorkspace(workspaceId, async (work) => {
    const changes = await changesOfRun(work, runId)
    const isFirst = (await earlierComplete(work, runId)) === undefined
    const tell = tellerOf(await readNoticeRules(work))
    const told = changes.map((change) => ({ ...change, tell: isFirst ? ('none' as const) : tell(change) }))
    await noteTold(
      work,
      told.map(({ id, tell }) => ({ id, tell })),
      clock(),
    )
    return { total: changes.length, instant: told.filter(({ tell }) => tell === 'instant') }
  })
  if (instant.length === 0) return total
  const counts: Record<string, number> = {}
  for (const { kind, change } of instant) counts[`${kind} ${change}`] = (counts[`${kind} ${change}`] ?? 0) + 1
  const changes = instant.slice(0, SHOWN).map((change) => ({ asset: change.asset.name, words: changeWords(change) }))
  await writeNotice(
    database,
    workspaceId,
    {
      kind: 'surface.changed',
      key: `surface.changed:${runId}`,
      detail: { surface: { run: runId, total: instant.length, counts, changes } },
    },
    clock(),
  )
  return total
}
