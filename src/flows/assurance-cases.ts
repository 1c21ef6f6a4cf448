import { isMember } from '#action/work/store'
import { clearSuperseded, readControls } from '#assurance/controls/store'
import type { Evidence } from '#assurance/evidence'
import { appendEvidence } from '#assurance/evidence/store'
import {
  type AssuranceCase,
  type CaseBarrier,
  type CaseLink,
  type CaseMoment,
  type CaseRoleOf,
  isDowngrade,
  stepWords,
} from '#assurance/incidents'
import {
  addLink,
  describeCase,
  type EvidenceFreeze,
  forgetTitle,
  freezeEvidence,
  noteKind,
  openCase,
  type ReportedCase,
  reopenSamePattern,
  sayBarrier,
  sayMoment,
} from '#assurance/incidents/store'
import { err, ok, problem, type Result } from '#core/kernel'
import {
  type Acting,
  type Alongside,
  type CaseContext,
  caseFor,
  type InTransaction,
  noControl,
  noSystem,
  openCaseFor,
} from './case-access.ts'
import { changedFields } from './changed-fields.ts'
import { isToCome, notAfter } from './clock-skew.ts'
import { countFailuresAgain } from './failures-again.ts'
import { noteCaseWords, reopenCameBack } from './patterns.ts'
import { noteRiskTerms } from './risk-terms.ts'
import { tellReopened } from './tell-reopened.ts'

/** Opens a case; closed ones of the same pattern are open again, for it happened once more. */
export async function reportCase(
  { database, clock }: CaseContext,
  { workspaceId, by }: Acting,
  told: ReportedCase,
  alongside: Alongside<{ id: string; reopened: string[] }>,
): Promise<Result<{ id: string; reopened: string[] }>> {
  const now = clock()
  const late = [told.occurredFrom, told.occurredTo, told.detectedAt, told.containedAt].find((at) => isToCome(at, now))
  if (late) return err(problem('in-the-future', `nothing can have happened at ${late} yet`))
  if (told.occurredFrom && told.occurredTo && told.occurredFrom > told.occurredTo)
    return err(problem('bad-request', 'it cannot have ended before it began'))
  return database.inWorkspace(workspaceId, async (work) => {
    const missing = await noSystem(work, told.system)
    if (missing) return err(missing)
    const times = {
      ...{ occurredFrom: notAfter(told.occurredFrom, now), occurredTo: notAfter(told.occurredTo, now) },
      ...{ detectedAt: notAfter(told.detectedAt, now), containedAt: notAfter(told.containedAt, now) },
    }
    const opened = await openCase(work, workspaceId, { ...told, ...times }, { by, now })
    await countFailuresAgain(work, workspaceId, { caseIds: opened.reopened }, now)
    await tellReopened(work, workspaceId, opened.reopened, now)
    await noteCaseWords(work, workspaceId, { ...told, id: opened.id, at: now })
    await alongside(work, opened)
    return ok(opened)
  })
}

/**
 * Says what a control did in a case. Of incidents and near misses that is evidence: somebody met the control in earnest. A case
 * of no system is of the one whose control failed.
 * Problems: `not-found`, `case-closed`, `no-such-control`.
 */
export async function sayOfBarrier(
  { database, clock }: CaseContext,
  { workspaceId, by, readsAll = false }: Acting,
  caseId: string,
  barrier: CaseBarrier,
  alongside: Alongside<CaseBarrier>,
): Promise<Result<CaseBarrier>> {
  const now = clock()
  return database.inWorkspace(workspaceId, async (work) => {
    const found = await openCaseFor(work, caseId, { name: by, readsAll })
    if (!found.ok) return found
    const missing = await noControl(work, barrier.controlId)
    if (missing) return err(missing)
    const before = found.value.barriers.find(({ controlId }) => controlId === barrier.controlId)
    await sayBarrier(work, workspaceId, caseId, barrier, { by, now })
    if (before && before.outcome !== barrier.outcome)
      await takeBack(work, workspaceId, caseId, [barrier.controlId], now)
    if (before?.outcome !== barrier.outcome)
      await appendEvidence(work, workspaceId, evidenceOf(found.value, barrier, now), now, recorderOf(found.value, by))
    if (barrier.outcome === 'failed' && found.value.system === null) await takeSystem(work, caseId, barrier.controlId)
    await alongside(work, barrier)
    return ok(barrier)
  })
}

/** What a case said of controls counts no more; the chain keeps it. */
async function takeBack(
  work: InTransaction,
  workspaceId: string,
  caseId: string,
  controlIds: readonly string[],
  now: string,
): Promise<void> {
  if ((await clearSuperseded(work, workspaceId, { caseId, controlIds }, now)) > 0)
    await noteRiskTerms(work, workspaceId, now)
}

/** A case of which nobody said the AI system is of the one whose safeguard failed. */
async function takeSystem(work: InTransaction, caseId: string, controlId: string): Promise<void> {
  const [control] = await readControls(work, [controlId])
  if (control?.system != null) await describeCase(work, caseId, { system: control.system })
}

/** The chain is read by more people than a confidential case: who says something of that is for its readers, and the audit. */
function recorderOf({ confidential }: AssuranceCase, by: string): string {
  return confidential ? 'somebody, in confidence' : by
}

/** Somebody met its controls in earnest: what these did is evidence. */
function isEarnest(kind: AssuranceCase['kind']): kind is 'incident' | 'near-miss' {
  return kind === 'incident' || kind === 'near-miss'
}

/** What a case says of its controls counts as its kind says: nothing as a hazard or an exercise, all of it as the others. */
async function countAs(
  work: InTransaction,
  workspaceId: string,
  found: AssuranceCase,
  kind: AssuranceCase['kind'],
  { by, now }: { by: string; now: string },
): Promise<void> {
  if (isEarnest(found.kind) === isEarnest(kind)) return
  const ids = found.barriers.map(({ controlId }) => controlId)
  if (!isEarnest(kind)) return takeBack(work, workspaceId, found.id, ids, now)
  const pieces = found.barriers.flatMap((barrier) => evidenceOf({ ...found, kind }, barrier, now))
  await appendEvidence(work, workspaceId, pieces, now, recorderOf(found, by))
}

function evidenceOf(
  { id, kind, occurredTo, detectedAt }: AssuranceCase,
  barrier: CaseBarrier,
  now: string,
): Evidence[] {
  if (!isEarnest(kind) || barrier.outcome === 'missing') return []
  return [
    {
      ...{ kind, aspect: 'efficacy', result: barrier.outcome === 'held' ? 'pass' : 'fail', demands: 1, weight: 1 },
      ...{ controlId: barrier.controlId, subjectVersion: null, source: `case ${id}`, note: null },
      at: occurredTo ?? detectedAt ?? now,
    },
  ]
}

/** Says when something of a case happened, as exactly as it is known. Problems: `not-found`, `case-closed`, `not-allowed`, `in-the-future`, `bad-request`. */
export async function sayWhen(
  { database, clock }: CaseContext,
  { workspaceId, by, readsAll = false }: Acting,
  caseId: string,
  moment: Omit<CaseMoment, 'id' | 'saidBy'>,
  alongside: Alongside<{ id: string }>,
): Promise<Result<{ id: string }>> {
  const now = clock()
  const { step, what, earliest, latest } = moment
  if ([earliest, latest].some((at) => isToCome(at, now)))
    return err(problem('in-the-future', 'what has not come yet cannot have happened'))
  if (earliest !== null && latest !== null && Date.parse(earliest) > Date.parse(latest))
    return err(problem('bad-request', 'the range ends before it begins'))
  if (step === null && what === '') return err(problem('bad-request', 'say what happened'))
  return database.inWorkspace(workspaceId, async (work) => {
    const found = await caseFor(work, caseId, { name: by, readsAll })
    if (!found.ok) return found
    const words = what === '' && step !== null ? stepWords[step] : what
    const happened = { earliest: notAfter(earliest, now), latest: notAfter(latest, now) }
    const id = await sayMoment(work, workspaceId, caseId, { ...moment, ...happened, what: words, saidBy: by }, now)
    await alongside(work, { id })
    return ok({ id })
  })
}

/** Links a case with what it hangs together with; a closed one whose numbered pattern came back is open again. Problems: `not-found`, `not-allowed`. */
export async function linkCase(
  { database, clock }: CaseContext,
  { workspaceId, by, readsAll = false }: Acting,
  caseId: string,
  link: CaseLink,
  alongside: Alongside<CaseLink>,
): Promise<Result<CaseLink>> {
  const now = clock()
  return database.inWorkspace(workspaceId, async (work) => {
    const found = await caseFor(work, caseId, { name: by, readsAll })
    if (!found.ok) return found
    await addLink(work, workspaceId, caseId, link, { by, now })
    if (link.kind === 'pattern') await reopenCameBack(work, workspaceId, now)
    await alongside(work, link)
    return ok(link)
  })
}

/** Notes where the chain of evidence stands. Problems: `not-found`, `not-allowed`, `no-evidence`. */
export async function freezeFor(
  { database, clock }: CaseContext,
  { workspaceId, by, readsAll = false }: Acting,
  caseId: string,
  alongside: Alongside<EvidenceFreeze>,
): Promise<Result<EvidenceFreeze>> {
  return database.inWorkspace(workspaceId, async (work) => {
    const found = await caseFor(work, caseId, { name: by, readsAll })
    if (!found.ok) return found
    const frozen = await freezeEvidence(work, workspaceId, caseId, { by, now: clock() })
    if (!frozen) return err(problem('no-evidence', 'no evidence was recorded yet: there is nothing to freeze'))
    await alongside(work, frozen)
    return ok(frozen)
  })
}

/** What may be said of a case as a whole. */
export type CaseDescription = Partial<
  Pick<AssuranceCase, 'lead' | 'kind' | 'pattern' | 'system' | 'confidential' | 'techniques'>
> & { roles?: Omit<CaseRoleOf, 'outside'>[] | undefined }

/** What came of describing a case. */
export interface DescribedCase extends CaseDescription {
  /** Closed cases of its pattern that are open again: it is what happened once more. */
  reopened: string[]
  /** What of it is said otherwise than it was. */
  changed: string[]
}

/**
 * Says who leads a case, what it is of and who may read it. A closed one may still be put into a pattern: what was reported
 * of it since opens it again (law 4). What is made less grave needs a reason. Problems: `not-found`, `case-closed`,
 * `not-allowed`, `bad-request`.
 */
export async function describe(
  { database, clock }: CaseContext,
  { workspaceId, by, readsAll = false }: Acting,
  caseId: string,
  { why = null, ...said }: CaseDescription & { why?: string | null },
  alongside: Alongside<DescribedCase>,
): Promise<Result<DescribedCase>> {
  const now = clock()
  const isOfPattern = said.pattern != null && Object.keys(said).length === 1
  return database.inWorkspace(workspaceId, async (work) => {
    const found = await (isOfPattern ? caseFor : openCaseFor)(work, caseId, { name: by, readsAll })
    if (!found.ok) return found
    if (said.confidential === false && found.value.confidential && !readsAll)
      return err(problem('not-allowed', 'that it is read by others is for owners to say'))
    const was = found.value.kind
    if (said.kind !== undefined && isDowngrade(was, said.kind) && why === null)
      return err(problem('bad-request', `why: say why it is no ${was.replace('-', ' ')} any more`))
    const missing = await noSystem(work, said.system)
    if (missing) return err(missing)
    // Who is nobody of the workspace when this is said is from outside, whoever bears the name later.
    const isOutside = async (name: string) => !(await isMember(work, workspaceId, name))
    const { roles, ...rest } = said
    await describeCase(work, caseId, {
      ...rest,
      ...(said.lead !== undefined && { leadOutside: said.lead !== null && (await isOutside(said.lead)) }),
      ...(roles && {
        roles: await Promise.all(roles.map(async (one) => ({ ...one, outside: await isOutside(one.person) }))),
      }),
    })
    if (said.kind !== undefined && said.kind !== was) {
      await noteKind(work, caseId, { was, at: now, by, why })
      await countAs(work, workspaceId, found.value, said.kind, { by, now })
    }
    if (said.confidential === true) await forgetTitle(work, found.value.title)
    const pattern = said.pattern === undefined ? found.value.pattern : said.pattern
    const reopened = pattern === null ? [] : await reopenSamePattern(work, pattern)
    await countFailuresAgain(work, workspaceId, { caseIds: reopened }, now)
    await tellReopened(work, workspaceId, reopened, now)
    const changed = changedFields(found.value, said)
    await alongside(work, { ...said, reopened, changed })
    return ok({ ...said, reopened, changed })
  })
}
