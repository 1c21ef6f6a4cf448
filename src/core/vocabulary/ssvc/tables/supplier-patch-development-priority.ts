import type { CompactTable } from '../compact-table.ts'

/** Supplier Patch Development Priority 1.0.0. Source: CERT/CC SSVC data (supplier_patch_development_priority_1_0_0.json). */
export const supplierPatchDevelopmentPriority: CompactTable = {
  id: 'ssvc:DT_SP:1.0.0',
  name: 'Supplier Patch Development Priority',
  source: 'CERT/CC SSVC data, supplier_patch_development_priority_1_0_0.json',
  points: [
    { id: 'ssvc:E:1.1.0', name: 'Exploitation', values: 'N=None, P=Public PoC, A=Active' },
    { id: 'ssvc:U:1.0.1', name: 'Utility', values: 'L=Laborious, E=Efficient, S=Super Effective' },
    { id: 'ssvc:TI:1.0.0', name: 'Technical Impact', values: 'P=Partial, T=Total' },
    { id: 'ssvc:PSI:2.0.1', name: 'Public Safety Impact', values: 'M=Minimal, S=Significant' },
  ],
  outcome: {
    id: 'ssvc:DSOI:1.0.0',
    name: 'Defer, Scheduled, Out-of-Cycle, Immediate',
    values: 'D=Defer, S=Scheduled, O=Out-of-Cycle, I=Immediate',
  },
  outcomes: `
    D S S O S O S O S O O O
    S O S I S I O I O I O I
    O I O I O I O I I I I I
  `,
}
