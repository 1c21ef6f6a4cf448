import { clearFailures, readControls } from '#assurance/controls/store'
import type { Evidence } from '#assurance/evidence'
import { appendEvidence } from '#assurance/evidence/store'
import { type AssuranceCase, type CaseBarrier, type CaseLink, type CaseMoment, stepWords } from '#assurance/incidents'
import {
  addLink,
  describeCase,
  type EvidenceFreeze,
  freezeEvidence,
  openCase,
  type ReportedCase,
  reopenSamePattern,
  sayBarrier,
  sayMoment,
} from '#assurance/incidents/store'
import { err, ok, problem, type Result } from '#core/kernel'
import { type Acting, type Alongside, type CaseContext, caseFor, noControl, openCaseFor } from './case-access.ts'
import { noteCaseWords, reopenCameBack } from './patterns.ts'

/** Opens a case; closed ones of the same pattern are open again, for it happened once more. */
export async function reportCase(
  { database, clock }: CaseContext,
  { workspaceId, by }: Acting,
  told: ReportedCase,
  alongside: Alongside<{ id: string; reopened: string[] }>,
): Promise<Result<{ id: string; reopened: string[] }>> {
  const now = clock()
  const late = [told.occurredFrom, told.occurredTo, told.detectedAt, told.containedAt].find(
    (at) => at !== null && Date.parse(at) > Date.parse(now),
  )
  if (late) return err(problem('in-the-future', `nothing can have happened at ${late} yet`))
  if (told.occurredFrom && told.occurredTo && told.occurredFrom > told.occurredTo)
    return err(problem('bad-request', 'it cannot have ended before it began'))
  return database.inWorkspace(workspaceId, async (work) => {
    const opened = await openCase(work, workspaceId, told, { by, now })
    await noteCaseWords(work, workspaceId, { ...told, id: opened.id, at: now })
    await alongside(work, opened)
    return ok(opened)
  })
}

/**
 * Says what a control did in a case. Of incidents and near misses that is evidence: somebody met the control in earnest.
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
    if (before?.outcome !== barrier.outcome)
      await appendEvidence(work, workspaceId, evidenceOf(found.value, barrier, now), now, by)
    await alongside(work, barrier)
    return ok(barrier)
  })
}

function evidenceOf(
  { id, kind, occurredTo, detectedAt }: AssuranceCase,
  barrier: CaseBarrier,
  now: string,
): Evidence[] {
  if ((kind !== 'incident' && kind !== 'near-miss') || barrier.outcome === 'missing') return []
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
  if ([earliest, latest].some((at) => at !== null && Date.parse(at) > Date.parse(now)))
    return err(problem('in-the-future', 'what has not come yet cannot have happened'))
  if (earliest !== null && latest !== null && Date.parse(earliest) > Date.parse(latest))
    return err(problem('bad-request', 'the range ends before it begins'))
  if (step === null && what === '') return err(problem('bad-request', 'say what happened'))
  return database.inWorkspace(workspaceId, async (work) => {
    const found = await caseFor(work, caseId, { name: by, readsAll })
    if (!found.ok) return found
    const words = what === '' && step !== null ? stepWords[step] : what
    const id = await sayMoment(work, workspaceId, caseId, { ...moment, what: words, saidBy: by }, now)
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
>

/** What came of describing a case. */
export interface DescribedCase extends CaseDescription {
  /** Closed cases of its pattern that are open again: it is what happened once more. */
  reopened: string[]
}

/**
 * Says who leads a case, what it is of and who may read it. A closed one may still be put into a pattern: what was reported
 * of it since opens it again (law 4). Problems: `not-found`, `case-closed`, `not-allowed`.
 */
export async function describe(
  { database }: CaseContext,
  { workspaceId, by, readsAll = false }: Acting,
  caseId: string,
  said: CaseDescription,
  alongside: Alongside<DescribedCase>,
): Promise<Result<DescribedCase>> {
  const isOfPattern = said.pattern != null && Object.keys(said).length === 1
  return database.inWorkspace(workspaceId, async (work) => {
    const found = await (isOfPattern ? caseFor : openCaseFor)(work, caseId, { name: by, readsAll })
    if (!found.ok) return found
    if (said.confidential === false && found.value.confidential && !readsAll)
      return err(problem('not-allowed', 'that it is read by others is for owners to say'))
    await describeCase(work, caseId, said)
    const pattern = said.pattern === undefined ? found.value.pattern : said.pattern
    const reopened = pattern === null ? [] : await reopenSamePattern(work, pattern)
    await alongside(work, { ...said, reopened })
    return ok({ ...said, reopened })
  })
}

/** Cases as somebody may see them, open ones first, newest first. */
export async function listCases(
  { database }: Pick<CaseContext, 'database'>,
  workspaceId: string,
  reader: CaseReader,
  limit = MOST_CASES,
): Promise<AssuranceCase[]> {
  const cases = await database.inWorkspace(workspaceId, (work) => readCases(work, limit))
  return cases.map((found) => asReadBy(found, reader))
}

/** The id of the case that a reference names, as a reporter is told it; what names none is given back. */
export async function caseNamed(
  { database }: Pick<CaseContext, 'database'>,
  workspaceId: string,
  reference: string,
): Promise<string> {
  return (await database.inWorkspace(workspaceId, (work) => caseOfReference(work, reference))) ?? reference
}

/** One case with what is still missing, as somebody may see it, by its id or reference; `undefined` when there is none. */
export async function examineCase(
  { database, clock }: CaseContext,
  workspaceId: string,
  reference: string,
  reader: CaseReader,
): Promise<ExaminedCase | undefined> {
  return database.inWorkspace(workspaceId, async (work) => {
    const caseId = await caseOfReference(work, reference)
    const [found] = caseId === undefined ? [] : await readCases(work, 1, caseId)
    if (!found) return undefined
    if (!mayRead(found, reader)) return { ...asReadBy(found, reader), ...nothingShown, readable: false }
    const others = (await readCases(work, MOST_CASES)).filter((other) => mayRead(other, reader))
    const proof = await proofFor(work, found, clock())
    const proofs = shownProofs(found, proof)
    return {
      ...found,
      proofs: await Promise.all(proofs.map(async (one) => ({ ...one, probe: await aliveSince(work, found, one) }))),
      unjudgedDuties: [...proof.unjudged],
      missing: missingForClosing(found, proof),
      unproven: unprovenChanges(found, proof),
      similar: similarCases(found, others),
      freezes: await readFreezes(work, found.id),
      readable: true,
    }
  })
}

const nothingShown = { missing: [], unproven: [], proofs: [], unjudgedDuties: [], similar: [], freezes: [] }
/** Behind every entry of the chain. */
const BEHIND_ALL = 2 ** 31 - 1
/** So many words of a control's life are looked through. */
const MOST_PROBES = 50

/** The newest probe that found the control alive since the change; of a closed case from before it was closed. */
async function aliveSince(
  work: InTransaction,
  { changes, closedAt }: AssuranceCase,
  { controlId, changeId }: ShownProof,
): Promise<SeenAlive | null> {
  const madeAt = changes.find(({ id }) => id === changeId)!.madeAt
  const after = closedAt === null ? undefined : { at: closedAt, position: BEHIND_ALL }
  const probes = await evidencePieces(work, { controlId, aspect: 'liveness' }, { after, limit: MOST_PROBES })
  const found = probes.find(({ result, at }) => result === 'pass' && at > madeAt)
  return found ? { at: found.at, source: found.source, recordedBy: found.recordedBy } : null
}

/** Why a case may not be closed yet, as rows. */
export class NotProven {
  readonly missing: readonly MissingProof[]

  constructor(missing: readonly MissingProof[]) {
    this.missing = missing
  }
}

/** What closing a case came to. */
export interface ClosedCase {
  /** Controls whose change was proven. */
  proven: string[]
  /** Duties to report that nobody judged: of what was no incident they may be left so, and are named. */
  unjudgedDuties: string[]
}

/**
 * Closes a case where the closing rule is met, and takes the failures that its changes were proven against out of what their
 * controls are judged by. Problems: `not-found`, `case-closed`, `change-not-proven` (its cause a `NotProven`).
 */
export async function close(
  { database, clock }: CaseContext,
  { workspaceId, by, readsAll = false }: Acting,
  caseId: string,
  alongside: Alongside<ClosedCase>,
): Promise<Result<ClosedCase>> {
  const now = clock()
  return database.inWorkspace(workspaceId, async (work) => {
    const found = await openCaseFor(work, caseId, { name: by, readsAll })
    if (!found.ok) return found
    const missing = await missingOf(work, found.value, now)
    if (missing.length > 0)
      return err(
        problem('change-not-proven', missing.map(({ sentence }) => sentence).join('; '), new NotProven(missing)),
      )
    const proven = await provenChanges(work, found.value, now)
    await closeCase(work, caseId, { by, now })
    await clearFailures(work, workspaceId, found.value, proven, now)
    if (proven.length > 0) await noteRiskTerms(work, workspaceId, now)
    await noteProof(work, workspaceId, found.value, proven, now)
    const unjudged = await unjudgedDuties(work, found.value, now)
    const done = { proven: proven.map(({ controlId }) => controlId).sort(), unjudgedDuties: unjudged }
    await alongside(work, done)
    return ok(done)
  })
}

/** When the change was proven, and when the last of its regression cases passed: the figures of times are made of them. */
async function noteProof(
  work: InTransaction,
  workspaceId: string,
  { id, moments }: AssuranceCase,
  proven: readonly CaseChange[],
  now: string,
): Promise<void> {
  if (proven.length === 0) return
  const results = await regressionResults(
    work,
    proven.flatMap(({ regressionKey }) => regressionKey ?? []),
  )
  const green = proven
    .map(({ regressionKey, madeAt }) =>
      results
        .filter(({ key, at, result }) => key === regressionKey && at > madeAt && result === 'pass')
        .map(({ at }) => at)
        .sort()
        .at(0),
    )
    .sort()
    .at(-1)
  const said = new Set(moments.map(({ step }) => step))
  for (const [step, at] of [
    ['regression-green', green],
    ['change-verified', now],
  ] as const)
    if (at !== undefined && !said.has(step)) {
      const moment = { step, what: stepWords[step], earliest: at, latest: at, estimated: false, saidBy: 'Lunette' }
      await sayMoment(work, workspaceId, id, moment, now)
    }
}

/** A case on which somebody may work. */
export async function caseFor(work: InTransaction, caseId: string, reader: CaseReader): Promise<Result<AssuranceCase>> {
  const [found] = await readCases(work, 1, caseId)
  if (!found) return err(problem('not-found', 'there is no such case in this workspace'))
  if (!mayRead(found, reader))
    return err(problem('not-allowed', 'the case is confidential: owners and whoever reported it work on it'))
  return ok(found)
}

/** The same, and it is open. */
export async function openCaseFor(
  work: InTransaction,
  caseId: string,
  reader: CaseReader,
): Promise<Result<AssuranceCase>> {
  const found = await caseFor(work, caseId, reader)
  if (found.ok && found.value.state === 'closed')
    return err(problem('case-closed', 'the case is closed: report what happened anew'))
  return found
}

async function noControl(work: InTransaction, id: string) {
  const [control] = await readControls(work, [id])
  return control ? undefined : problem('no-such-control', `there is no control "${id}": a register brings it`)
}

async function missingOf(work: InTransaction, found: AssuranceCase, now: string): Promise<MissingProof[]> {
  return missingForClosing(found, await proofFor(work, found, now))
}

/** The changes that proved themselves alone, without the help of an exception. */
async function provenChanges(work: InTransaction, found: AssuranceCase, now: string): Promise<CaseChange[]> {
  const proof = await proofFor(work, found, now)
  return found.changes.filter(
    (change) =>
      change.kind !== 'exception' &&
      missingForClosing(
        {
          ...found,
          barriers: found.barriers.filter(({ controlId }) => controlId === change.controlId),
          changes: [change],
        },
        { ...proof, unjudged: [] },
      ).length === 0 &&
      found.barriers.some(({ controlId, outcome }) => controlId === change.controlId && outcome === 'failed'),
  )
}
