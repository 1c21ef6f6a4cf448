import type { CompactTable } from '../compact-table.ts'

/** CISA BOD 26-04 1.0.0. Source: CISA Binding Operational Directive 26-04, as encoded in CERT/CC SSVC data (cisa_bod_26_04_1_0_0.json). */
export const cisaBod2604: CompactTable = {
  id: 'cisa:DT_BOD2604:1.0.0',
  name: 'CISA BOD 26-04',
  source: 'CISA Binding Operational Directive 26-04, as encoded in CERT/CC SSVC data, cisa_bod_26_04_1_0_0.json',
  points: [
    { id: 'cisa:PE:1.0.0', name: 'Publicly Exposed', values: 'N=No, Y=Yes' },
    { id: 'cisa:KEV:1.0.0', name: 'In KEV', values: 'N=No, Y=Yes' },
    { id: 'ssvc:A:2.0.0', name: 'Automatable', values: 'N=No, Y=Yes' },
    { id: 'ssvc:TI:1.0.0', name: 'Technical Impact', values: 'P=Partial, T=Total' },
  ],
  outcome: {
    id: 'cisa:BOD2604:1.0.0',
    name: 'CISA BOD 26-04 Remediation Timelines',
    values: 'FSU=Fix on system upgrade, 60D=60 days, 14D=14 days, 3D=3 days, 3DF=3 days & forensic investigation',
  },
  outcomes: `
    FSU FSU 60D 60D 14D 14D 14D 3DF 60D 14D 14D 3D 14D 3DF 3D 3DF
  `,
}
