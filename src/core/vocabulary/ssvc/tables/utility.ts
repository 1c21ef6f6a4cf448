import type { CompactTable } from '../compact-table.ts'

/** Utility 1.0.0. Source: CERT/CC SSVC data (utility_1_0_0.json). */
export const utility: CompactTable = {
  id: 'ssvc:DT_U:1.0.0',
  name: 'Utility',
  source: 'CERT/CC SSVC data, utility_1_0_0.json',
  points: [
    { id: 'ssvc:A:2.0.0', name: 'Automatable', values: 'N=No, Y=Yes' },
    { id: 'ssvc:VD:1.0.0', name: 'Value Density', values: 'D=Diffuse, C=Concentrated' },
  ],
  outcome: { id: 'ssvc:U:1.0.1', name: 'Utility', values: 'L=Laborious, E=Efficient, S=Super Effective' },
  outcomes: `
    L E E S
  `,
}
