import type { CvssScores, Metrics } from './types.ts'

const impactWeights = { N: 0, L: 0.22, H: 0.56 }
const requirementWeights = { X: 1, L: 0.5, M: 1, H: 1.5 }
const weights: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  AV: { N: 0.85, A: 0.62, L: 0.55, P: 0.2 },
  AC: { L: 0.77, H: 0.44 },
  UI: { N: 0.85, R: 0.62 },
  C: impactWeights,
  I: impactWeights,
  A: impactWeights,
  E: { X: 1, U: 0.91, P: 0.94, F: 0.97, H: 1 },
  RL: { X: 1, O: 0.95, T: 0.96, W: 0.97, U: 1 },
  RC: { X: 1, U: 0.92, R: 0.96, C: 1 },
  CR: requirementWeights,
  IR: requirementWeights,
  AR: requirementWeights,
}
const environmentalMetric = /^(?:[CIA]R|M[A-Z]+)$/
const privilegesWeights = { U: { N: 0.85, L: 0.62, H: 0.27 }, C: { N: 0.85, L: 0.68, H: 0.5 } }

/** CVSS v3 equations. Source: CVSS v3.0 and v3.1 specification, section 8 (v3.1: section 7). */
export function scoreV3(metrics: Metrics, version: '3.0' | '3.1'): CvssScores {
  const weight = (name: string, value = metrics[name] ?? 'X') => weights[name]?.[value] ?? 0
  const temporalFactor = weight('E') * weight('RL') * weight('RC')
  const modified = (name: string) => {
    const value = metrics[`M${name}`]
    return value === undefined || value === 'X' ? (metrics[name] ?? 'X') : value
  }
  const baseScore = base()
  const temporalScore = roundUp(baseScore * temporalFactor)
  const environmentalScore = environmental()
  const environment = Object.entries(metrics).some(([name, value]) => value !== 'X' && environmentalMetric.test(name))
  return { baseScore, temporalScore, environmentalScore, score: environment ? environmentalScore : temporalScore }

  function base(): number {
    const iss = 1 - (1 - weight('C')) * (1 - weight('I')) * (1 - weight('A'))
    const changed = metrics.S === 'C'
    const impact = changed ? 7.52 * (iss - 0.029) - 3.25 * (iss - 0.02) ** 15 : 6.42 * iss
    return combine(
      impact,
      exploitability((name) => metrics[name] ?? 'X'),
      changed,
    )
  }

  function environmental(): number {
    const part = (name: string) => 1 - weight(`${name}R`) * weight(name, modified(name))
    const miss = Math.min(1 - part('C') * part('I') * part('A'), 0.915)
    const changed = modified('S') === 'C'
    const steep = version === '3.1' ? (miss * 0.9731 - 0.02) ** 13 : (miss - 0.02) ** 15
    const impact = changed ? 7.52 * (miss - 0.029) - 3.25 * steep : 6.42 * miss
    return roundUp(combine(impact, exploitability(modified), changed) * temporalFactor)
  }

  function exploitability(value: (name: string) => string): number {
    const scope = value('S') === 'C' ? 'C' : 'U'
    const privileges: Readonly<Record<string, number>> = privilegesWeights[scope]
    return (
      8.22 *
      weight('AV', value('AV')) *
      weight('AC', value('AC')) *
      (privileges[value('PR')] ?? 0) *
      weight('UI', value('UI'))
    )
  }
}

function combine(impact: number, exploitability: number, changed: boolean): number {
  if (impact <= 0) return 0
  return roundUp(Math.min((changed ? 1.08 : 1) * (impact + exploitability), 10))
}

/** The smallest one-decimal number not below the input, free of binary fractions. Source: CVSS v3.1 specification, appendix A. */
function roundUp(value: number): number {
  const scaled = Math.round(value * 100_000)
  return scaled % 10_000 === 0 ? scaled / 100_000 : (Math.floor(scaled / 10_000) + 1) / 10
}
