import { isPast, residualWords } from '#contract/assurance-words'
import { assumptionRequest } from '#contract/reviews'
import { commandLine, err, ok, problem } from '#core/kernel'
import { type AssumptionEffect, assumptionsOf, stateAssumption, supposeAssumption } from '#flows/assurance-reviews'
import { recordAudit } from '#platform/audit'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { exitCodes } from '../exit-codes.ts'
import { withNewRuntime, withRuntime } from '../open.ts'
import { columns, finish, print, say } from '../say.ts'

const actor = 'command line'
const workspaceId = DEFAULT_WORKSPACE

interface Flags {
  dataDir?: string
  json?: boolean
}

/** `lunette assumption list`: what is assumed, from where, until when, and what hangs on it. */
export async function list(flags: Flags): Promise<number> {
  const done = await withRuntime(flags, async (runtime) => ok(await assumptionsOf(runtime, workspaceId)))
  return finish(done, (all) => {
    const rows = all.assumptions.map((one) => [
      ...[
        one.id,
        `${one.value} ${one.unit}`,
        one.isBuiltIn ? 'assumed (built in)' : one.statedOn,
        isPast(one.expiresOn) ? `ran out ${one.expiresOn}` : one.expiresOn,
      ],
      ...[`moves ${one.used}`, one.source],
    ])
    print(all, columns(['id', 'value', 'stated', 'until', 'use', 'source'], rows), flags.json)
  })
}

interface SetFlags extends Flags {
  value: number
  source: string
  until: string
  stated?: string
  title?: string
  unit?: string
  preview?: boolean
}

/** `lunette assumption set`: states one anew, and says what that moves; with `--preview` it only says so. */
export async function set(id: string, { preview, value, source, until, stated, ...flags }: SetFlags): Promise<number> {
  const done = await withNewRuntime(flags, async (runtime) => {
    const known = (await assumptionsOf(runtime, workspaceId)).assumptions.find((one) => one.id === id)
    const [title, unit] = [flags.title ?? known?.title, flags.unit ?? known?.unit]
    if (title === undefined || unit === undefined)
      return err(problem('bad-assumption', `nothing is assumed yet under "${id}": give --title and --unit, too`))
    const day = stated ?? runtime.clock().slice(0, 10)
    const read = assumptionRequest.safeParse({ id, title, value, unit, source, statedOn: day, expiresOn: until })
    if (!read.success) return err(problem('bad-assumption', wrongWith(read.error.issues[0]?.path[0])))
    const effect = await supposeAssumption(runtime, workspaceId, read.data)
    if (!effect.ok || preview) return effect.ok ? ok({ ...read.data, isStated: false, ...effect.value }) : effect
    const kept = await stateAssumption(runtime, { workspaceId, by: actor }, read.data, (work, before) =>
      recordAudit(work, {
        ...{ chain: workspaceId, at: runtime.clock(), actor, action: 'assumption.state', target: id },
        detail: { before: before?.value ?? null, after: value, source },
      }),
    )
    return kept.ok ? ok({ ...read.data, isStated: true, ...effect.value }) : kept
  })
  if (!done.ok && done.error.code === 'bad-assumption') {
    say(done.error.message)
    return exitCodes.usage
  }
  return finish(done, (said) => {
    const head = said.isStated
      ? `${id}: ${value} ${said.unit} is assumed now, until ${until}`
      : `${id}: nothing was written; ${value} ${said.unit} would move:`
    print(said, [head, ...effectWords(said)].join('\n'), flags.json)
  })
}

function wrongWith(field: PropertyKey | undefined): string {
  if (field === 'statedOn' || field === 'expiresOn') return 'give days as 2026-08-01 (--stated, --until)'
  if (field === 'id') return 'an id has lower-case letters, digits, dots, hyphens and underscores, at most 80'
  return `--${String(field)} is empty or too long; ${commandLine('assumption list')} shows how others are stated`
}

function effectWords({ scenarios, reviews }: AssumptionEffect): string[] {
  const yearly = (events: number | null) => (events === null ? 'unknown' : residualWords(events))
  const within = (is: boolean | null) => (is === null ? '' : is ? ', within appetite' : ', above appetite')
  const moved = [
    ...scenarios.map(
      ({ title, before, after, withinBefore, withinAfter }) =>
        `  risk ${title}: ${yearly(before)}${within(withinBefore)} → ${yearly(after)}${within(withinAfter)}, as assumed`,
    ),
    ...reviews.map(({ kind, name, before, after }) => `  review of ${kind} ${name}: due ${before} → ${after}`),
  ]
  return moved.length > 0 ? moved : ['  no risk and no review moves']
}
