import { type EvaluationGap, evaluationGap, inHundred, moreBetween } from '#core/statistics'

/** Demands and labelled items of a stratum in production. */
export interface ProductionStratum {
  stratum: string
  demands: number
  labelled: number
  labelFailures: number
}

/** Cases with a verdict of a stratum in an evaluation. */
export interface TestedStratum {
  stratum: string
  cases: number
  failures: number
}

interface GapStratum {
  stratum: string
  /** Shares of production and of the test. */
  production: number
  test: number
  cases: number
  failures: number
  isBlind: boolean
}

export interface MeasuredGap extends EvaluationGap {
  strata: GapStratum[]
  /** Demands and labelled items that it rests on. */
  demands: number
  labelled: number
  labelFailures: number
  /** The next sensible step, in words. */
  next: string
}

/** With fewer cases a stratum is blind: without a failure in ten nothing below 26 % can be said. */
const LEAST_CASES = 10
/** A share of production that one would want to know something of. */
const MUCH = 0.1
const NARROW = 0.05

/**
 * How far an evaluation speaks for production (METHODS M2). `undefined` where nothing was seen in production, or nothing tested
 * has a verdict. Names of strata are compared without case and surrounding space.
 */
export function measureGap(
  production: readonly ProductionStratum[],
  tested: readonly TestedStratum[],
  least = LEAST_CASES,
): MeasuredGap | undefined {
  const demands = sum(production, ({ demands }) => demands)
  const all = sum(tested, ({ cases }) => cases)
  if (demands === 0 || all === 0) return undefined
  const strata = joined(production, tested)
  const labelled = sum(production, ({ labelled }) => labelled)
  const labelFailures = sum(production, ({ labelFailures }) => labelFailures)
  const gap = evaluationGap(
    strata.map(({ demands: seen, cases, failures }) => ({ production: seen / demands, cases, failures })),
    { labelled, failures: labelFailures },
    { least },
  )
  const shown = strata
    .map(({ stratum, demands: seen, cases, failures }) => ({
      ...{ stratum, production: seen / demands, test: cases / all, cases, failures },
      isBlind: cases < least,
    }))
    .sort((a, b) => b.production - a.production || (a.stratum < b.stratum ? -1 : 1))
  return { ...gap, strata: shown, demands, labelled, labelFailures, next: nextStep(gap, shown, labelled, least) }
}

function joined(production: readonly ProductionStratum[], tested: readonly TestedStratum[]) {
  const found = new Map<string, { stratum: string; demands: number; cases: number; failures: number }>()
  const entry = (stratum: string) => {
    const key = stratum.trim().toLowerCase()
    const known = found.get(key) ?? { stratum, demands: 0, cases: 0, failures: 0 }
    found.set(key, known)
    return known
  }
  for (const { stratum, demands } of production) entry(stratum).demands += demands
  for (const { stratum, cases, failures } of tested) {
    const own = entry(stratum)
    own.cases += cases
    own.failures += failures
  }
  return [...found.values()]
}

/** What is most in the way of knowing comes first. */
function nextStep(gap: EvaluationGap, strata: readonly GapStratum[], labelled: number, least: number): string {
  const blind = strata.filter(({ isBlind, production }) => isBlind && production > 0)
  if (gap.blindShare >= 1 - 1e-9)
    return 'No stratum of production was tested enough: name strata in cases as traces name them, or add cases for those of production.'
  if (gap.blindShare > MUCH) {
    const { stratum, production, cases } = blind[0]!
    return `Add at least ${least - cases} cases of “${nameOf(stratum)}”, which is ${inHundred(production)} of production: nothing is known of it.`
  }
  if (!gap.gap) return 'Have items of production labelled, drawn at random: without them only the mix can be compared.'
  const { low, high } = gap.gap.bounds
  if (low > 0)
    return 'Production fails more often than the test does at the same mix: replay traces of production, redacted, as cases; look whether the judge changed and whether the model can tell that it is tested.'
  if (high < 0) return 'The test is harder than production: that is on the safe side, if the labels can be trusted.'
  if (high - low > 2 * NARROW)
    return `Label more items of production: with ${labelled.toLocaleString('en')} the gap may be anything ${moreBetween({ low, high })}.`
  if (gap.effectiveShare < 0.5) return 'Test more where production is: by its mix less than half of the cases count.'
  return 'None: the test speaks for production within its interval. Look again when the mix moves.'
}

function nameOf(stratum: string): string {
  return stratum === '' ? 'no stratum' : stratum
}

function sum<One>(list: readonly One[], of: (one: One) => number): number {
  return list.reduce((total, one) => total + of(one), 0)
}
