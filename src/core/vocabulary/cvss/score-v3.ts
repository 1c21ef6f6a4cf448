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
  const temporalFactor = weight(metrics, 'E') * weight(metrics, 'RL') * weight(metrics, 'RC')
  const baseScore = base(metrics)
  const temporalScore = roundUp(baseScore * temporalFactor)
  const environmentalScore = roundUp(modifiedBase(metrics, version) * temporalFactor)
  const environment = Object.entries(metrics).some(([name, value]) => value !== 'X' && environmentalMetric.test(name))
  return { baseScore, temporalScore, environmentalScore, score: environment ? environmentalScore : temporalScore }
}

function base(metrics: Metrics): number {
  const iss = 1 - (1 - weight(metrics, 'C')) * (1 - weight(metrics, 'I')) * (1 - weight(metrics, 'A'))
  const changed = metrics.S === 'C'
  const impact = changed ? 7.52 * (iss - 0.029) - 3.25 * (iss - 0.02) ** 15 : 6.42 * iss
  return combine(impact, exploitability(metrics), changed)
}

/** The base equation over the modified metrics and the security requirements, before the temporal factor. */
function modifiedBase(metrics: Metrics, version: '3.0' | '3.1'): number {
  const modified: Metrics = {
    ...metrics,
    ...Object.fromEntries(modifiable.map((name) => [name, effective(metrics, name)])),
  }
  const kept = (name: string) => 1 - weight(metrics, `${name}R`) * weight(modified, name)
  const miss = Math.min(1 - kept('C') * kept('I') * kept('A'), 0.915)
  const changed = modified.S === 'C'
  const steep = version === '3.1' ? (miss * 0.9731 - 0.02) ** 13 : (miss - 0.02) ** 15
  const impact = changed ? 7.52 * (miss - 0.029) - 3.25 * steep : 6.42 * miss
  return combine(impact, exploitability(modified), changed)
}

const modifiable = ['AV', 'AC', 'PR', 'UI', 'S', 'C', 'I', 'A']

function effective(metrics: Metrics, name: string): string {
  const modified = metrics[`M${name}`]
  return modified === undefined || modified === 'X' ? (metrics[name] ?? 'X') : modified
}

function exploitability(metrics: Metrics): number {
  const privileges: Readonly<Record<string, number>> = privilegesWeights[metrics.S === 'C' ? 'C' : 'U']
  const required = privileges[metrics.PR ?? 'X'] ?? 0
  return 8.22 * weight(metrics, 'AV') * weight(metrics, 'AC') * required * weight(metrics, 'UI')
}

function weight(metrics: Metrics, name: string): number {
  return weights[name]?.[metrics[name] ?? 'X'] ?? 0
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
