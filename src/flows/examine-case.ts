import { readControls } from '#assurance/controls/store'
import { evidencePieces } from '#assurance/evidence/store'
import {
  type AssuranceCase,
  asReadBy,
  type CaseReader,
  happenedAt,
  type MissingProof,
  mayRead,
  missingForClosing,
  type ProposedPattern,
  proofCounts,
  proposePattern,
  type ShownProof,
  type SimilarCase,
  shownProofs,
  similarCases,
  type UnheldProof,
  type UnprovenChange,
  unheldProofs,
  unprovenChanges,
} from '#assurance/incidents'
import {
  type CaseWord,
  caseOfReference,
  type EvidenceFreeze,
  hasReportCode,
  readCases,
  readFreezes,
  regressionResults,
  unansweredCases,
  wordsOfCase,
} from '#assurance/incidents/store'
import type { CaseContext, InTransaction } from './case-access.ts'
import { proofFor } from './closing-proof.ts'

/** A case with what is still missing before it may be closed. */
export interface ExaminedCase extends ListedCase {
  /** Names of the controls of which it speaks, by id. */
  controlNames: Record<string, string>
  missing: MissingProof[]
  /** Changes that are not proven, with what they lack: one that is proves a barrier, the others stay what they are. */
  unproven: UnprovenChange[]
  /** What there is of the proof for each barrier that failed. */
  proofs: (ShownProof & { probe: SeenAlive | null })[]
  /** Duties to report that nobody has judged, by name. */
  unjudgedDuties: string[]
  similar: SimilarCase[]
  /** The pattern that it may belong to; null where it has one, or nothing suggests any. */
  proposedPattern: ProposedPattern | null
  /** What was said with whoever reported it by a link, oldest first. */
  said: CaseWord[]
  /** An answer reaches them. */
  answerable: boolean
  freezes: EvidenceFreeze[]
}

/** The probe that showed a control alive since its change. */
interface SeenAlive {
  at: string
  source: string
  recordedBy: string | null
}

/** A case of a list. */
export interface ListedCase extends AssuranceCase {
  /** False for a confidential case of somebody else: nothing is said of what it says. */
  readable: boolean
  /** Whoever reported it added something, and nobody answered. */
  unanswered: boolean
  /** Of a closed case: what its proof lacks by the rule of today. Empty: it holds, or the case is open. */
  unheld: UnheldProof[]
}

/** So many are compared and listed. */
const MOST_CASES = 500

/** Cases as somebody may see them, open ones first, newest first. */
export async function listCases(
  { database, clock }: CaseContext,
  workspaceId: string,
  reader: CaseReader,
  limit = MOST_CASES,
): Promise<ListedCase[]> {
  return database.inWorkspace(workspaceId, async (work) => {
    const unanswered = await unansweredCases(work)
    const cases = await readCases(work, limit)
    const unheld = await unheldOf(
      work,
      cases.filter((found) => mayRead(found, reader)),
      clock(),
    )
    return cases.map((found) => {
      const readable = mayRead(found, reader)
      return {
        ...{ ...asReadBy(found, reader), readable, unanswered: readable && unanswered.has(found.id) },
        unheld: unheld.get(found.id) ?? [],
      }
    })
  })
}

/** What the proof of closed cases lacks by the rule of today, by case: the runs of all are read at once. */
async function unheldOf(work: InTransaction, cases: readonly AssuranceCase[], now: string) {
  const closed = cases.filter(
    ({ state, changes, barriers }) => state === 'closed' && changes.length + barriers.length > 0,
  )
  if (closed.length === 0) return new Map<string, UnheldProof[]>()
  const asked = closed.flatMap(({ changes, closedAt }) =>
    changes.flatMap(({ regressionKey: key }) => (key === null || closedAt === null ? [] : { key, closedAt })),
  )
  const results = await regressionResults(
    work,
    asked.map(({ key }) => key),
    asked.map(({ closedAt }) => closedAt),
  )
  const names = new Map((await readControls(work)).map(({ id, name }) => [id, name]))
  return new Map(
    closed.map((found) => [found.id, unheldProofs(found, { results, names, now, happenedAt: happenedAt(found) })]),
  )
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
    if (!mayRead(found, reader))
      return { ...asReadBy(found, reader), ...nothingShown, unanswered: false, readable: false }
    const others = (await readCases(work, MOST_CASES)).filter((other) => mayRead(other, reader))
    const said = await wordsOfCase(work, found.id)
    const proof = await proofFor(work, found, clock())
    const proofs = shownProofs(found, proof)
    const similar = similarCases(found, others)
    return {
      ...found,
      controlNames: await controlNames(work, found),
      proofs: await Promise.all(proofs.map(async (one) => ({ ...one, probe: await aliveSince(work, found, one) }))),
      unjudgedDuties: [...proof.unjudged],
      missing: missingForClosing(found, proof),
      unproven: unprovenChanges(found, proof),
      unheld: unheldProofs(found, proof),
      ...{ similar, proposedPattern: proposePattern(found, similar) },
      freezes: await readFreezes(work, found.id),
      said,
      answerable: await hasReportCode(work, workspaceId, found.id),
      unanswered: said.at(-1)?.by === null,
      readable: true,
    }
  })
}

async function controlNames(work: InTransaction, { barriers, changes }: AssuranceCase) {
  const ids = [...new Set([...barriers, ...changes].map(({ controlId }) => controlId))]
  const controls = ids.length > 0 ? await readControls(work, ids) : []
  return Object.fromEntries(controls.map(({ id, name }) => [id, name]))
}

const nothingShown = {
  controlNames: {},
  missing: [],
  unheld: [],
  unproven: [],
  proofs: [],
  unjudgedDuties: [],
  similar: [],
  proposedPattern: null,
  freezes: [],
  said: [],
  answerable: false,
}
/** Behind every entry of the chain. */
const BEHIND_ALL = 2 ** 31 - 1
/** So many words of a control's life are looked through. */
const MOST_PROBES = 50

/** The newest probe that found the control alive since the change; of a closed case from before it was closed. */
async function aliveSince(
  work: InTransaction,
  { changes, closedAt, recurredAt }: AssuranceCase,
  { controlId, changeId }: ShownProof,
): Promise<SeenAlive | null> {
  const since = proofCounts(changes.find(({ id }) => id === changeId)!.madeAt, recurredAt).at
  const after = closedAt === null ? undefined : { at: closedAt, position: BEHIND_ALL }
  const probes = await evidencePieces(work, { controlId, aspect: 'liveness' }, { after, limit: MOST_PROBES })
  const found = probes.find(({ result, at }) => result === 'pass' && at > since)
  return found ? { at: found.at, source: found.source, recordedBy: found.recordedBy } : null
}
