import type { Control } from '#assurance/controls'
import { readControls } from '#assurance/controls/store'
import { reckoned } from '#assurance/reviews'
import { readAssumptions } from '#assurance/reviews/store'
import {
  type Estimate,
  holding,
  isSame,
  type MeasuredBetas,
  nameOfSet,
  type RiskTerms,
  type Scenario,
  type StatedNumber,
  sharingBarriers,
} from '#assurance/threats'
import { keepTerms, lastTerms, readMeasures, readScenarios } from '#assurance/threats/store'
import type { Database } from '#platform/database'
import { decaying, withBaseRate } from './assumed-terms.ts'
import { standingOfControls } from './standing-of-controls.ts'

type InTransaction = Parameters<Parameters<Database['inWorkspace']>[1]>[0]

/** What risks are reckoned with now besides evidence, by scenario; of one, or of all. */
export async function termsNow(work: InTransaction, now: string, only?: string): Promise<Map<string, RiskTerms>> {
  const assumed = reckoned(await readAssumptions(work))
  const scenarios = await readScenarios(work, only === undefined ? undefined : [only])
  const ids = scenarios.flatMap(({ barriers }) => barriers.map(({ control }) => control))
  const controls = await readControls(work, [...new Set(ids)])
  const byId = new Map(controls.map((control) => [control.id, control]))
  const standings = await standingOfControls(work, controls)
  const measured = holding(await readMeasures(work), byId, now)
  const { usual, sharedModel } = assumed.beta
  return new Map(
    scenarios
      .map((scenario) => withBaseRate(scenario, assumed.attempts.get(scenario.id)))
      .map((scenario): [string, RiskTerms] => [
        scenario.id,
        {
          ...{
            appetite: scenario.appetite,
            attempts: said(scenario.attempts),
            consequence: said(scenario.consequence),
          },
          enabling: scenario.enabling.map(({ condition, probability }) => ({
            condition,
            probability: said(probability),
          })),
          ...{ barriers: scenario.barriers, beta: { usual, sharedModel }, measured: measuredOf(scenario, measured) },
          controls: controlsOf(scenario, byId).map((control) => {
            const { id, version, halfLifeDays, probeIntervalSeconds, cleared } = decaying(control, assumed.halfLifeDays)
            const limits = (standings.get(id)?.limits ?? []).map(({ kind, reason }) => ({ kind, reason }))
            return { id, version, halfLifeDays, probeIntervalSeconds, cleared, limits }
          }),
        },
      ]),
  )
}

/** Keeps what risks are reckoned with where it is not what it was: why one moves is told by it later. */
export async function noteRiskTerms(work: InTransaction, workspaceId: string, now: string): Promise<void> {
  const before = await lastTerms(work)
  const changed = [...(await termsNow(work, now))].flatMap(([id, terms]) => {
    const last = before.get(id)
    return last && isSame(last, terms) ? [] : [{ id, terms, isFirst: last === undefined }]
  })
  await keepTerms(work, workspaceId, changed, now)
}

function said(estimate: Estimate | null): StatedNumber | null {
  if (estimate === null) return null
  const { value, basis, source } = estimate
  return { value, basis, ...(source !== undefined && { source }) }
}

function controlsOf({ barriers }: Scenario, byId: ReadonlyMap<string, Control>): Control[] {
  return [...new Set(barriers.map(({ control }) => control))].flatMap((id) => byId.get(id) ?? [])
}

function measuredOf({ barriers }: Scenario, known: MeasuredBetas): RiskTerms['measured'] {
  return sharingBarriers(barriers).flatMap((group) => {
    const found = known.get(nameOfSet(group.map(({ control }) => control)) ?? '')
    if (!found) return []
    const { controls, cases, clusters, together, point, upper } = found
    return [{ controls, cases, clusters, together, point, upper }]
  })
}
