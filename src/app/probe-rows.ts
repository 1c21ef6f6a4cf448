import type { ProbePage, QuestionPage } from '#contract/surface'
import type { ProbeLogRow, QuestionLogRow } from '#exposure/surface'
import { probes as steps } from '#intake/discovery'
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

/** Steps that ask beside the probes of discovery. */
const others = new Map([
  ['rdap', 'Registrations (RDAP)'],
  ['proofs', 'Proofs of names'],
  ['approvals', 'Addresses of approved and excluded names'],
])
const titles = new Map([...steps.map(({ id, title }) => [id, title] as const), ...others])

/** Questions as they are told: the step that asked by its title. */
export function questionRowOf(row: QuestionLogRow & { id: string }): QuestionPage['rows'][number] {
  return { ...row, step: titles.get(row.step) ?? row.step }
}
