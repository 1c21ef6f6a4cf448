import type { z } from 'zod'
import type { AssuranceCase, CaseChange } from '#assurance/incidents'
import { barrierRequest, caseChangeRequest, caseChangeWithdrawal, caseRequest } from '#contract/assurance-cases'
import { commandLine, err, ok, problem, type Result } from '#core/kernel'
import type { BarrierOutcome, CaseChangeKind, CaseKind } from '#core/vocabulary'
import { reportCase, sayOfBarrier } from '#flows/assurance-cases'
import { obligationsFor, runningDuties, sayOfObligation } from '#flows/assurance-obligations'
import { changeBecauseOf, withdrawChangeOf } from '#flows/case-changes'
import { close } from '#flows/close-case'
import { caseNamed, type ExaminedCase, examineCase, listCases } from '#flows/examine-case'
import { recordAudit } from '#platform/audit'
import { DEFAULT_WORKSPACE } from '#platform/database'
import type { Runtime } from '../../runtime.ts'
import { exitCodes } from '../exit-codes.ts'
import { withRuntime } from '../open.ts'
import { columns, finish, print, say } from '../say.ts'

const actor = 'command line'
const workspaceId = DEFAULT_WORKSPACE
const acting = { workspaceId, by: actor, readsAll: true }
/** So much of an id is told to who reports. */
const REFERENCE = 8
/** Who has the data folder reads everything in it. */
const reader = { name: actor, readsAll: true }

interface Flags {
  dataDir?: string
  json?: boolean
}

function audited(runtime: Runtime, action: string, target: string) {
  return (work: Parameters<typeof recordAudit>[0], detail: object) =>
    recordAudit(work, { chain: workspaceId, at: runtime.clock(), actor, action, target, detail: { ...detail } })
}

interface ReportFlags extends Flags {
  kind: CaseKind
  summary?: string
  pattern?: string
  system?: string
  occurred?: string
}

/** `lunette incident report`: a title is enough. */
export async function report(title: string, flags: ReportFlags): Promise<number> {
  const { kind, summary, pattern, system, occurred } = flags
  const time = occurred === undefined ? undefined : { occurredFrom: occurred, occurredTo: occurred }
  const told = checked(caseRequest, { kind, title, summary, pattern, system, ...time })
  if (!told.ok) return refuse(told.error.message)
  const done = await withRuntime(flags, (runtime) =>
    reportCase(runtime, acting, { ...told.value, origin: 'command' }, (work, { id, reopened }) =>
      audited(runtime, 'case.open', id)(work, { kind, title, reopened }),
    ),
  )
  return finish(done, ({ id, reopened }) => {
    const again = reopened.length > 0 ? `; it happened again, so these are open again: ${reopened.join(', ')}` : ''
    print({ id, reopened }, `${id}: ${kind} reported${again}`, flags.json)
  })
}

/** `lunette incident list`: open ones first. */
export async function list(flags: Flags & { limit: number }): Promise<number> {
  const done = await withRuntime(flags, async ({ database }) =>
    ok(await listCases({ database }, workspaceId, reader, flags.limit)),
  )
  return finish(done, (cases) => {
    const rows = cases.map((one) => [
      one.id,
      one.state,
      one.kind,
      one.reportedAt.slice(0, 10),
      barriersOf(one),
      one.title,
    ])
    const text = rows.length === 0 ? `nothing was reported yet: ${commandLine('incident report')}` : undefined
    print(cases, text ?? columns(['id', 'state', 'kind', 'reported', 'barriers', 'title'], rows), flags.json)
  })
}

function barriersOf({ barriers }: AssuranceCase): string {
  return barriers.map(({ controlId, outcome }) => `${controlId} ${outcome}`).join(', ') || 'nobody said'
}

/** `lunette incident show`: one case with what is missing before it may be closed. */
export async function show(id: string, flags: Flags): Promise<number> {
  const done = await withRuntime(flags, async (runtime) => found(await examineCase(runtime, workspaceId, id, reader)))
  if (!done.ok && done.error.code === 'not-found') return refuse(done.error.message)
  return finish(done, (one) => print(one, wordsOf(one), flags.json))
}

function found(one: ExaminedCase | undefined): Result<ExaminedCase> {
  return one ? ok(one) : err(problem('not-found', `there is no such case: ${commandLine('incident list')}`))
}

function wordsOf(one: ExaminedCase): string {
  return [
    `${one.title} (${one.kind}, ${one.state}${one.reopenedWhy ? `: ${one.reopenedWhy}` : ''})`,
    ...(one.summary === '' ? [] : [one.summary]),
    `barriers: ${barriersOf(one)}`,
    ...one.changes.map((change) => {
      const { id, controlId, kind, what, madeAt } = change
      return `${kind} of ${controlId}, ${madeAt.slice(0, 10)}: ${what}${standingOf(one, change)} [${id}]`
    }),
    ...one.proofs.flatMap(proofWords),
    ...(one.unjudgedDuties.length > 0
      ? [`nobody judged these duties to report: ${one.unjudgedDuties.join('; ')}`]
      : []),
    ...(one.state === 'closed'
      ? [`closed ${one.closedAt?.slice(0, 10)} by ${one.closedBy}`]
      : one.missing.length === 0
        ? [`it may be closed: ${commandLine('incident close')}`]
        : ['missing before it may be closed:', ...one.missing.map(({ sentence }) => `- ${sentence}`)]),
  ].join('\n')
}

/** What there is of the proof for a barrier that failed. */
function proofWords({ controlId, failedBefore, passedAfter, probe }: ExaminedCase['proofs'][number]): string[] {
  const run = (one: NonNullable<typeof failedBefore>) =>
    `${one.runName} of ${one.at.slice(0, 16).replace('T', ' ')} UTC`
  return [
    ...(failedBefore ? [`${controlId}: its regression case failed in ${run(failedBefore)}`] : []),
    ...(passedAfter ? [`${controlId}: it passes in ${run(passedAfter)}`] : []),
    ...(probe
      ? [`${controlId}: alive by a probe of ${probe.at.slice(0, 16).replace('T', ' ')} UTC (${probe.source})`]
      : []),
  ]
}

function standingOf({ unproven }: ExaminedCase, { id, withdrawn }: CaseChange): string {
  if (withdrawn) return ` (withdrawn by ${withdrawn.by}, ${withdrawn.at.slice(0, 10)}: ${withdrawn.why})`
  const lacks = unproven.find((change) => change.id === id)?.lacks ?? []
  return lacks.length === 0 ? '' : ` (not proven: ${lacks.join('; ')})`
}

/** Work on a case that is named by its id or its reference. */
function withCase<T>(
  flags: Flags,
  reference: string,
  work: (runtime: Runtime, caseId: string) => Promise<Result<T>>,
): Promise<Result<T>> {
  return withRuntime(flags, async (runtime) => work(runtime, await caseNamed(runtime, workspaceId, reference)))
}

interface BarrierFlags extends Flags {
  outcome: BarrierOutcome
  note?: string
}

/** `lunette incident barrier`: what a control did. */
export async function barrier(id: string, control: string, flags: BarrierFlags): Promise<number> {
  const said = checked(barrierRequest, { control, outcome: flags.outcome, note: flags.note })
  if (!said.ok) return refuse(said.error.message)
  const { outcome, note } = said.value
  const done = await withCase(flags, id, (runtime, caseId) =>
    sayOfBarrier(
      runtime,
      acting,
      caseId,
      { controlId: control, outcome, note },
      audited(runtime, 'case.barrier', caseId),
    ),
  )
  return end(done, (value) => print(value, `${control} ${outcome}`, flags.json))
}

interface ChangeFlags extends Flags {
  kind: CaseChangeKind
  what: string
  madeAt?: string
  regression?: string
  owner?: string
  nextReview?: string
  until?: string
}

/** `lunette incident change`: what was changed because of it, or an exception with its last day. */
export async function change(id: string, control: string, flags: ChangeFlags): Promise<number> {
  const { kind, what, madeAt = new Date().toISOString(), regression: regressionKey, owner, nextReview, until } = flags
  const told = checked(caseChangeRequest, { control, kind, what, madeAt, regressionKey, owner, nextReview, until })
  if (!told.ok) return refuse(told.error.message)
  const { control: controlId, ...rest } = told.value
  const done = await withCase(flags, id, (runtime, caseId) =>
    changeBecauseOf(runtime, acting, caseId, { controlId, playbook: null, ...rest }, (work, made) =>
      audited(runtime, 'case.change', caseId)(work, { ...made, controlId, ...rest }),
    ),
  )
  return end(done, (value) => print(value, `${kind} of ${control} noted`, flags.json))
}

/** `lunette incident withdraw`: a change that is not proven. */
export async function withdraw(changeId: string, flags: Flags & { because: string }): Promise<number> {
  const told = checked(caseChangeWithdrawal, { why: flags.because })
  if (!told.ok) return refuse(told.error.message)
  const done = await withRuntime(flags, (runtime) =>
    withdrawChangeOf(runtime, acting, changeId, told.value.why, (work, { id, caseId }) =>
      audited(runtime, 'case.withdraw', caseId)(work, { id }),
    ),
  )
  return end(done, (value) => print(value, `change ${changeId} withdrawn`, flags.json))
}

/** `lunette incident duties`: duties to report whose clocks run, over all cases. */
export async function duties(flags: Flags): Promise<number> {
  const done = await withRuntime(flags, async (runtime) => {
    const [found, now] = [await runningDuties(runtime, acting), runtime.clock()]
    return ok(found.map((duty) => ({ ...duty, isLate: duty.due < now })))
  })
  return finish(done, (found) => {
    const head = ['due', 'duty', 'to', 'case', 'title']
    const rows = found.map(({ due, isLate, name, recipient, caseId, title }) => [
      ...[`${due.slice(0, 16).replace('T', ' ')} UTC${isLate ? ' LATE' : ''}`, name, recipient],
      ...[caseId.slice(0, REFERENCE), title],
    ])
    const nothing = `no clock runs: say which duties apply on the page of a case, or with ${commandLine('incident judge')}`
    print(found, rows.length === 0 ? nothing : columns(head, rows), flags.json)
  })
}

/** `lunette incident judge`: says whether duties to report apply; without any named, all that nobody judged yet. */
export async function judge(
  id: string,
  rules: readonly string[],
  flags: Flags & { as: 'open' | 'filed' | 'not-applicable'; note?: string },
): Promise<number> {
  const done = await withCase(flags, id, async (runtime, caseId): Promise<Result<{ judged: string[] }>> => {
    const known = await obligationsFor(runtime, acting, caseId)
    if (!known.ok) return known
    const open = known.value.obligations.flatMap(({ rule, state }) => (state === 'unsaid' ? [rule.id] : []))
    const judged = rules.length > 0 ? [...rules] : open
    for (const ruleId of judged) {
      const word = { ruleId, state: flags.as, startedAt: null, filedAt: null, note: flags.note ?? null }
      const said = await sayOfObligation(runtime, acting, caseId, word, audited(runtime, 'case.obligation', caseId))
      if (!said.ok) return said
    }
    return ok({ judged })
  })
  return end(done, (value) =>
    print(value, `${flags.as}: ${value.judged.join(', ') || 'none was left to judge'}`, flags.json),
  )
}

/** `lunette incident close`: exits 1 with what is missing while the proof is not there. */
export async function closeOne(id: string, flags: Flags): Promise<number> {
  const done = await withCase(flags, id, (runtime, caseId) =>
    close(runtime, acting, caseId, audited(runtime, 'case.close', caseId)),
  )
  if (!done.ok && done.error.code === 'change-not-proven') {
    say(`it stays open: ${done.error.message}`)
    return exitCodes.findings
  }
  return end(done, ({ proven, unjudgedDuties }) => {
    const left = unjudgedDuties.length > 0 ? `; nobody judged whether these apply: ${unjudgedDuties.join('; ')}` : ''
    const sentence = proven.length > 0 ? `closed; proven: ${proven.join(', ')}` : 'closed'
    print({ proven, unjudgedDuties }, `${sentence}${left}`, flags.json)
  })
}

/** What was asked of a case that is not there, is closed, or names no control, is a wrong command. */
function end<T>(done: Result<T>, onOk: (value: T) => unknown): number {
  const wrong = [
    'not-found',
    'case-closed',
    'no-such-control',
    'in-the-future',
    'bad-request',
    'change-proven',
    'change-withdrawn',
    'no-such-rule',
  ]
  if (!done.ok && wrong.includes(done.error.code)) return refuse(done.error.message)
  return finish(done, onOk)
}

function checked<Schema extends z.ZodType>(schema: Schema, value: unknown): Result<z.infer<Schema>> {
  const read = schema.safeParse(value)
  if (read.success) return ok(read.data)
  const [issue] = read.error.issues
  return err(problem('bad-request', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'it is not valid'}`))
}

function refuse(message: string): number {
  say(message)
  return exitCodes.usage
}
