import { macroVectorScores } from './macro-vectors.ts'
import type { CvssScores, Metrics } from './types.ts'

/** Severity rank of each value, most severe first. Source: CVSS v4.0 specification, section 8.2. */
const ranks: Readonly<Record<string, string>> = {
  AV: 'NALP',
  PR: 'NLH',
  UI: 'NPA',
  AC: 'LH',
  AT: 'NP',
  VC: 'HLN',
  VI: 'HLN',
  VA: 'HLN',
  SC: 'SHLN',
  SI: 'SHLN',
  SA: 'SHLN',
  CR: 'HML',
  IR: 'HML',
  AR: 'HML',
}

interface EquivalenceSet {
  metrics: readonly string[]
  /** Highest-severity vectors of each level (values in the order of `metrics`), and the depth of the level. */
  levels: Readonly<Record<string, { highest: readonly string[]; depth: number }>>
}

/** Highest-severity vectors and depths. Source: CVSS v4.0 specification, tables 24 to 30. EQ3 and EQ6 act together. */
const sets: Readonly<Record<'eq1' | 'eq2' | 'eq36' | 'eq4', EquivalenceSet>> = {
  eq1: {
    metrics: ['AV', 'PR', 'UI'],
    levels: {
      0: { highest: ['NNN'], depth: 1 },
      1: { highest: ['ANN', 'NLN', 'NNP'], depth: 4 },
      2: { highest: ['PNN', 'ALP'], depth: 5 },
    },
  },
  eq2: { metrics: ['AC', 'AT'], levels: { 0: { highest: ['LN'], depth: 1 }, 1: { highest: ['HN', 'LP'], depth: 2 } } },
  eq36: {
    metrics: ['VC', 'VI', 'VA', 'CR', 'IR', 'AR'],
    levels: {
      '00': { highest: ['HHHHHH'], depth: 7 },
      '01': { highest: ['HHLMMH', 'HHHMMM'], depth: 6 },
      '10': { highest: ['LHHHHH', 'HLHHHH'], depth: 8 },
      '11': { highest: ['LHLHMH', 'LHHHMM', 'HLHMHM', 'HLLMHH', 'LLHHHM'], depth: 8 },
      '21': { highest: ['LLLHHH'], depth: 10 },
    },
  },
  eq4: {
    metrics: ['SC', 'SI', 'SA'],
    levels: { 0: { highest: ['HSS'], depth: 6 }, 1: { highest: ['HHH'], depth: 5 }, 2: { highest: ['LLL'], depth: 4 } },
  },
}

const defaults: Readonly<Record<string, string>> = { E: 'A', CR: 'H', IR: 'H', AR: 'H' }
const impacts = ['VC', 'VI', 'VA', 'SC', 'SI', 'SA']
const environmental = /^(?:[CIA]R|M[A-Z]+)$/

/** CVSS v4.0 scores: MacroVector lookup and interpolation. Source: CVSS v4.0 specification, section 8. */
export function scoreV4(metrics: Metrics): CvssScores {
  const threat = (metrics.E ?? 'X') !== 'X'
  const environment = Object.entries(metrics).some(([name, value]) => value !== 'X' && environmental.test(name))
  const score = scoreOf(metrics)
  const base = threat || environment ? scoreOf(baseOnly(metrics)) : score
  return { baseScore: base, score, nomenclature: `CVSS-B${threat ? 'T' : ''}${environment ? 'E' : ''}` }
}

function baseOnly(metrics: Metrics): Metrics {
  return Object.fromEntries(Object.entries(metrics).filter(([name]) => name !== 'E' && !environmental.test(name)))
}

/** The value that counts: the modified one, else the base one, else the worst case the standard assumes. */
function effective(metrics: Metrics, name: string): string {
  const modified = metrics[`M${name}`]
  if (modified !== undefined && modified !== 'X') return modified
  const value = metrics[name] ?? 'X'
  return value === 'X' ? (defaults[name] ?? 'X') : value
}

function scoreOf(metrics: Metrics): number {
  const value = (name: string) => effective(metrics, name)
  if (impacts.every((name) => value(name) === 'N')) return 0
  const levels = levelsOf(value)
  const score = scoreAt(levels)
  if (score === undefined) throw new Error(`no score for MacroVector ${levels.join('')}`)
  const [eq1, eq2, eq3, eq4, eq5, eq6] = levels
  const steps = [
    step(sets.eq1, String(eq1), scoreAt([eq1 + 1, eq2, eq3, eq4, eq5, eq6])),
    step(sets.eq2, String(eq2), scoreAt([eq1, eq2 + 1, eq3, eq4, eq5, eq6])),
    step(sets.eq36, `${eq3}${eq6}`, nextBelow36(levels)),
    step(sets.eq4, String(eq4), scoreAt([eq1, eq2, eq3, eq4 + 1, eq5, eq6])),
    // EQ5 has one vector a level, so nothing lies between its levels.
    scoreAt([eq1, eq2, eq3, eq4, eq5 + 1, eq6]) === undefined ? undefined : 0,
  ].filter((distance) => distance !== undefined)
  const mean = steps.length === 0 ? 0 : steps.reduce((sum, distance) => sum + distance, 0) / steps.length
  return round(Math.min(10, Math.max(0, score - mean)))

  /** How far towards the next lower MacroVector the vector lies, in points of score; undefined where there is none. */
  function step(set: EquivalenceSet, level: string, below: number | undefined): number | undefined {
    const { highest = [], depth = 1 } = set.levels[level] ?? {}
    if (below === undefined || score === undefined) return undefined
    return ((score - below) * severityDistance(set.metrics, highest, value)) / depth
  }
}

type Levels = [number, number, number, number, number, number]

function levelsOf(value: (name: string) => string): Levels {
  const is = (name: string, wanted: string) => value(name) === wanted
  const noneNeeded = [is('AV', 'N'), is('PR', 'N'), is('UI', 'N')]
  const eq1 = noneNeeded.every(Boolean) ? 0 : noneNeeded.some(Boolean) && !is('AV', 'P') ? 1 : 2
  const eq2 = is('AC', 'L') && is('AT', 'N') ? 0 : 1
  const eq3 = is('VC', 'H') && is('VI', 'H') ? 0 : is('VC', 'H') || is('VI', 'H') || is('VA', 'H') ? 1 : 2
  const subsequentHigh = is('SC', 'H') || is('SI', 'H') || is('SA', 'H')
  const eq4 = is('SI', 'S') || is('SA', 'S') ? 0 : subsequentHigh ? 1 : 2
  const eq5 = 'APU'.indexOf(value('E'))
  const needed = (requirement: string, impact: string) => is(requirement, 'H') && is(impact, 'H')
  const eq6 = needed('CR', 'VC') || needed('IR', 'VI') || needed('AR', 'VA') ? 0 : 1
  return [eq1, eq2, eq3, eq4, eq5, eq6]
}

function scoreAt(levels: Levels): number | undefined {
  return macroVectorScores.get(levels.join(''))
}

/** The next lower score of EQ3 and EQ6 together; from the top both neighbours qualify and the higher one counts. */
function nextBelow36([eq1, eq2, eq3, eq4, eq5, eq6]: Levels): number | undefined {
  const lowerImpact = scoreAt([eq1, eq2, eq3 + 1, eq4, eq5, eq6])
  if (eq6 === 1) return lowerImpact
  const lowerRequirement = scoreAt([eq1, eq2, eq3, eq4, eq5, 1])
  return eq3 === 0 ? Math.max(lowerImpact ?? 0, lowerRequirement ?? 0) : lowerRequirement
}

/** Steps from the highest vector of the level that is at least as severe in every metric. */
function severityDistance(
  metrics: readonly string[],
  highest: readonly string[],
  value: (name: string) => string,
): number {
  for (const vector of highest) {
    const distances = metrics.map((name, index) => rank(name, value(name)) - rank(name, vector[index] ?? ''))
    if (distances.every((distance) => distance >= 0)) return distances.reduce((sum, distance) => sum + distance, 0)
  }
  return 0
}

function rank(name: string, value: string): number {
  return (ranks[name] ?? '').indexOf(value)
}

/** To one decimal, halves up, past binary fractions just below a half. */
function round(value: number): number {
  return Math.round(value * 10 + 1e-5) / 10
}
