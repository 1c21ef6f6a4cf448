import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { readControls } from '#assurance/controls/store'
import { listRuns } from '#assurance/evaluations/store'
import { scenariosOf } from '#assurance/threats/store'
import { keptWordsOf } from '#contract/ai-system-words'
import { appetiteWords, byConcern, byStanding, countedOn, creditWords, figureWords } from '#contract/assurance-words'
import { type ControlRow, controlDescription } from '#contract/controls'
import { droppedWords, isPartial } from '#contract/dropped-words'
import type { EvaluationRow } from '#contract/evaluations'
import type { EvidencePiece } from '#contract/evidence'
import { counted } from '#contract/fix-words'
import { inHundred, intervalWords, spanWords } from '#contract/number-words'
import type { ScenarioRow } from '#contract/scenario-rows'
import { commandLine, err, ok, problem, type Result } from '#core/kernel'
import { readAiSystems } from '#exposure/inventory/store'
import { assessAssurance, assessControls } from '#flows/assurance'
import { describeControl } from '#flows/assurance-controls'
import { newestEvidenceOf } from '#flows/control-evidence'
import { probesOf } from '#flows/gateways'
import { previewRegister, type RegisterChange, type RegisterPreview } from '#flows/preview-register'
import { recordSafeguards } from '#flows/record-safeguards'
import { takeEvaluation } from '#flows/take-evaluation'
import { changesOf, type TakenRegister, takeRegister } from '#flows/take-register'
import { recordAudit } from '#platform/audit'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { controlRowOf, evaluationRowOf, pieceRowsOf, scenarioRowOf } from '../../assurance-rows.ts'
import type { Runtime } from '../../runtime.ts'
import { exitCodes } from '../exit-codes.ts'
import { withNewRuntime, withRuntime } from '../open.ts'
import { columns, finish, print, say } from '../say.ts'
import { caseCounts, previewEvaluation } from './evaluation.ts'

const actor = 'command line'
const workspaceId = DEFAULT_WORKSPACE

interface Flags {
  dataDir?: string
  json?: boolean
}

/** `lunette ai import`: an ai-register.yaml becomes systems, controls, scenarios and assumptions. */
export async function importRegister(path: string, flags: Flags & { preview?: boolean }): Promise<number> {
  const bytes = await contentOf(path)
  if (!bytes.ok) return refuse(bytes.error.message)
  if (flags.preview) return previewOf(path, bytes.value.toString('utf8'), flags)
  const done = await withNewRuntime(flags, async (runtime) => {
    const text = bytes.value.toString('utf8')
    const taken = await takeRegister(runtime, { workspaceId, text }, (work, { holds: _, ...changed }) =>
      recordAudit(work, {
        ...{ chain: workspaceId, at: runtime.clock(), actor, action: 'ai-register.take', target: basename(path) },
        detail: changed,
      }),
    )
    if (taken.ok) await recordSafeguards(runtime, workspaceId)
    return taken
  })
  if (!done.ok && ['too-large', 'not-yaml', 'not-a-register'].includes(done.error.code))
    return refuse(`${path}: ${done.error.message}`)
  return finish(done, (taken) => print(taken, registerWords(path, taken), flags.json))
}

async function previewOf(path: string, text: string, flags: Flags): Promise<number> {
  const done = await withNewRuntime(flags, (runtime) => previewRegister(runtime, { workspaceId, text }))
  if (!done.ok && ['too-large', 'not-yaml', 'not-a-register'].includes(done.error.code))
    return refuse(`${path}: ${done.error.message}`)
  return finish(done, (preview) => print(preview, previewWords(path, preview).join('\n'), flags.json))
}

function previewWords(path: string, { changes, stays, kept }: RegisterPreview): string[] {
  const count = (what: RegisterChange['what']) => changes.filter((change) => change.what === what).length
  const stay = [
    ...(stays.length > 0 ? [`  stay, though it does not name them: ${stays.map(({ id }) => id).join(', ')}`] : []),
    ...keptWords({ kept }),
  ]
  if (changes.length === 0) return [`${path}: nothing in it is new`, ...stay]
  const rows = changes.map(({ what, list, id, name }) => [what, list.slice(0, -1), id, name])
  const [head, ...lines] = columns(['what', 'kind', 'id', 'name'], rows).split('\n')
  return [
    `${path}: ${count('comes')} would come, ${count('changes')} change, ${count('goes')} go; nothing was written`,
    head!,
    ...changes.flatMap(({ fields }, at) => [
      lines[at]!,
      ...fields.map(({ field, from, to }) => `  ${field}: ${from} → ${to}`),
    ]),
    ...stay,
  ]
}

function registerWords(path: string, taken: TakenRegister): string {
  const { systems, controls, scenarios, assumptions } = taken.holds
  const held = [
    ...[counted(systems, 'system'), counted(controls, 'control')],
    ...[counted(scenarios, 'scenario'), counted(assumptions, 'assumption')],
  ].join(', ')
  const left = keptWords(taken)
  if (changesOf(taken) === 0) return [`${path}: ${held}; nothing is new`, ...left].join('\n')
  const changed = [
    ...[...taken.systems, ...taken.controls, ...taken.scenarios],
    ...[...taken.assumptions, ...taken.gateways, ...taken.monitors],
  ]
  return [`${path}: ${held}; new or changed: ${changed.join(', ')}`, ...left].join('\n')
}

/** What a file says otherwise than people did by hand. */
function keptWords({ kept }: Pick<TakenRegister, 'kept'>): string[] {
  return kept.map(({ id, differs }) => `  ${id} stays as it was said by hand: ${keptWordsOf(differs)}`)
}

/** `lunette ai list`: the AI systems that are known. */
export async function listSystems(flags: Flags): Promise<number> {
  const done = await withRuntime(flags, async ({ database }) =>
    ok(await database.inWorkspace(workspaceId, readAiSystems)),
  )
  return finish(done, (systems) => {
    const rows = systems.map((one) => [
      ...[one.slug, `${one.name}${one.retired ? ' (retired)' : ''}`, one.owner ?? 'nobody', one.role, one.autonomy],
      one.accessLevel === null ? 'unknown' : String(one.accessLevel),
      one.parts.map(({ kind, name }) => `${kind} ${name}`).join(', ') || 'none named',
    ])
    const head = ['id', 'name', 'owner', 'role', 'autonomy', 'access level', 'parts']
    print(systems, rows.length === 0 ? noneYet : columns(head, rows), flags.json)
  })
}

const noneYet = `nothing is registered yet: ${commandLine('ai import ai-register.yaml')}`

/** `lunette control list`: every control with the three facts that its effect rests on. */
export async function listControls(flags: Flags): Promise<number> {
  const done = await withRuntime(flags, async (runtime) => {
    return ok(byStanding((await assessControls(runtime, workspaceId)).map(controlRowOf)))
  })
  return finish(done, (controls) => {
    const rows = controls.map((one) => [
      one.id,
      standingOf(one),
      ...factsOf(one),
      oddsOf(one.failure),
      one.owner ?? 'nobody',
    ])
    const head = [
      'control',
      'state',
      'coverage',
      'alive',
      'holds (95 %)',
      'risk counts on (one-sided 95 %)',
      'lets through',
      'owner',
    ]
    print(controls, rows.length === 0 ? noneYet : columns(head, rows), flags.json)
  })
}

/** Its state, and what exposure says of it. */
function standingOf({
  state,
  doubts,
  limits,
  retiredSystem,
}: Pick<ControlRow, 'state' | 'doubts' | 'limits' | 'retiredSystem'>): string {
  const marks = [doubts.length > 0 && 'suspect', retiredSystem && 'system retired']
  return [state, ...new Set(limits.map(({ kind }) => kind)), ...marks].filter(Boolean).join(', ')
}

function factsOf({ coverage, liveness, efficacy }: ControlRow): string[] {
  return [
    coverage ? `${inHundred(coverage.share, 'down')} of ${coverage.demands.toLocaleString()} requests` : 'unknown',
    liveness.state === 'live' ? `seen ${liveness.seenAt?.slice(0, 16).replace('T', ' ')} UTC` : liveness.state,
    ...(efficacy ? [intervalWords(efficacy.interval), countedOn(efficacy)] : ['unknown', 'unknown']),
  ]
}

/** Rounded up, as it is a bound. */
function oddsOf(failure: number): string {
  return failure >= 1 ? 'credited nothing' : `at most ${inHundred(failure, 'up')}`
}

interface ControlFlags extends Flags {
  name?: string
  owner?: string
  claim?: string
  measure?: string
  system?: string
  subjectVersion?: string
  reference?: string[]
  reviewDays?: number
}

/** `lunette control set`: what people say of it. */
export async function setControl(id: string, flags: ControlFlags): Promise<number> {
  const { dataDir, json, reference, subjectVersion, ...words } = flags
  const told = controlDescription.safeParse({
    ...words,
    ...(reference && { references: reference }),
    ...(subjectVersion !== undefined && { version: subjectVersion }),
  })
  if (!told.success) return refuse(told.error.issues[0]?.message ?? 'it is not valid')
  const said = Object.fromEntries(Object.entries(told.data).filter(([, value]) => value !== undefined))
  const done = await withRuntime({ ...(dataDir && { dataDir }) }, (runtime) =>
    describeControl(runtime, { workspaceId, id, said }, (work, what) =>
      recordAudit(work, {
        ...{ chain: workspaceId, at: runtime.clock(), actor, action: 'control.describe', target: id, detail: { what } },
      }),
    ),
  )
  if (!done.ok && ['not-found', 'no-such-system'].includes(done.error.code)) return refuse(done.error.message)
  return finish(done, (value) => print(value, `${id}: said`, json))
}

function nextProbeWords({ nextProbeAt }: { nextProbeAt: string | null }): string {
  return nextProbeAt === null ? '' : `; the next probe is due ${nextProbeAt.slice(0, 16).replace('T', ' ')} UTC`
}

/** `lunette control show`: one control with its reasons, its evaluations and where it stands. */
export async function showControl(id: string, flags: Flags): Promise<number> {
  const done = await withRuntime(flags, async (runtime) => {
    const [control] = await assessControls(runtime, workspaceId, [id])
    if (!control) return err(problem('no-such-control', `there is no control "${id}": ${commandLine('control list')}`))
    const { runs, scenarios } = await runtime.database.inWorkspace(workspaceId, async (work) => ({
      runs: await listRuns(work, 20, id),
      scenarios: await scenariosOf(work, id),
    }))
    const { coverage, liveness, efficacy } = await newestEvidenceOf(runtime, workspaceId, control, NEWEST_PIECES)
    const newest = { coverage: pieceRowsOf(coverage), liveness: pieceRowsOf(liveness), efficacy: pieceRowsOf(efficacy) }
    const probe = (await probesOf(runtime, workspaceId)).find(({ controlId }) => controlId === id)
    const nextProbeAt = probe?.nextAt ?? null
    return ok({ ...controlRowOf(control), nextProbeAt, newest, evaluations: runs.map(evaluationRowOf), scenarios })
  })
  if (!done.ok && done.error.code === 'no-such-control') return refuse(done.error.message)
  return finish(done, (control) => {
    const lines = [
      `${control.name} (${control.id}): ${control.state}, ${oddsOf(control.failure)}`,
      ...(creditWords(control) ? [`stopped of all attempts: ${creditWords(control)}`] : []),
      `claim: ${control.claim}`,
      ...control.reasons.map((reason) => `- ${reason}`),
      `to be probed every ${spanWords(control.probeIntervalSeconds)}${nextProbeWords(control)}`,
      ...control.doubts.map(doubtWords),
      ...Object.values(control.newest).flatMap(({ pieces }) => pieces.map(pieceWords)),
      ...control.evaluations.map((run) => `evaluation ${run.at.slice(0, 10)} ${run.name}: ${rateOf(run)}`),
      ...control.scenarios.map(({ id: scenario, title }) => `stands in ${title} (${scenario})`),
    ]
    print(control, lines.join('\n'), flags.json)
  })
}

/** So many of each fact are shown. */
const NEWEST_PIECES = 5

/** A piece of evidence, who recorded it, and what of it counts. */
function pieceWords(piece: EvidencePiece): string {
  const { at, aspect, kind, result, demands, source, recordedBy, note, weight, why } = piece
  const counts = weight === 1 ? 'counts in full' : weight === 0 ? 'does not count' : `counts ${inHundred(weight)}`
  return [
    `evidence ${at.slice(0, 16).replace('T', ' ')} UTC ${aspect}: ${result} on ${demands.toLocaleString()} (${source.startsWith(`${kind} `) ? source : `${kind}, ${source}`}`,
    `; recorded by ${recordedBy ?? 'unknown'}): ${counts}${why === null ? '' : `, ${why}`}${note === null ? '' : ` – “${note}”`}`,
  ].join('')
}

function doubtWords({ vulnerability, part, asset, findingId, basis }: ControlRow['doubts'][number]): string {
  const rests = basis === 'stated' ? 'it rests on' : 'the register does not say what it rests on; it may be'
  return `! suspect: ${vulnerability} is exploited, and is on ${asset}: ${rests} the ${part.kind} ${part.name} (finding ${findingId})`
}

/** How often a run failed, with the interval. */
export function rateOf({ failed, passed, undecided, failureRate }: EvaluationRow): string {
  const open = undecided > 0 ? `, ${undecided} without a verdict` : ''
  if (!failureRate) return `no case has a verdict${open}`
  return `${failed} of ${failed + passed} failed (${intervalWords(failureRate.interval)})${open}`
}

/** `lunette scenario list`: the risk register with what each scenario leaves over. */
export async function listScenarios(flags: Flags): Promise<number> {
  const done = await withRuntime(flags, async (runtime) => {
    const { controls, scenarios } = await assessAssurance(runtime, workspaceId)
    return ok(byConcern(scenarios.map((scenario) => scenarioRowOf(scenario, controls))))
  })
  return finish(done, (scenarios) => {
    const rows = scenarios.map((one) => [one.id, figureWords(one), appetiteWords(one), layersOf(one), one.title])
    const head = ['scenario', 'left over', 'appetite', 'barriers', 'title']
    print(scenarios, rows.length === 0 ? noneYet : columns(head, rows), flags.json)
  })
}

function layersOf({ barriers }: ScenarioRow): string {
  return (
    barriers
      .map((barrier) => {
        const standing = standingOf(barrier)
        return standing === 'measured' ? barrier.name : `${barrier.name} (${standing})`
      })
      .join(' → ') || 'none'
  )
}

interface ImportFlags extends Flags {
  preview?: boolean
  control?: string
  subjectVersion?: string
  at?: string
}

/** `lunette eval import`: the report of an evaluation tool becomes a run and evidence of the controls it tests. */
export async function importEvaluation(path: string, flags: ImportFlags): Promise<number> {
  const bytes = await contentOf(path)
  if (!bytes.ok) return refuse(bytes.error.message)
  if (flags.at !== undefined && !isTime(flags.at))
    return refuse(`--at is a time such as 2026-08-01T06:00:00Z, and not "${flags.at}"`)
  if (flags.preview) return previewEvaluation(path, bytes.value, flags)
  const done = await withNewRuntime(flags, async (runtime) => {
    const taken = await takeOne(runtime, path, bytes.value, flags)
    if (!taken.ok) return taken
    await recordSafeguards(runtime, workspaceId)
    const { database } = runtime
    const named = await database.inWorkspace(workspaceId, (work) => readControls(work, taken.value.controls))
    return ok({ taken: taken.value, names: new Map(named.map(({ id, name }) => [id, `${name} (${id})`])) })
  })
  if (!done.ok && isOfFile(done.error.code)) return refuse(`${path}: ${done.error.message}`)
  return finish(done, ({ taken, names }) => {
    const { outcome, ...rest } = taken
    const namesOf = (ids: readonly string[]) => ids.map((id) => names.get(id) ?? id).join(', ')
    const about = taken.controls.length > 0 ? `evidence of ${namesOf(taken.controls)}` : 'evidence of no control'
    const lines = [
      `${path}: ${taken.name} (${taken.importer}), ${caseCounts(taken)}; ${taken.unchanged ? 'known already, and no newer run' : about}`,
      ...outcome.dropped.map((one) => `  ${droppedWords(one)}`),
      ...refutedWords(taken.reopened),
    ]
    print({ ...rest, dropped: outcome.dropped }, lines.join('\n'), flags.json)
    if (taken.controls.length === 0 && !taken.unchanged)
      say(`import it again with the control that it tests, by --control <id>: ${commandLine('control list')}`)
    if (taken.untimed && !taken.unchanged)
      say(
        'nobody said when it was run, so that it counts as run now: say it of the next report, by --at or in a column at',
      )
    if (taken.unversioned.length > 0)
      say(
        `no version of what was tested is named, so that each pass counts a quarter for ${namesOf(taken.unversioned)}: name it with the next report, by --subject-version or in a column version`,
      )
    return isPartial(outcome.dropped) ? exitCodes.findings : exitCodes.clean
  })
}

function refutedWords(reopened: readonly string[]): string[] {
  return reopened.length > 0
    ? [`  a regression case failed again, so these cases are open again: ${reopened.join(', ')}`]
    : []
}

/** True where the file or what was said of it is wrong, and not the installation. */
function isOfFile(code: string): boolean {
  return (
    code.startsWith('not-') ||
    ['too-large', 'unknown-format', 'no-cases', 'no-such-control', 'in-the-future', 'other-version'].includes(code)
  )
}

/** To the day at least, and with a zone where it has a time: else the reader's clock would say what it means. */
function isTime(said: string): boolean {
  return /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?$/.test(said) && !Number.isNaN(Date.parse(said))
}

function takeOne(runtime: Runtime, path: string, bytes: Buffer, flags: ImportFlags) {
  const { control: controlId, subjectVersion } = flags
  const at = flags.at === undefined ? undefined : new Date(flags.at).toISOString()
  const given = { workspaceId, file: { name: basename(path), bytes }, by: actor, controlId, subjectVersion, at }
  return takeEvaluation(runtime, given, (work, { run: target, outcome: _, ...detail }) =>
    recordAudit(work, {
      ...{ chain: workspaceId, at: runtime.clock(), actor, action: 'evaluation.import', target, detail },
    }),
  )
}

/** `lunette eval list`: the newest runs. */
export async function listEvaluations(flags: Flags & { limit: number }): Promise<number> {
  const done = await withRuntime(flags, async ({ database }) => {
    const runs = await database.inWorkspace(workspaceId, (work) => listRuns(work, flags.limit))
    return ok(runs.map(evaluationRowOf))
  })
  return finish(done, (runs) => {
    const rows = runs.map((run) => [
      ...[
        run.id,
        run.at.slice(0, 10),
        run.tool,
        run.name,
        run.controls.map(({ id }) => id).join(', ') || '–',
        rateOf(run),
      ],
    ])
    const text = rows.length === 0 ? `no evaluation was imported yet: ${commandLine('eval import')}` : undefined
    print(runs, text ?? columns(['id', 'of', 'tool', 'name', 'control', 'failures'], rows), flags.json)
  })
}

async function contentOf(path: string): Promise<Result<Buffer>> {
  try {
    return ok(await readFile(path))
  } catch (cause) {
    return err(problem('unreadable', `${path} cannot be read: ${(cause as Error).message}`, cause))
  }
}

function refuse(message: string): number {
  say(message)
  return exitCodes.usage
}
