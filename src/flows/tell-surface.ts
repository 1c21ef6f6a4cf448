import { writeNotice } from '#action/notifiers/store'
import { changeWords, type TrackedRun, tellerOf } from '#exposure/surface'
import { changesOfRun, noteTold, readNoticeRules } from '#exposure/surface/store'
import type { FlowContext } from './context.ts'

const SHOWN = 20

/**
 * Tells what a run changed by the rules of the workspace: some at once, in one notice, some with the digest. What the first
 * look at a seed brought is no change, and nothing of it is told. @returns how much changed, and what seeds brought at first
 */
export async function tellSurface(
  { database, clock }: FlowContext,
  { workspaceId, runId }: TrackedRun,
): Promise<{ changes: number; baseline: Record<string, number> }> {
  const { total, instant, baseline } = await database.inWorkspace(workspaceId, async (work) => {
    const changes = await changesOfRun(work, runId)
    const tell = tellerOf(await readNoticeRules(work))
    const told = changes.map((change) => ({ ...change, tell: change.baseline ? ('none' as const) : tell(change) }))
    await noteTold(
      work,
      told.map(({ id, tell }) => ({ id, tell })),
      clock(),
    )
    const brought: Record<string, number> = {}
    for (const { baseline: seed } of changes) if (seed) brought[seed] = (brought[seed] ?? 0) + 1
    const total = changes.filter((change) => !change.baseline).length
    return { total, baseline: brought, instant: told.filter(({ tell }) => tell === 'instant') }
  })
  const done = { changes: total, baseline }
  if (instant.length === 0) return done
  const counts: Record<string, number> = {}
  for (const { kind, change } of instant) counts[`${kind} ${change}`] = (counts[`${kind} ${change}`] ?? 0) + 1
  const shown = instant.slice(0, SHOWN).map((change) => ({ asset: change.asset.name, words: changeWords(change) }))
  await writeNotice(
    database,
    workspaceId,
    {
      kind: 'surface.changed',
      key: `surface.changed:${runId}`,
      detail: { surface: { run: runId, total: instant.length, counts, changes: shown } },
    },
    clock(),
  )
  return done
}
