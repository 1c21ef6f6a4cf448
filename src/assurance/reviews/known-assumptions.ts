import type { Assumption } from './assumption.ts'

/** What the product reckons with, by the id that a register or a person may state it under. */
const builtIn: readonly Assumption[] = [
  {
    id: 'doubling-time',
    title: 'Time in which what AI can do doubles',
    value: 131,
    unit: 'days',
    source: 'METR, time horizon 1.1, since 2023',
    ...{ statedOn: '2026-02-01', expiresOn: '2027-02-01' },
  },
  {
    id: 'growth-factor',
    title: 'Growth after which a safeguard is looked at again',
    value: 1.5,
    unit: 'times',
    source: 'our own choice',
    ...{ statedOn: '2026-02-01', expiresOn: '2027-02-01' },
  },
  {
    id: 'beta',
    title: 'Share of failures that come from a shared cause',
    value: 0.1,
    unit: 'share',
    source: 'our own choice; nobody measured it here',
    ...{ statedOn: '2026-02-01', expiresOn: '2027-02-01' },
  },
  {
    id: 'beta-same-model',
    title: 'The same, where safeguards share a model',
    value: 0.3,
    unit: 'share',
    source: 'our own choice; nobody measured it here',
    ...{ statedOn: '2026-02-01', expiresOn: '2027-02-01' },
  },
  {
    id: 'half-life-days',
    title: 'Days after which a pass counts half, where a control says nothing else',
    value: 90,
    unit: 'days',
    source: 'our own choice',
    ...{ statedOn: '2026-02-01', expiresOn: '2027-02-01' },
  },
]

/** An assumption in force: what was stated, or what the product reckons with until somebody states it. */
export interface AssumptionInForce extends Assumption {
  /** What hangs on it; `nothing`: it is kept, and no figure uses it. */
  used: 'reviews' | 'risk' | 'nothing'
  isBuiltIn: boolean
}

/** What the figures reckon with. */
export interface Reckoned {
  growth: { doublingDays: number; factor: number; source: string }
  beta: { usual: number; sharedModel: number }
  halfLifeDays: number
  /** Attempts a year, by scenario. */
  attempts: ReadonlyMap<string, Assumption>
}

const ATTEMPTS = 'attempts.'
/** What a register says where it says nothing. */
export const USUAL_HALF_LIFE_DAYS = 90

/** All that is assumed: stated ones, and those the product brings where nobody stated them. */
export function assumptionsInForce(stated: readonly Assumption[]): AssumptionInForce[] {
  const own = new Set(stated.map(({ id }) => id))
  return [
    ...stated.map((one) => ({ ...one, used: usedFor(one.id), isBuiltIn: false })),
    ...builtIn.filter(({ id }) => !own.has(id)).map((one) => ({ ...one, used: usedFor(one.id), isBuiltIn: true })),
  ].sort((a, b) => a.title.localeCompare(b.title) || (a.id < b.id ? -1 : 1))
}

function usedFor(id: string): AssumptionInForce['used'] {
  if (id === 'doubling-time' || id === 'growth-factor') return 'reviews'
  return id.startsWith(ATTEMPTS) || builtIn.some((one) => one.id === id) ? 'risk' : 'nothing'
}

/** What the figures reckon with, given what was stated. A value that cannot be one (a share above 1, no growth) is left out. */
export function reckoned(stated: readonly Assumption[]): Reckoned {
  const found = new Map(
    assumptionsInForce(stated.filter((one) => whyNot(one) === undefined)).map((one) => [one.id, one]),
  )
  const value = (id: string) => found.get(id)!.value
  return {
    growth: {
      ...{ doublingDays: value('doubling-time'), factor: value('growth-factor') },
      source: found.get('doubling-time')!.source,
    },
    beta: { usual: value('beta'), sharedModel: value('beta-same-model') },
    halfLifeDays: value('half-life-days'),
    attempts: new Map(
      stated
        .filter((one) => one.id.startsWith(ATTEMPTS) && whyNot(one) === undefined)
        .map((one) => [one.id.slice(ATTEMPTS.length), one]),
    ),
  }
}

/** Why a value cannot be what the figures reckon with; `undefined` where it can. */
export function whyNot({ id, value }: Pick<Assumption, 'id' | 'value'>): string | undefined {
  if (!Number.isFinite(value)) return 'it is no number'
  if (id === 'beta' || id === 'beta-same-model')
    return value >= 0 && value <= 1 ? undefined : 'a share lies between 0 and 1'
  if (id === 'growth-factor') return value > 1 && value <= 1_000 ? undefined : 'growth is more than 1 and at most 1,000'
  if (id === 'doubling-time' || id === 'half-life-days')
    return value >= 1 && value <= 36_500 ? undefined : 'it lies between 1 and 36,500 days'
  if (id.startsWith(ATTEMPTS))
    return value >= 0 && value <= 1e9 ? undefined : 'attempts a year lie between 0 and a billion'
  return undefined
}
