import { inDays, type Operations } from './operation.ts'

/** Cases, what closes them, and reviews. */
export const casesOperations: Operations = {
  'GET /patterns': { id: 'listPatterns', summary: 'Patterns of abuse, the one that was seen last first' },
  'GET /patterns/{id}': { id: 'readPattern', summary: 'One pattern with what belongs to it' },
  'PATCH /patterns/{id}': { id: 'namePattern', summary: 'Name a pattern' },
  'POST /patterns/{id}/merge': { id: 'mergePatterns', summary: 'Say that two patterns are one' },
  'POST /patterns/{id}/split': {
    id: 'splitPattern',
    summary: 'Say that some items of a pattern are something else',
  },
  'GET /cases': { id: 'listCases', summary: 'Incidents, near misses, hazards and exercises, open ones first' },
  'POST /cases': {
    id: 'openCase',
    summary: 'Report an incident, a near miss, a hazard or an exercise',
    problems: ['in-the-future', 'no-such-system'],
    example: { kind: 'near-miss', title: 'An injected mail nearly reached the order tool' },
  },
  'GET /cases/{id}': { id: 'readCase', summary: 'One case with what is missing before it may be closed' },
  'GET /reviews': { id: 'listReviews', summary: 'What is looked at again when and why, what is due longest first' },
  'POST /reviews': {
    id: 'holdReview',
    summary: 'Note that a scenario, a control or an AI system was looked at again',
    problems: ['not-found'],
    example: { kind: 'control', id: 'input-filter', note: 'looked at the cases since spring; nothing to change' },
  },
  'GET /review-queues': {
    id: 'listReviewQueues',
    summary: 'Review queues with what seeded items tell of their reviewers',
  },
  'GET /review-queues/{id}': {
    id: 'readReviewQueue',
    summary: 'One review queue: catch rate with its interval, d′ and c of all its reviewers',
  },
  'PUT /review-queues': {
    id: 'sayReviewQueue',
    summary: 'Say what a review queue is, and whose barrier its reviewers are',
    problems: ['no-such-control'],
    example: { id: 'refunds', title: 'Refunds above the limit', control: 'action-review' },
  },
  'POST /review-queues/{id}/seeds': {
    id: 'seedReviewQueue',
    summary: 'Add items whose answer is known; each is shown once, blind',
    example: { seeds: [{ title: 'Refund 900 EUR to a card that paid 9 EUR', body: '', truth: 'wrong' }] },
  },
  'GET /review-queues/{id}/items': {
    id: 'listItemsToReview',
    summary: 'What waits longest for review; real and seeded items alike',
  },
  'POST /review-queues/{id}/items': {
    id: 'addItemsToReview',
    summary: 'Bring items to be reviewed; a reference that is known is left out',
    example: { items: [{ reference: 'order-4711', title: 'Refund 20 EUR', body: 'The parcel did not arrive.' }] },
  },
  'POST /review-items/{id}/decision': {
    id: 'decideReviewItem',
    summary: 'Stop an item or let it pass',
    problems: ['already-decided'],
    example: { decision: 'stop' },
  },
  'GET /review-queues/{id}/decisions': {
    id: 'listReviewDecisions',
    summary: 'Decisions about real items by the reference they came with, newest first',
  },
  'GET /review-queues/{id}/reviewers': {
    id: 'listReviewers',
    summary: 'What seeds tell of single reviewers who met enough of them',
  },
  'GET /assumptions': { id: 'listAssumptions', summary: 'What is assumed, with what it was before' },
  'POST /assumptions/preview': {
    id: 'supposeAssumption',
    summary: 'What an assumption would move, before it is stated',
    problems: ['bad-assumption'],
    example: {
      ...{ id: 'doubling-time', title: 'Time in which what AI can do doubles', value: 89, unit: 'days' },
      ...{ source: 'METR, time horizon 1.1, since 2024', statedOn: '2026-01-01', expiresOn: '2027-01-01' },
    },
  },
  'PUT /assumptions': {
    id: 'stateAssumption',
    summary: 'State an assumption anew; what it was before is kept',
    problems: ['bad-assumption'],
    example: {
      ...{ id: 'doubling-time', title: 'Time in which what AI can do doubles', value: 89, unit: 'days' },
      ...{ source: 'METR, time horizon 1.1, since 2024', statedOn: '2026-01-01', expiresOn: '2027-01-01' },
    },
  },
  'GET /cases/times': { id: 'readCaseTimes', summary: 'How long cases take: medians with open cases as waiting' },
  'GET /playbooks': { id: 'listPlaybooks', summary: 'Playbooks in their newest versions' },
  'GET /playbooks/{id}': { id: 'readPlaybook', summary: 'Every version of a playbook, newest first' },
  'PUT /playbooks': {
    id: 'writePlaybook',
    summary: 'Keep a further version of a playbook; because of a case it is one of its changes',
    problems: ['not-a-playbook', 'case-closed', 'no-such-control', 'not-allowed'],
    example: {
      id: 'dead-gate',
      body: '---\ntitle: When the gate is dead\n---\n## Contain\n- [ ] Switch the tool to read only\n',
    },
  },
  'GET /cases/{id}/playbooks': {
    id: 'readCasePlaybooks',
    summary: 'The playbooks a case runs, and those that are proposed for it',
    problems: ['not-allowed'],
  },
  'POST /cases/{id}/playbooks': {
    id: 'runPlaybook',
    summary: 'Let a case run a playbook in its newest version',
    problems: ['case-closed', 'not-allowed'],
    example: { playbook: 'injected-instruction' },
  },
  'PUT /cases/{id}/steps': {
    id: 'tickStep',
    summary: 'Tick a step of a playbook that the case runs, or take the tick back',
    problems: ['case-closed', 'not-allowed'],
    example: { playbook: 'injected-instruction', position: 0, done: true },
  },
  'GET /obligations': {
    id: 'listRunningDuties',
    summary: 'Duties to report that apply and were not sent yet, over all cases, the soonest first',
  },
  'GET /cases/{id}/obligations': {
    id: 'readObligations',
    summary: 'Duties to report that may follow from a case, each with its clock',
    problems: ['not-allowed'],
  },
  'PUT /cases/{id}/obligations': {
    id: 'sayOfObligation',
    summary: 'Say whether a duty to report applies, when its clock began, and that the report was sent',
    problems: ['no-such-rule', 'in-the-future', 'not-allowed'],
    example: { ruleId: 'gdpr-33', state: 'open', startedAt: '2026-08-01T06:00:00Z' },
  },
  'PUT /obligation-calendar': {
    id: 'setObligationCalendar',
    summary: 'Say by whose time zone and holidays the clocks of days run',
    example: { timeZone: 'Europe/Brussels', holidays: ['2026-12-25'] },
  },
  'GET /cases/{id}/export': {
    id: 'exportCase',
    summary: 'A case for a database of incidents, or as a draft for an authority',
    problems: ['not-allowed'],
    files: ['application/json', 'text/markdown'],
  },
  'POST /cases/mail': {
    id: 'openCaseByMail',
    summary: 'Take a mail (.eml) in as a report; the same again changes nothing',
    problems: ['too-large', 'not-mail'],
  },
  'GET /report-links': { id: 'listReportLinks', summary: 'Links by which anyone may report, newest first' },
  'POST /report-links': {
    id: 'makeReportLink',
    summary: 'Make a link by which anyone may report without an account; it is shown this once',
    problems: ['too-many'],
    example: { label: 'customer service', days: 90 },
  },
  'DELETE /report-links/{id}': { id: 'revokeReportLink', summary: 'Take a link for reports back' },
  'POST /reports/read': {
    id: 'readReportLink',
    summary: 'Ask whether a link for reports works',
    problems: ['link-invalid'],
    example: { token: 'the-part-of-the-link-after-the-hash' },
  },
  'POST /reports': {
    id: 'reportByLink',
    summary: 'Report what happened, by a link and without an account',
    problems: ['link-invalid', 'too-many-requests', 'in-the-future'],
    example: {
      ...{ token: 'the-part-of-the-link-after-the-hash', kind: 'near-miss' },
      what: 'The assistant offered to change an order that is not mine',
    },
  },
  'POST /reports/status': {
    id: 'readReportByCode',
    summary: 'How a report stands, by the code that whoever made it was told',
    problems: ['link-invalid'],
    example: { code: 'abcde-fghjk-mnpqr-stuvw-xyz23' },
  },
  'POST /reports/words': {
    id: 'addToReport',
    summary: 'Add a word to a report, by its code and without an account',
    problems: ['link-invalid', 'too-many-requests'],
    example: { code: 'abcde-fghjk-mnpqr-stuvw-xyz23', words: 'It happened once more today' },
  },
  'POST /cases/{id}/words': {
    id: 'answerReporter',
    summary: 'Answer whoever reported a case by a link: they read it with their code',
    problems: ['not-allowed', 'bad-request'],
    example: { words: 'Which order was it? You can answer here.' },
  },
  'PATCH /cases/{id}': {
    id: 'describeCase',
    summary:
      'Say who leads a case, what it is of and who may read it; of a closed one only its pattern. Less grave than it was needs `why`',
    problems: ['case-closed', 'not-allowed', 'no-such-system'],
    example: { lead: 'ada', pattern: 'quoted instructions' },
  },
  'POST /cases/{id}/moments': {
    id: 'sayWhen',
    summary: 'Say when something of a case happened, as exactly as it is known',
    problems: ['in-the-future', 'not-allowed'],
    example: { step: 'detected', earliest: '2026-08-01T06:00:00Z', latest: '2026-08-01T09:00:00Z', estimated: true },
  },
  'PUT /cases/{id}/links': {
    id: 'linkCase',
    summary: 'Link a case with a finding, an asset, an evaluation, another case or a place elsewhere',
    problems: ['not-allowed'],
    example: { kind: 'reference', target: 'ticket SEC-1204' },
  },
  'POST /cases/{id}/freeze': {
    id: 'freezeEvidence',
    summary: 'Note where the chain of evidence stands, so that what came later can be told apart',
    problems: ['no-evidence', 'not-allowed'],
  },
  'PUT /cases/{id}/barriers': {
    id: 'sayOfBarrier',
    summary: 'Say whether a control held, failed or was missing in a case',
    problems: ['no-such-control', 'case-closed'],
    example: { control: 'input-filter', outcome: 'failed' },
  },
  'POST /cases/{id}/changes': {
    id: 'changeBecauseOfCase',
    summary: 'Add what was changed because of a case, or, as an owner, an exception with its last day within a year',
    problems: ['no-such-control', 'case-closed', 'in-the-future', 'not-allowed'],
    example: {
      ...{ control: 'input-filter', kind: 'control', what: 'quoted mails are filtered, too' },
      ...{ madeAt: '2026-08-01T06:00:00Z', regressionKey: 'quoted instructions', owner: 'ada' },
      nextReview: inDays(90).slice(0, 10),
    },
  },
  'PATCH /case-changes/{id}': {
    id: 'completeChange',
    summary: 'Say of a change what was left open: its regression case, its owner, its next review',
    problems: ['case-closed', 'change-withdrawn', 'not-allowed'],
    example: { owner: 'ada', nextReview: inDays(90).slice(0, 10) },
  },
  'POST /case-changes/{id}/withdraw': {
    id: 'withdrawChange',
    summary: 'Withdraw a change that is not proven: it stays in the case with the reason, and closes nothing',
    problems: ['case-closed', 'change-proven', 'change-withdrawn', 'not-allowed'],
    example: { why: 'it was rolled back' },
  },
  'GET /regression-cases': {
    id: 'listRegressionCases',
    summary: 'Cases that evaluations ran for a control, as they ended last',
  },
  'POST /cases/{id}/close': {
    id: 'closeCase',
    summary: 'Close a case whose failed barriers have a proven change or an exception',
    problems: ['case-closed', 'change-not-proven'],
  },
  'POST /cases/{id}/reopen': {
    id: 'reopenCase',
    summary: 'Open a closed case again, with the reason: the failures that its changes had cleared count again',
    problems: ['case-open', 'not-allowed'],
    example: { why: 'its regression case had passed before the change' },
  },
}
