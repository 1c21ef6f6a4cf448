import { randomUUID } from 'node:crypto'
import type { SeenWork, WorkChange } from '#action/work'
import { beginChange, beginUndo, type Change, changeWork, endChange, reachOf, undoWork } from '#action/work/store'
import { err, type Instant, ok, problem, type Result } from '#core/kernel'
import type { Urgency } from '#core/vocabulary'
import type { Ruling } from '#exposure/findings'
import { revokeTogether, ruleOnThese } from '#exposure/findings/store'

type Work = Parameters<typeof changeWork>[0]

/** One thing done to some findings: fields of the work on them, or a ruling about each. */
export type FindingChange = ({ set: WorkChange } & SeenWork) | { rule: Omit<Ruling, 'scope'> }

/** Who changes findings. */
export interface Changer {
  workspaceId: string
  by: string
  now: Instant
}

/** What a change of findings did. */
export interface ChangedFindings {
  /** Undoes it; `null`: nothing changed. */
  id: string | null
  at: Instant
  findings: number
  changed: number
  left: number
  assets: number
  decisions: Record<Urgency, number>
}

/**
 * Changes findings, by number, so that it can be undone. `expected`: how many the person was told would change. Problems:
 * `changed-meanwhile`, `no-such-member`, `bad-ruling`.
 */
export async function changeFindings(
  work: Work,
  { workspaceId, by, now }: Changer,
  seqs: readonly number[],
  change: FindingChange,
  expected?: number,
): Promise<Result<ChangedFindings>> {
  const made: Change = { id: randomUUID(), workspaceId, by, now }
  await beginChange(work, made, 'set' in change ? { set: change.set } : { rule: change.rule })
  const changed =
    'set' in change
      ? await changeWork(work, made, seqs, change.set, change)
      : await ruleOnThese(work, { ...made, changeId: made.id }, seqs, change.rule)
  if (!changed.ok) return changed
  if (expected !== undefined && expected !== changed.value)
    return err(
      problem(
        'changed-meanwhile',
        `it would change ${changed.value === 1 ? '1 finding' : `${changed.value} findings`} by now, not ${expected}: look at it again`,
      ),
    )
  await endChange(work, made, changed.value)
  const { assets, decisions } = await reachOf(work, made.id)
  return ok({
    id: changed.value > 0 ? made.id : null,
    at: now,
    findings: seqs.length,
    changed: changed.value,
    left: seqs.length - changed.value,
    assets,
    decisions,
  })
}

/** Takes a change of findings back, as far as nobody changed them since. Problems: `not-found`, `undone-already`. */
export async function undoChange(
  work: Work,
  { workspaceId, by, now }: Changer,
  id: string,
): Promise<Result<{ restored: number; left: number }>> {
  const change: Change = { id, workspaceId, by, now }
  const made = await beginUndo(work, change)
  if (!made.ok) return made
  const restored =
    (await undoWork(work, change, made.value)) + (await revokeTogether(work, { ...change, changeId: id }))
  return ok({ restored, left: made.value.findings - restored })
}
