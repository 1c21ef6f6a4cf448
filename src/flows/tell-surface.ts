import { writeNotice } from '#action/notifiers/store'
import { changeWords, type TrackedRun } from '#exposure/surface'
import { changesOfRun, earlierComplete } from '#exposure/surface/store'
import type { FlowContext } from './context.ts'

const SHOWN = 20

/** Tells what a run changed, in one notice; of the first complete run everything is new and nothing is told. @returns how much changed */
export async function tellSurface(
  { database, clock }: FlowContext,
  { workspaceId, runId }: TrackedRun,
): Promise<number> {
  const { counts, changes, isFirst } = await database.inWorkspace(workspaceId, async (work) => ({
    ...(await changesOfRun(work, runId, SHOWN)),
    isFirst: (await earlierComplete(work, runId)) === undefined,
  }))
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
  if (total === 0 || isFirst) return total
  const words = changes.map((change) => ({ asset: change.asset.name, words: changeWords(change) }))
  await writeNotice(
    database,
    workspaceId,
    {
      kind: 'surface.changed',
      key: `surface.changed:${runId}`,
      detail: { surface: { run: runId, total, counts, changes: words } },
    },
    clock(),
  )
  return total
}
