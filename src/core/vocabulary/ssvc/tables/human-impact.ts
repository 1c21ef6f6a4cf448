import type { CompactTable } from '../compact-table.ts'

/** Human Impact 1.0.0. Source: CERT/CC SSVC data (human_impact_1_0_0.json). */
export const humanImpact: CompactTable = {
  id: 'ssvc:DT_HI:1.0.0',
  name: 'Human Impact',
  source: 'CERT/CC SSVC data, human_impact_1_0_0.json',
  points: [
    { id: 'ssvc:SI:2.0.1', name: 'Safety Impact', values: 'N=Negligible, M=Marginal, R=Critical, C=Catastrophic' },
    {
      id: 'ssvc:MI:2.0.0',
      name: 'Mission Impact',
      values: 'D=Degraded, MSC=MEF Support Crippled, MEF=MEF Failure, MF=Mission Failure',
    },
  ],
  outcome: { id: 'ssvc:HI:2.0.2', name: 'Human Impact', values: 'L=Low, M=Medium, H=High, VH=Very High' },
  outcomes: `
    L L M VH L L M VH M H H VH VH VH VH VH
  `,
}
