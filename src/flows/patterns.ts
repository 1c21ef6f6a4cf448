import { traceSettings } from '#assurance/monitoring/store'
import { groupsOf, renumber } from '#assurance/patterns'
import {
  forgetApart,
  forgetItems,
  hasNewItems,
  itemsToGroup,
  listPatterns,
  membersOf,
  namePattern,
  nextNumber,
  noteCase,
  numberOfItem,
  type PatternMember,
  type PatternRow,
  patternWords,
  reopenRecurring,
  sayWord,
  standingNumber,
  writeNumbers,
} from '#assurance/patterns/store'
import { err, type Instant, ok, problem, type Result } from '#core/kernel'
import { shinglesOf, sketchOf } from '#core/similarity'
import { recordAudit } from '#platform/audit'
import type { Database } from '#platform/database'
import type { FlowContext } from './context.ts'
import { countFailuresAgain } from './failures-again.ts'
import { tellReopened } from './tell-reopened.ts'

type PatternContext = Pick<FlowContext, 'database' | 'clock'>
type InTransaction = Parameters<Parameters<Database['inWorkspace']>[1]>[0]
type Alongside<Done> = (work: InTransaction, done: Done) => Promise<void>

/** What grouping anew came to. */
export interface SettledPatterns {
  made: number
  merged: number
  /** Closed cases that were opened because their pattern came back. */
  reopened: string[]
}

const MOST_PATTERNS = 200
const MOST_MEMBERS = 200

/** What was seen → groups → numbers that stay → cases whose pattern came back. Nothing new: nothing is done. */
export async function settlePatterns(
  { database, clock }: PatternContext,
  workspaceId: string,
): Promise<SettledPatterns> {
  return database.inWorkspace(workspaceId, async (work) =>
    (await hasNewItems(work)) ? group(work, workspaceId, clock()) : { made: 0, merged: 0, reopened: [] },
  )
}

async function group(work: InTransaction, workspaceId: string, now: Instant): Promise<SettledPatterns> {
  await forgetItems(work, now)
  const items = await itemsToGroup(work, workspaceId)
  const times = new Map(items.map((one) => [one.id, one.times]))
  const before = new Map(items.flatMap(({ id, number }) => (number === null ? [] : [[id, number]])))
  const groups = groupsOf(items, await patternWords(work)).map((ids) => ({
    ids,
    times: ids.reduce((sum, id) => sum + (times.get(id) ?? 0), 0),
  }))
  const numbered = renumber(groups, before, await nextNumber(work))
  await writeNumbers(work, workspaceId, numbered, now)
  const reopened = await reopenCameBack(work, workspaceId, now)
  return { made: numbered.made.length, merged: numbered.merged.length, reopened }
}

/** Opens closed cases again whose numbered pattern came back. Returns their ids. */
export async function reopenCameBack(work: InTransaction, workspaceId: string, now: Instant): Promise<string[]> {
  const reopened = await reopenRecurring(work)
  await countFailuresAgain(work, workspaceId, { caseIds: reopened }, now)
  for (const target of reopened)
    await recordAudit(work, {
      ...{ chain: workspaceId, at: now, actor: 'Lunette', action: 'case.reopen', target },
      detail: { why: 'its pattern came back' },
    })
  await tellReopened(work, workspaceId, reopened, now)
  return reopened
}

/** Notes what a case says, for it may be of a pattern. Only keyed digests of pairs of its words are kept beside it. */
export async function noteCaseWords(
  work: InTransaction,
  workspaceId: string,
  { id, title, summary, system, at }: { id: string; title: string; summary: string; system: string | null; at: string },
): Promise<void> {
  const { key } = await traceSettings(work, workspaceId)
  await noteCase(work, workspaceId, {
    id: `case ${id}`,
    sketch: sketchOf(shinglesOf(`${title}\n${summary}`), key),
    system,
    at,
  })
}

/** Patterns, the one that was seen last first. */
export function patternsOf({ database }: Pick<PatternContext, 'database'>, workspaceId: string): Promise<PatternRow[]> {
  return database.inWorkspace(workspaceId, (work) => listPatterns(work, MOST_PATTERNS))
}

/** A pattern with what belongs to it; `ledFrom`: the number that was asked for, where it went into another. */
export interface ShownPattern extends PatternRow {
  members: PatternMember[]
  ledFrom: number | null
}

export async function patternOf(
  { database }: Pick<PatternContext, 'database'>,
  workspaceId: string,
  asked: number,
): Promise<ShownPattern | undefined> {
  return database.inWorkspace(workspaceId, async (work) => {
    const number = await standingNumber(work, asked)
    const [found] = number === undefined ? [] : await listPatterns(work, 1, number)
    if (!found) return undefined
    const members = await membersOf(work, found.number, MOST_MEMBERS)
    return { ...found, members, ledFrom: found.number === asked ? null : asked }
  })
}

interface Acting {
  workspaceId: string
  by: string
}

/** Says that two patterns are one: the lower number stays. Problems: `not-found`, `bad-request`. */
export async function mergePatterns(
  { database, clock }: PatternContext,
  { workspaceId, by }: Acting,
  { number, into }: { number: number; into: number },
  alongside: Alongside<{ number: number }>,
): Promise<Result<{ number: number }>> {
  const now = clock()
  return database.inWorkspace(workspaceId, async (work) => {
    const [one, other] = [await membersBy(work, number), await membersBy(work, into)]
    if (!one || !other) return err(noPattern)
    if (one.number === other.number) return err(problem('bad-request', 'they are one pattern already'))
    await forgetApart(work, one.ids, other.ids)
    await sayWord(work, workspaceId, { kind: 'together', a: one.ids[0]!, b: other.ids[0]! }, { by, now })
    await group(work, workspaceId, now)
    const stays = { number: (await standingNumber(work, into)) ?? into }
    await alongside(work, stays)
    return ok(stays)
  })
}

/** Says that some items of a pattern are something else. Returns the number that they have now. Problems: `not-found`, `bad-request`. */
export async function splitPattern(
  { database, clock }: PatternContext,
  { workspaceId, by }: Acting,
  { number, items }: { number: number; items: readonly string[] },
  alongside: Alongside<{ number: number | null }>,
): Promise<Result<{ number: number | null }>> {
  const now = clock()
  return database.inWorkspace(workspaceId, async (work) => {
    const whole = await membersBy(work, number)
    if (!whole) return err(noPattern)
    const out = whole.ids.filter((id) => items.includes(id))
    const rest = whole.ids.filter((id) => !items.includes(id))
    if (out.length !== new Set(items).size || out.length === 0 || rest.length === 0)
      return err(problem('bad-request', 'name some of its items, and not all'))
    // Whoever told them apart has looked at both: each part holds together from now on, also without what lay between.
    for (const part of [out, rest])
      for (const id of part) await sayWord(work, workspaceId, { kind: 'together', a: part[0]!, b: id }, { by, now })
    await sayWord(work, workspaceId, { kind: 'apart', a: out[0]!, b: rest[0]! }, { by, now })
    await group(work, workspaceId, now)
    const made = { number: (await numberOfItem(work, out[0]!)) ?? null }
    await alongside(work, made)
    return ok(made)
  })
}

/** Names a pattern. Problem `not-found`. */
export async function titlePattern(
  { database }: Pick<PatternContext, 'database'>,
  { workspaceId }: Acting,
  { number, title }: { number: number; title: string | null },
  alongside: Alongside<{ number: number }>,
): Promise<Result<{ number: number }>> {
  return database.inWorkspace(workspaceId, async (work) => {
    const standing = await standingNumber(work, number)
    if (standing === undefined) return err(noPattern)
    await namePattern(work, standing, title)
    await alongside(work, { number: standing })
    return ok({ number: standing })
  })
}

const noPattern = problem('not-found', 'there is no such pattern in this workspace')

async function membersBy(work: InTransaction, asked: number): Promise<{ number: number; ids: string[] } | undefined> {
  const number = await standingNumber(work, asked)
  if (number === undefined) return undefined
  const ids = (await membersOf(work, number, MOST_MEMBERS)).map(({ id }) => id).sort()
  return ids.length === 0 ? undefined : { number, ids }
}
