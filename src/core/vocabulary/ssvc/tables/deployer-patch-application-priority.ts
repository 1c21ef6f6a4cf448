import type { CompactTable } from '../compact-table.ts'

/** Deployer Patch Application Priority 1.0.0. Source: CERT/CC SSVC data (deployer_patch_application_priority_1_0_0.json). */
export const deployerPatchApplicationPriority: CompactTable = {
  id: 'ssvc:DT_DP:1.0.0',
  name: 'Deployer Patch Application Priority',
  source: 'CERT/CC SSVC data, deployer_patch_application_priority_1_0_0.json',
  points: [
    { id: 'ssvc:E:1.1.0', name: 'Exploitation', values: 'N=None, P=Public PoC, A=Active' },
    { id: 'ssvc:EXP:1.0.1', name: 'System Exposure', values: 'S=Small, C=Controlled, O=Open' },
    { id: 'ssvc:A:2.0.0', name: 'Automatable', values: 'N=No, Y=Yes' },
    { id: 'ssvc:HI:2.0.2', name: 'Human Impact', values: 'L=Low, M=Medium, H=High, VH=Very High' },
  ],
  outcome: {
    id: 'ssvc:DSOI:1.0.0',
    name: 'Defer, Scheduled, Out-of-Cycle, Immediate',
    values: 'D=Defer, S=Scheduled, O=Out-of-Cycle, I=Immediate',
  },
  outcomes: `
    D D S S D S S S D S S S S S S S D S S S S S S O
    D S S S S S S S D S S S S S S O S S S O S S O O
    S S O O S O O O S S O O O O O O S O O I O O I I
  `,
}
