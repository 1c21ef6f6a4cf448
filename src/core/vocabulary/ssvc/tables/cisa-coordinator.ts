import type { CompactTable } from '../compact-table.ts'

/** CISA Coordinator 2.0.3. Source: CISA SSVC guide, as encoded in CERT/CC SSVC data (cisa_coordinator_2_0_3.json). */
export const cisaCoordinator: CompactTable = {
  id: 'cisa:DT_CO:2.0.3',
  name: 'CISA Coordinator',
  source: 'CISA SSVC guide, as encoded in CERT/CC SSVC data, cisa_coordinator_2_0_3.json',
  points: [
    { id: 'ssvc:E:1.1.0', name: 'Exploitation', values: 'N=None, P=Public PoC, A=Active' },
    { id: 'ssvc:A:2.0.0', name: 'Automatable', values: 'N=No, Y=Yes' },
    { id: 'ssvc:TI:1.0.0', name: 'Technical Impact', values: 'P=Partial, T=Total' },
    { id: 'ssvc:MWI:1.0.0', name: 'Mission and Well-Being Impact', values: 'L=Low, M=Medium, H=High' },
  ],
  outcome: { id: 'cisa:CISA:1.1.0', name: 'CISA Levels', values: 'T=Track, T*=Track*, AT=Attend, AC=Act' },
  outcomes: `
    T T T T T T* T T AT T T AT
    T T T* T T* AT T T AT T T* AT
    T T AT T AT AC AT AT AC AT AC AC
  `,
}
