import type { CompactTable } from '../compact-table.ts'

/** Public Safety Impact 1.0.0. Source: CERT/CC SSVC data (public_safety_impact_1_0_0.json). */
export const publicSafetyImpact: CompactTable = {
  id: 'ssvc:DT_PSI:1.0.0',
  name: 'Public Safety Impact',
  source: 'CERT/CC SSVC data, public_safety_impact_1_0_0.json',
  points: [
    { id: 'ssvc:SI:2.0.1', name: 'Safety Impact', values: 'N=Negligible, M=Marginal, R=Critical, C=Catastrophic' },
  ],
  outcome: { id: 'ssvc:PSI:2.0.1', name: 'Public Safety Impact', values: 'M=Minimal, S=Significant' },
  outcomes: `
    M S S S
  `,
}
