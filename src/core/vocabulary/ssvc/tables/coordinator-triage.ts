import type { CompactTable } from '../compact-table.ts'

/** Coordinator Triage 1.0.0. Source: CERT/CC SSVC data (coordinator_triage_1_0_0.json). */
export const coordinatorTriage: CompactTable = {
  id: 'ssvc:DT_COORD_TRIAGE:1.0.0',
  name: 'Coordinator Triage',
  source: 'CERT/CC SSVC data, coordinator_triage_1_0_0.json',
  points: [
    { id: 'ssvc:RP:1.0.0', name: 'Report Public', values: 'Y=Yes, N=No' },
    { id: 'ssvc:SCON:1.0.0', name: 'Supplier Contacted', values: 'N=No, Y=Yes' },
    { id: 'ssvc:RC:1.0.0', name: 'Report Credibility', values: 'NC=Not Credible, C=Credible' },
    { id: 'ssvc:SC:1.0.0', name: 'Supplier Cardinality', values: 'O=One, M=Multiple' },
    { id: 'ssvc:SE:1.0.0', name: 'Supplier Engagement', values: 'A=Active, U=Unresponsive' },
    { id: 'ssvc:U:1.0.1', name: 'Utility', values: 'L=Laborious, E=Efficient, S=Super Effective' },
    { id: 'ssvc:PSI:2.0.1', name: 'Public Safety Impact', values: 'M=Minimal, S=Significant' },
  ],
  outcome: {
    id: 'ssvc:COORDINATE:1.0.1',
    name: 'Decline, Track, Coordinate',
    values: 'D=Decline, T=Track, C=Coordinate',
  },
  outcomes: `
    D D D D D D D D D D D D D D D D D C D D D D D C
    D D D D D D D D D D D D D D D D D C D D D D D C
    D D D D D D D D D D D D D D D D D C D D D D D C
    D D D D D D D D D D D D D D D D D C D D D D D C
    D D D D D D D D D D D D D D D D D C D D D D D C
    D D D D D D D D D D D D D D D D D C D D D D D C
    D D D T D T D D D T D T D T D T T C D T D T T C
    D D D T D T T C C C C C D T D T C C C C C C C C
  `,
}
