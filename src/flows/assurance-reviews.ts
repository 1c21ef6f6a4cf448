import { readControls } from '#assurance/controls/store'
import { latestProbes } from '#assurance/evidence/store'
import type { CaseReader } from '#assurance/incidents'
import {
  type Assumption,
  type AssumptionInForce,
  assumptionsInForce,
  type DueReview,
  dueReviews,
  isAnswered,
  type ReviewFacts,
  reckoned,
  USUAL_HALF_LIFE_DAYS,
  whyNot,
} from '#assurance/reviews'
import {
  type FormerAssumption,
  formerAssumptions,
  lastReviews,
  type MetCase,
  metCases,
  newestEvidence,
  readAssumptions,
  recordReview,
  registeredTimes,
  writeAssumptions,
} from '#assurance/reviews/store'
import type { Scenario } from '#assurance/threats'
import { readScenarios } from '#assurance/threats/store'
import { err, ok, problem, type Result } from '#core/kernel'
import type { ReviewSubject } from '#core/vocabulary'
import { aiSystemTimes, readAiSystems } from '#exposure/inventory/store'
import type { Database } from '#platform/database'
import { assessAssurance } from './assurance.ts'
import { plannedLooks } from './case-reviews.ts'
import type { FlowContext } from './context.ts'
import { noteRiskTerms } from './risk-terms.ts'
import { type ControlStanding, standingOfControls } from './standing-of-controls.ts'

type ReviewContext = Pick<FlowContext, 'database' | 'clock'>
type InTransaction = Parameters<Parameters<Database['inWorkspace']>[1]>[0]

/** Of AI systems the register says no days: our own choice. */
const SYSTEM_REVIEW_DAYS = 180
const MOST_FORMER = 200

/**
 * Everything that is reviewed, what is due longest first, each with why. @param reader who looks: changes and exceptions of the
 * cases that they may read are among it; without one, those of no case
 */
export async function reviewsOf(
  { database, clock }: ReviewContext,
  workspaceId: string,
  { reader, supposed }: { reader?: CaseReader; supposed?: readonly Assumption[] } = {},
): Promise<DueReview[]> {
  const now = clock()
  return database.inWorkspace(workspaceId, async (work) => {
    const stated = supposed ?? (await readAssumptions(work))
    const facts = [...(await factsOf(work, stated, now)), ...(reader ? await plannedLooks(work, reader, now) : [])]
    return dueReviews(facts, reckoned(stated).growth, now).filter((one) => !isAnswered(one))
  })
}

/** Notes that something was looked at again. Problem: `not-found`. */
export async function holdReview(
  { database, clock }: ReviewContext,
  { workspaceId, by, readsAll = false }: { workspaceId: string; by: string; readsAll?: boolean },
  { kind, id, note }: { kind: Exclude<ReviewSubject, 'assumption' | 'case-exception'>; id: string; note: string },
  alongside: (work: InTransaction) => Promise<void>,
): Promise<Result<DueReview>> {
  const now = clock()
  return database.inWorkspace(workspaceId, async (work) => {
    const stated = await readAssumptions(work)
    const subject = (facts: readonly { kind: ReviewSubject; id: string }[]) =>
      facts.findIndex((one) => one.kind === kind && one.id === id)
    const reviewed = async () =>
      kind === 'case-change' ? plannedLooks(work, { name: by, readsAll }, now) : factsOf(work, stated, now)
    if (subject(await reviewed()) < 0)
      return err(
        problem(
          'not-found',
          `there is no ${kind === 'case-change' ? 'planned review of a change' : kind} "${id}" in this workspace`,
        ),
      )
    const version = kind === 'control' ? ((await readControls(work, [id]))[0]?.version ?? null) : null
    await recordReview(work, workspaceId, { kind, id, at: now, by, note, version })
    await alongside(work)
    const due = dueReviews(await reviewed(), reckoned(stated).growth, now)
    return ok(due[subject(due)]!)
  })
}

/** What is known of everything that is reviewed. */
async function factsOf(work: InTransaction, stated: readonly Assumption[], now: string): Promise<ReviewFacts[]> {
  const [controls, scenarios, systems] = [
    await readControls(work),
    await readScenarios(work),
    await readAiSystems(work),
  ]
  const reviews = new Map((await lastReviews(work)).map((one) => [`${one.kind} ${one.id}`, one]))
  const times = new Map((await registeredTimes(work)).map((one) => [`${one.kind} ${one.id}`, one]))
  const systemTimes = await aiSystemTimes(work)
  const met = await metCases(work)
  const probes = new Map((await latestProbes(work)).map((probe) => [probe.controlId, probe]))
  const newest = new Map((await newestEvidence(work)).map((one) => [one.control, one.newest]))
  const usual = reckoned(stated).halfLifeDays
  const standings = await standingOfControls(work, controls)

  const nameOf = (id: string) => controls.find((one) => one.id === id)?.name ?? id
  const ofControls = (ids: readonly string[]) => ({
    cases: once(met.filter(({ control }) => control !== null && ids.includes(control))),
    dead: ids.flatMap((id) =>
      probes.get(id)?.result === 'fail' ? [{ control: nameOf(id), at: probes.get(id)!.at }] : [],
    ),
    doubts: ids.flatMap((id) => openDoubts(nameOf(id), standings.get(id), newest.get(id), now)),
    evidence: controls
      .filter(({ id }) => ids.includes(id) && newest.has(id))
      .map(({ id, halfLifeDays }) => ({
        ...{ control: nameOf(id), newest: newest.get(id)! },
        halfLifeDays: halfLifeDays === USUAL_HALF_LIFE_DAYS ? usual : halfLifeDays,
      })),
  })
  const systemChange = (slug: string | null) => {
    const system = systems.find((one) => one.slug === slug)
    if (!system) return []
    const { name, retired } = system
    return retired
      ? [{ what: `${name} was retired`, at: retired.at }]
      : [{ what: `something else is said of ${name}`, at: systemTimes.get(system.slug)!.changedAt }]
  }
  const underRetired = (ids: readonly string[]) => {
    const gone = ids.flatMap((id) => standings.get(id)?.retiredSystem ?? [])
    return [...new Map(gone.map((one) => [one.slug, one])).values()].map(({ name, at }) => ({
      ...{ what: `${name} was retired, and layers of this guard it`, at },
    }))
  }
  const inScenarios = new Set(scenarios.flatMap(({ barriers }) => barriers.map(({ control }) => control)))
  const isInUse = ({ id }: { id: string }) => !standings.get(id)?.retiredSystem || inScenarios.has(id)
  const versionChange = (id: string) => {
    const looked = reviews.get(`control ${id}`)
    const [version, at] = [
      controls.find((one) => one.id === id)?.version ?? null,
      times.get(`control ${id}`)?.changedAt,
    ]
    if (looked === undefined || at === undefined || looked.version === version) return []
    return [{ what: `${nameOf(id)}: version ${looked.version ?? 'unknown'} became ${version ?? 'unknown'}`, at }]
  }
  return [
    ...scenarios.map((scenario): ReviewFacts => {
      const ids = scenario.barriers.map(({ control }) => control)
      return {
        ...{ kind: 'scenario', id: scenario.id, name: scenario.title, owner: scenario.owner, grows: true },
        registeredAt: times.get(`scenario ${scenario.id}`)!.registeredAt,
        ...{ lastReview: reviews.get(`scenario ${scenario.id}`) ?? null, reviewDays: scenario.reviewDays },
        ...{
          changes: [...ids.flatMap(versionChange), ...underRetired(ids)],
          ends: endsOf(scenario),
          ...ofControls(ids),
        },
      }
    }),
    ...controls.filter(isInUse).map(
      ({ id, name, owner, reviewDays, system }): ReviewFacts => ({
        ...{ kind: 'control', id, name, owner, reviewDays, grows: system !== null, ends: [] },
        registeredAt: times.get(`control ${id}`)!.registeredAt,
        lastReview: reviews.get(`control ${id}`) ?? null,
        changes: [...versionChange(id), ...systemChange(system)],
        ...ofControls([id]),
      }),
    ),
    ...systems.flatMap(({ slug, name, owner, retired }): ReviewFacts[] => {
      if (retired) return []
      const ids = controls.filter(({ system }) => system === slug).map(({ id }) => id)
      return [
        {
          ...{ kind: 'ai-system', id: slug, name, owner, reviewDays: SYSTEM_REVIEW_DAYS, grows: true, ends: [] },
          registeredAt: systemTimes.get(slug)!.registeredAt,
          ...{ lastReview: reviews.get(`ai-system ${slug}`) ?? null, changes: systemChange(slug) },
          ...{ ...ofControls(ids), evidence: [] },
          cases: once(
            met.filter(({ control, system }) => system === slug || (control !== null && ids.includes(control))),
          ),
        },
      ]
    }),
    ...assumptionsInForce(stated).map(
      ({ id, title, statedOn, expiresOn, isBuiltIn }): ReviewFacts => ({
        ...{ kind: 'assumption', id, name: title, owner: null, reviewDays: 0, grows: false, lastReview: null },
        ...{ registeredAt: statedOn, changes: [], cases: [], dead: [], doubts: [], evidence: [] },
        ends: [
          {
            what: `${isBuiltIn ? 'assumed (built in), as of' : 'stated'} ${statedOn}; it may be relied on until ${expiresOn}`,
            on: expiresOn,
          },
        ],
      }),
    ),
  ]
}

/** A case that met several of them is one. */
function once(cases: readonly MetCase[]): MetCase[] {
  return [...new Map(cases.map((one) => [one.id, one])).values()]
}

/** Doubts that no evaluation of a later day answers. */
function openDoubts(
  name: string,
  standing: ControlStanding | undefined,
  newest: string | undefined,
  now: string,
): ReviewFacts['doubts'] {
  const isOpen = ({ at }: { at: string }) => newest === undefined || newest <= at.slice(0, 10)
  const exploited = (standing?.doubts ?? []).map(({ vulnerability, ground, asset, since }) => ({
    at: since ?? now,
    sentence: `${vulnerability} is exploited, and is in ${ground.name} on ${asset}, which ${name} rests on: evaluate it again`,
  }))
  const past = (standing?.limits ?? []).flatMap(({ kind, reason, since }) =>
    kind === 'bypassed' ? [{ at: since ?? now, sentence: `${name}: ${reason}` }] : [],
  )
  return [...exploited.filter(isOpen), ...past]
}

/** Days after which a scenario rests on something that has run out. */
function endsOf({ treatment, treatmentUntil, attempts, enabling, consequence }: Scenario): ReviewFacts['ends'] {
  const end = (what: string, on: string | null | undefined) => (on ? [{ what, on }] : [])
  return [
    ...end(`it is treated by "${treatment}" until then`, treatmentUntil),
    ...end('the attempts a year may be relied on until then', attempts?.expires),
    ...enabling.flatMap(({ condition, probability }) =>
      end(`"${condition}" may be relied on until then`, probability?.expires),
    ),
    ...end('that harm follows may be relied on until then', consequence?.expires),
  ]
}

/** All that is assumed, with what it was before. */
export async function assumptionsOf(
  { database }: Pick<ReviewContext, 'database'>,
  workspaceId: string,
): Promise<{ assumptions: AssumptionInForce[]; former: FormerAssumption[] }> {
  return database.inWorkspace(workspaceId, async (work) => ({
    assumptions: assumptionsInForce(await readAssumptions(work)),
    former: await formerAssumptions(work, MOST_FORMER),
  }))
}

/** What an assumption would move, or has moved. */
export interface AssumptionEffect {
  scenarios: {
    id: string
    title: string
    /** Events a year; null: nobody knows how often it is tried. */
    before: number | null
    after: number | null
    withinBefore: boolean | null
    withinAfter: boolean | null
  }[]
  reviews: { kind: ReviewSubject; id: string; name: string; before: string; after: string }[]
}

/** What would move if it were stated. Problems: `bad-assumption`. */
export async function supposeAssumption(
  context: ReviewContext,
  workspaceId: string,
  supposed: Assumption,
): Promise<Result<AssumptionEffect>> {
  const wrong = wrongIn(supposed)
  if (wrong) return err(problem('bad-assumption', wrong))
  const stated = await context.database.inWorkspace(workspaceId, readAssumptions)
  const changed = [...stated.filter(({ id }) => id !== supposed.id), supposed]
  const [risk, riskAfter] = [
    await assessAssurance(context, workspaceId, stated),
    await assessAssurance(context, workspaceId, changed),
  ]
  const [reviews, reviewsAfter] = [
    await reviewsOf(context, workspaceId, { supposed: stated }),
    await reviewsOf(context, workspaceId, { supposed: changed }),
  ]
  const later = new Map(riskAfter.scenarios.map((one) => [one.id, one.residual]))
  const dueLater = new Map(reviewsAfter.map((one) => [`${one.kind} ${one.id}`, one.due]))
  return ok({
    scenarios: risk.scenarios
      .map(({ id, title, residual }) => ({
        ...{ id, title, before: residual.frequency, after: later.get(id)!.frequency },
        ...{ withinBefore: residual.withinAppetite ?? null, withinAfter: later.get(id)!.withinAppetite ?? null },
      }))
      .filter(({ before, after }) => before !== after),
    reviews: reviews
      .map(({ kind, id, name, due }) => ({ kind, id, name, before: due, after: dueLater.get(`${kind} ${id}`) ?? due }))
      .filter(({ before, after }) => before !== after),
  })
}

function wrongIn(supposed: Assumption): string | undefined {
  if (supposed.expiresOn <= supposed.statedOn) return 'it runs out before it is stated'
  return whyNot(supposed)
}

/** States an assumption anew; what it was before is kept. Problem: `bad-assumption`. */
export async function stateAssumption(
  { database, clock }: ReviewContext,
  { workspaceId, by }: { workspaceId: string; by: string },
  stated: Assumption,
  alongside: (work: InTransaction, before: Assumption | undefined) => Promise<void>,
): Promise<Result<Assumption>> {
  const now = clock()
  const wrong = wrongIn(stated)
  if (wrong) return err(problem('bad-assumption', wrong))
  if (stated.statedOn > now.slice(0, 10))
    return err(problem('bad-assumption', 'it is stated on a day that has not come'))
  return database.inWorkspace(workspaceId, async (work) => {
    const before = assumptionsInForce(await readAssumptions(work)).find(({ id }) => id === stated.id)
    await writeAssumptions(work, workspaceId, [stated], { by, now })
    await noteRiskTerms(work, workspaceId, now)
    await alongside(work, before)
    return ok(stated)
  })
}
