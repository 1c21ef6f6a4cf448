import type { CompactTable } from '../compact-table.ts'

/** Coordinator Publish Decision Table 1.0.0. Source: CERT/CC SSVC data (coordinator_publish_decision_table_1_0_0.json). */
export const coordinatorPublishDecisionTable: CompactTable = {
  id: 'ssvc:DT_COORD_PUBLISH:1.0.0',
  name: 'Coordinator Publish Decision Table',
  source: 'CERT/CC SSVC data, coordinator_publish_decision_table_1_0_0.json',
  points: [
    {
      id: 'ssvc:SINV:1.0.0',
      name: 'Supplier Involvement',
      values: 'FR=Fix Ready, C=Cooperative, UU=Uncooperative/Unresponsive',
    },
    { id: 'ssvc:E:1.1.0', name: 'Exploitation', values: 'N=None, P=Public PoC, A=Active' },
    { id: 'ssvc:PVA:1.0.0', name: 'Public Value Added', values: 'L=Limited, A=Ampliative, P=Precedence' },
  ],
  outcome: { id: 'ssvc:PUBLISH:1.0.0', name: 'Publish, Do Not Publish', values: 'N=Do Not Publish, P=Publish' },
  outcomes: `
    N N P N N P N P P
    N N P N N P N P P
    N N P N P P P P P
  `,
}
