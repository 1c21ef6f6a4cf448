import { inDays, type Operations, tables } from './operation.ts'

const findingId = 'APy9Q6bKaKzarGeNME5Xib'

/** What is wrong, what is said of it and what is done. */
export const findingsOperations: Operations = {
  'GET /overview': { id: 'readOverview', summary: 'What Today shows' },
  'POST /overview/look': { id: 'noteLook', summary: 'Note that one looked; how much changed since the time before' },
  'POST /overview/seen': {
    id: 'noteSeen',
    summary: 'Note that one has seen what happened until then; how much came since',
  },
  'GET /trends': { id: 'readTrends', summary: 'Open findings by decision over time, and the time to fix' },
  'GET /trends/findings': { id: 'listTrendFindings', summary: 'The findings behind a number of a trend' },
  'GET /changes': { id: 'listChanges', summary: 'What happened to findings, newest first' },
  'GET /views': { id: 'listViews', summary: 'Saved views: one’s own and shared ones' },
  'POST /views': {
    id: 'saveView',
    summary: 'Save a list under a name',
    problems: ['too-many-views', 'not-allowed', 'name-taken'],
  },
  'DELETE /views/{id}': { id: 'deleteView', summary: 'Forget a saved view' },
  'GET /findings': { id: 'listFindings', summary: 'Findings under a filter, the most urgent first' },
  'GET /findings/facets': { id: 'countFindings', summary: 'How many findings each value of each facet has' },
  'GET /findings/export': {
    id: 'exportFindings',
    summary: 'Findings under a filter as a file',
    problems: ['too-many-rows'],
    files: [...tables, 'application/sarif+json', 'application/vnd.cyclonedx+json'],
  },
  'GET /findings/{id}': { id: 'readFinding', summary: 'One finding with its reasons, inputs, witnesses and history' },
  'GET /coverage': { id: 'readCoverage', summary: 'What could be judged, and what nothing is known of' },
  'GET /dispositions': { id: 'listRulings', summary: 'Rulings on findings' },
  'POST /findings/{id}/dispositions': {
    id: 'ruleOnFinding',
    summary: 'Rule on a finding, or rehearse that',
    problems: ['bad-ruling', 'changed-meanwhile', 'busy'],
    example: {
      status: 'accepted',
      scope: 'finding',
      reason: 'behind a filter until the next release',
      endsAt: inDays(90),
    },
  },
  'DELETE /dispositions/{id}': {
    id: 'revokeRuling',
    summary: 'Take a ruling back, or tell what that would do',
    problems: ['not-found', 'busy'],
  },
  'GET /finding-changes': { id: 'listFindingChanges', summary: 'Changes of several findings, newest first' },
  'POST /finding-changes': {
    id: 'changeFindings',
    summary: 'Change findings together, or tell what that would do',
    problems: ['not-found', 'too-many', 'changed-meanwhile', 'no-such-member', 'bad-ruling', 'busy'],
    example: { ids: [findingId], set: { team: 'platform' }, preview: false },
  },
  'POST /finding-changes/{id}/undo': {
    id: 'undoFindingChange',
    summary: 'Undo a change of findings, where nobody changed them since',
    problems: ['undone-already'],
  },
  'GET /findings/{id}/comments': { id: 'listComments', summary: 'What people said about a finding' },
  'POST /findings/{id}/comments': {
    id: 'addComment',
    summary: 'Say something about a finding',
    problems: ['too-many'],
  },
  'POST /findings/{id}/comments/seen': { id: 'seeComments', summary: 'Note that one has seen who mentioned one there' },
  'PATCH /comments/{id}': { id: 'editComment', summary: 'Edit one’s comment', problems: ['too-many'] },
  'DELETE /comments/{id}': { id: 'deleteComment', summary: 'Delete a comment' },
  'GET /mentions': { id: 'listMentions', summary: 'Comments that mention one and that one has not seen' },
  'GET /findings/{id}/tickets': { id: 'listTickets', summary: 'A finding’s tickets elsewhere' },
  'POST /findings/{id}/tickets': { id: 'askForTicket', summary: 'Have a ticket made for a finding' },
  'GET /fix-actions': { id: 'listFixActions', summary: 'Changes that close findings, what closes most first' },
  'GET /fix-actions/facets': { id: 'countFixActions', summary: 'How many fix actions each value of each facet has' },
  'GET /fix-actions/export': {
    id: 'exportFixActions',
    summary: 'Fix actions under a filter as a file',
    problems: ['too-many-rows'],
    files: tables,
  },
  'GET /fix-actions/{id}': { id: 'readFixAction', summary: 'One fix action with its steps and where they are due' },
  'PUT /fix-actions/{id}/claim': {
    id: 'claimFixed',
    summary: 'Say that a fix action is done, or take that back; the next import confirms it',
    example: { claimed: true },
  },
  'GET /findings/{id}/safeguards': {
    id: 'listSafeguardsOfFinding',
    summary: 'Safeguards that a finding makes suspect, or shows a way past',
  },
  'GET /vulnerabilities': { id: 'listVulnerabilities', summary: 'Vulnerabilities that findings name' },
  'GET /vulnerabilities/facets': {
    id: 'countVulnerabilities',
    summary: 'How many vulnerabilities each value of each facet has',
  },
  'GET /vulnerabilities/export': {
    id: 'exportVulnerabilities',
    summary: 'Vulnerabilities under a filter as a file',
    problems: ['too-many-rows'],
    files: tables,
  },
  'GET /vulnerabilities/{id}': {
    id: 'readVulnerability',
    summary: 'What every source says of a vulnerability, and where it touches us',
  },
  'GET /vex/export': { id: 'exportVex', summary: 'Rulings in force as a VEX document', files: ['application/json'] },
  'POST /vex/import': {
    id: 'importVex',
    summary: 'Statements of a VEX document as rulings, or tell what they would do',
    problems: ['vex-format'],
    example: {
      '@context': 'https://openvex.dev/ns/v0.2.0',
      author: 'Northwind',
      statements: [{ vulnerability: 'CVE-2021-44228', products: ['pkg:npm/nothing@1'], status: 'fixed' }],
    },
  },
  'GET /vex/suppliers': { id: 'listSupplierVex', summary: 'Suppliers’ VEX documents in force' },
  'POST /vex/suppliers': {
    id: 'importSupplierVex',
    summary: 'Take a supplier’s VEX document in as knowledge, which acts in matching',
    problems: ['vex-format', 'vex-empty', 'too-large'],
    example: {
      '@context': 'https://openvex.dev/ns/v0.2.0',
      author: 'Supplier',
      statements: [{ vulnerability: 'CVE-2021-44228', products: ['pkg:npm/nothing@1'], status: 'fixed' }],
    },
  },
  'DELETE /vex/suppliers/{id}': { id: 'removeSupplierVex', summary: 'Take a supplier’s VEX document back' },
  'GET /vex/documents': { id: 'listVexDocuments', summary: 'VEX documents that were imported' },
  'GET /vex/documents/{id}': {
    id: 'readVexDocument',
    summary: 'A VEX document as it was read',
    files: ['application/json'],
  },
}
