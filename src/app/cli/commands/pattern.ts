import { notCompared } from '#contract/pattern-words'
import type { PatternRow } from '#contract/patterns'
import { commandLine, err, ok, problem, type Result } from '#core/kernel'
import { mergePatterns, patternOf, patternsOf, settlePatterns, splitPattern, titlePattern } from '#flows/patterns'
import { recordAudit } from '#platform/audit'
import { DEFAULT_WORKSPACE } from '#platform/database'
import type { Runtime } from '../../runtime.ts'
import { exitCodes } from '../exit-codes.ts'
import { withRuntime } from '../open.ts'
import { columns, finish, print, say } from '../say.ts'

const actor = 'command line'
const workspaceId = DEFAULT_WORKSPACE
const acting = { workspaceId, by: actor }

interface Flags {
  dataDir?: string
  json?: boolean
}

/** `lunette pattern list`: what is seen again and again. */
export async function listAll(flags: Flags): Promise<number> {
  const done = await withRuntime(flags, async (runtime) => {
    await settlePatterns(runtime, workspaceId)
    return ok(await patternsOf(runtime, workspaceId))
  })
  return finish(done, (patterns) => {
    const head = ['pattern', 'title', 'seen', 'came through', 'last', 'systems', 'cases']
    const none = 'nothing was stopped twice that is alike, as far as traces tell'
    print(patterns, patterns.length === 0 ? none : `${columns(head, patterns.map(rowOf))}\n${notCompared}`, flags.json)
  })
}

function rowOf({ number, title, times, cameThrough, lastAt, systems, cases }: PatternRow): string[] {
  return [
    ...[String(number), title ?? '–', String(times), String(cameThrough), lastAt?.slice(0, 16) ?? '–'],
    ...[systems.join(', ') || '–', String(cases.length)],
  ]
}

/** `lunette pattern show`: one pattern with its items. */
export async function showOne(number: number, flags: Flags): Promise<number> {
  const done = await withRuntime(flags, async (runtime) => {
    const found = await patternOf(runtime, workspaceId, number)
    return found
      ? ok(found)
      : err(problem('not-found', `there is no pattern ${number}: ${commandLine('pattern list')}`))
  })
  if (!done.ok && done.error.code === 'not-found') return refuse(done.error.message)
  return finish(done, (found) => {
    const { number: now, title, ledFrom, splitFrom, members, cases } = found
    const lines = [
      `pattern ${now}${title === null ? '' : `: ${title}`}${ledFrom === null ? '' : ` (${ledFrom} went into it)`}${splitFrom === null ? '' : ` (split from ${splitFrom})`}`,
      ...cases.map((id) => `case ${id}`),
      columns(
        ['item', 'system', 'seen', 'came through', 'first', 'last'],
        members.map((one) => [
          ...[one.id, one.system ?? '–', String(one.times), String(one.cameThrough)],
          ...[one.firstAt.slice(0, 16), one.lastAt.slice(0, 16)],
        ]),
      ),
      notCompared,
    ]
    print(found, lines.join('\n'), flags.json)
  })
}

/** `lunette pattern merge`: two patterns are one. */
export function mergeTwo(number: number, into: number, flags: Flags): Promise<number> {
  return change(flags, (runtime) =>
    mergePatterns(runtime, acting, { number, into }, audit(runtime, 'pattern.merge', number, { into })),
  )
}

/** `lunette pattern split`: some items are something else. */
export function splitOff(number: number, items: string[], flags: Flags): Promise<number> {
  const detail = { items: items.length }
  return change(flags, (runtime) =>
    splitPattern(runtime, acting, { number, items }, audit(runtime, 'pattern.split', number, detail)),
  )
}

/** `lunette pattern name`: what people call it. */
export function nameOne(number: number, title: string, flags: Flags): Promise<number> {
  return change(flags, (runtime) =>
    titlePattern(runtime, acting, { number, title }, audit(runtime, 'pattern.name', number, { title })),
  )
}

function audit({ clock }: Runtime, action: string, target: number, detail: object) {
  return (work: Parameters<typeof recordAudit>[0]) =>
    recordAudit(work, { chain: workspaceId, at: clock(), actor, action, target: String(target), detail: { ...detail } })
}

async function change(
  flags: Flags,
  make: (runtime: Runtime) => Promise<Result<{ number: number | null }>>,
): Promise<number> {
  const done = await withRuntime(flags, make)
  if (!done.ok && ['not-found', 'bad-request'].includes(done.error.code)) return refuse(done.error.message)
  return finish(done, (now) =>
    print(now, now.number === null ? 'alone it is no pattern yet' : `it is pattern ${now.number} now`, flags.json),
  )
}

function refuse(message: string): number {
  say(message)
  return exitCodes.usage
}
