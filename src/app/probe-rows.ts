import type { ProbePage } from '#contract/surface'
import type { ProbeLogRow } from '#exposure/surface'
import { probeOutcomes } from '#platform/probe'

/** A row of the probe log as it is told: each probe with its outcome as a word. */
export function probeRowOf({
  ports,
  afterMs,
  outcomes,
  ...row
}: ProbeLogRow & { id: string }): ProbePage['rows'][number] {
  const probes = ports.map((port, index) => ({
    port,
    afterMs: afterMs[index] ?? 0,
    outcome: probeOutcomes[outcomes[index] ?? 0] ?? 'sent',
  }))
  return { ...row, probes }
}
