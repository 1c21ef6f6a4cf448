import type { EvaluationGapRow, GatewayRow, MonitorRow, ProbeRow } from '#contract/monitoring'
import type { Problem, Result } from '#core/kernel'
import type { RunGap } from '#flows/evaluation-gap'
import type { GatewayStanding, ProbeStanding } from '#flows/gateways'
import type { WatchedMonitor } from '#flows/monitors'

export function monitorRowOf({ monitor, ...rest }: WatchedMonitor): MonitorRow {
  const { id, kind, system, title } = monitor
  return { id, kind, system, title: title ?? null, ...rest }
}

export function gatewayRowOf({ id, url, model, secret, ...rest }: GatewayStanding): GatewayRow {
  const { isApproved, approvedBy, approvedAt, evaluations: limits } = rest
  const evaluations = limits
    ? {
        ...{ requestsPerMinute: limits['requests-per-minute'], requestsPerRun: limits['requests-per-run'] },
        ...{ tokensPerRun: limits['tokens-per-run'], atOnce: limits['at-once'] },
      }
    : null
  return { id, url, model, hasSecret: secret !== null, isApproved, approvedBy, approvedAt, evaluations }
}

export function probeRowOf({ controlId, rule, ...rest }: ProbeStanding): ProbeRow {
  return { control: controlId, gateway: rule.gateway, expects: rule.expects, ...rest }
}

/** What is lacking is an answer, too; what is not there is a problem. */
export function gapRowOf(found: Result<RunGap>): EvaluationGapRow | Problem {
  if (found.ok) {
    const { gap = null, reweighted = null, mixPart = null } = found.value
    return { lacking: null, gap: { ...found.value, gap, reweighted, mixPart } }
  }
  return found.error.code === 'no-gap' ? { lacking: found.error.message, gap: null } : found.error
}
