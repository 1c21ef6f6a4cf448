import {
  barrierRequest,
  caseChangeCompletion,
  caseChangeRequest,
  caseChangeWithdrawal,
  caseRequest,
} from '#contract/assurance-cases'
import { commandLine, err, ok, problem, type Result } from '#core/kernel'
import type { BarrierOutcome, CaseChangeKind, CaseKind } from '#core/vocabulary'
import { reportCase, sayOfBarrier } from '#flows/assurance-cases'
import { obligationsFor, runningDuties, sayOfObligation } from '#flows/assurance-obligations'
import { changeBecauseOf, completeChangeOf, withdrawChangeOf } from '#flows/case-changes'
import { type ExaminedCase, examineCase, listCases } from '#flows/examine-case'
import { withNewRuntime, withRuntime } from '../open.ts'
import { columns, finish, print, say } from '../say.ts'
import { againWords, barriersOf, similarWords, wordsOf } from './incident-text.ts'
import { acting, audited, checked, end, type Flags, reader, refuse, withCase, workspaceId } from './incident-work.ts'

/** So much of an id is told to who reports. */
const REFERENCE = 8
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
  const done = await withNewRuntime(flags, async (runtime) => {
    const opened = await reportCase(runtime, acting, { ...told.value, origin: 'command' }, (work, { id, reopened }) =>
      audited(runtime, 'case.open', id)(work, { kind, title, reopened }),
    )
    if (!opened.ok) return opened
    const examined = await examineCase(runtime, workspaceId, opened.value.id, reader)
    return ok({ ...opened.value, alike: examined ? similarWords(examined) : [] })
  })
  return end(done, ({ id, reopened, alike }) => {
    const lines = [`${id}: ${kind} reported${againWords(reopened)}`, ...alike]
    print({ id, reopened }, lines.join('\n'), flags.json)
  })
}

/** `lunette incident list`: open ones first. */
export async function list(flags: Flags & { limit: number }): Promise<number> {
  const done = await withRuntime(flags, async (runtime) =>
    ok(await listCases(runtime, workspaceId, reader, flags.limit)),
  )
  return finish(done, (cases) => {
    const rows = cases.map((one) => [
      one.id,
      one.unheld.length > 0 ? 'closed, not proven' : one.reopenedWhy === null ? one.state : 'open again',
      one.kind,
      one.reportedAt.slice(0, 10),
      barriersOf(one),
      one.title,
    ])
    const text = rows.length === 0 ? `nothing was reported yet: ${commandLine('incident report')}` : undefined
    print(cases, text ?? columns(['id', 'state', 'kind', 'reported', 'barriers', 'title'], rows), flags.json)
  })
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
  const { kind, what, regression: regressionKey, owner, nextReview, until } = flags
  const madeAt = flags.madeAt === undefined ? undefined : timeOf(flags.madeAt)
  const told = checked(caseChangeRequest, { control, kind, what, madeAt, regressionKey, owner, nextReview, until })
  if (!told.ok) return refuse(told.error.message)
  const { control: controlId, ...said } = told.value
  const done = await withCase(flags, id, (runtime, caseId) => {
    const rest = { ...said, madeAt: said.madeAt ?? runtime.clock() }
    return changeBecauseOf(runtime, acting, caseId, { controlId, playbook: null, ...rest }, (work, made) =>
      audited(runtime, 'case.change', caseId)(work, { ...made, controlId, ...rest }),
    )
  })
  if (done.ok && regressionKey !== undefined) await sayUnseen(id, flags, done.value.id)
  return end(done, (value) => print(value, `${kind} of ${control} noted`, flags.json))
}

/** Says at once where the regression case of a change was not seen failing before it: a key may be mistyped. */
async function sayUnseen(id: string, flags: Flags, changeId: string): Promise<void> {
  const found = await withCase(flags, id, async (runtime, caseId) =>
    ok((await examineCase(runtime, workspaceId, caseId, reader))?.missing ?? []),
  )
  const unseen = found.ok
    ? found.value.find((one) => one.changeId === changeId && one.what === 'failed-before')
    : undefined
  if (unseen) say(`it proves nothing yet: ${unseen.lacks}`)
}

/** A day alone is its beginning, UTC. */
function timeOf(said: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(said) ? `${said}T00:00:00Z` : said
}

/** `lunette incident complete`: what a change left open. */
export async function complete(
  changeId: string,
  flags: Flags & { regression?: string; owner?: string; nextReview?: string },
): Promise<number> {
  const { regression: regressionKey, owner, nextReview } = flags
  const told = checked(caseChangeCompletion, given({ regressionKey, owner, nextReview }))
  if (!told.ok) return refuse(told.error.message)
  const said = given(told.value)
  const done = await withRuntime(flags, (runtime) =>
    completeChangeOf(runtime, acting, changeId, said, (work, { id, caseId }) =>
      audited(runtime, 'case.change', caseId)(work, { id, ...said }),
    ),
  )
  return end(done, (value) => print(value, `change ${changeId} completed`, flags.json))
}

function given<Said extends object>(said: Said): { [Key in keyof Said]?: NonNullable<Said[Key]> } {
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) as never
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
