import type { CvssScores, Metrics } from './types.ts'

const weights: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  AV: { L: 0.395, A: 0.646, N: 1 },
  AC: { H: 0.35, M: 0.61, L: 0.71 },
  Au: { M: 0.45, S: 0.56, N: 0.704 },
  C: { N: 0, P: 0.275, C: 0.66 },
  I: { N: 0, P: 0.275, C: 0.66 },
  A: { N: 0, P: 0.275, C: 0.66 },
  E: { U: 0.85, POC: 0.9, F: 0.95, H: 1, ND: 1 },
  RL: { OF: 0.87, TF: 0.9, W: 0.95, U: 1, ND: 1 },
  RC: { UC: 0.9, UR: 0.95, C: 1, ND: 1 },
  CDP: { N: 0, L: 0.1, LM: 0.3, MH: 0.4, H: 0.5, ND: 0 },
  TD: { N: 0, L: 0.25, M: 0.75, H: 1, ND: 1 },
  CR: { L: 0.5, M: 1, H: 1.51, ND: 1 },
  IR: { L: 0.5, M: 1, H: 1.51, ND: 1 },
  AR: { L: 0.5, M: 1, H: 1.51, ND: 1 },
}
const temporalMetrics = ['E', 'RL', 'RC']
const environmentalMetrics = ['CDP', 'TD', 'CR', 'IR', 'AR']

/** CVSS v2 equations. Source: A Complete Guide to the Common Vulnerability Scoring System Version 2.0, section 3.2. */
export function scoreV2(metrics: Metrics): CvssScores {
  const weight = (name: string) => weights[name]?.[metrics[name] ?? 'ND'] ?? 0
  const temporal = (base: number) => round(base * weight('E') * weight('RL') * weight('RC'))
  const baseOf = (impact: number) => {
    const exploitability = 20 * weight('AV') * weight('AC') * weight('Au')
    // No base vector goes below 0, but an impact that a low requirement halves does; the scale of section 1.4 begins at 0.
    return Math.max(0, round((0.6 * impact + 0.4 * exploitability - 1.5) * (impact === 0 ? 0 : 1.176)))
  }
  const impact = 10.41 * (1 - (1 - weight('C')) * (1 - weight('I')) * (1 - weight('A')))
  const baseScore = baseOf(impact)
  const temporalScore = names(metrics, temporalMetrics) ? temporal(baseScore) : undefined
  const environmentalScore = names(metrics, environmentalMetrics) ? environmental() : undefined
  return { baseScore, temporalScore, environmentalScore, score: environmentalScore ?? temporalScore ?? baseScore }

  function environmental(): number {
    const kept = (metric: string, requirement: string) => 1 - weight(metric) * weight(requirement)
    const adjusted = Math.min(10, 10.41 * (1 - kept('C', 'CR') * kept('I', 'IR') * kept('A', 'AR')))
    const adjustedTemporal = temporal(baseOf(adjusted))
    return round((adjustedTemporal + (10 - adjustedTemporal) * weight('CDP')) * weight('TD'))
  }
}

function names(metrics: Metrics, group: readonly string[]): boolean {
  return group.some((name) => metrics[name] !== undefined)
}

/** To one decimal, halves up; the small addend undoes binary fractions just below a half. */
function round(value: number): number {
  return Math.round(value * 10 + 1e-9) / 10
}
