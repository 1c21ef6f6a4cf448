import type { ProblemCode } from '#contract/problem-codes'

/** What the document says of an operation besides what its schemas and its place say. */
export interface Operation {
  /** The name programs call it by. */
  id: string
  /** One line, as a list of operations shows it. */
  summary: string
  /** Problems of its own: those that its method, access and path imply are added. */
  problems?: readonly ProblemCode[]
  /** Problems that the page it leads to is told of, as `sign-in` in its address. */
  told?: readonly ProblemCode[]
  /** Media types of its answer, where that is a file or a stream. */
  files?: readonly string[]
  /** Media types of its body, where that is the file itself. */
  body?: readonly string[]
  /** A body that does something, where words that fit the schema would not. */
  example?: unknown
}

const tables = ['text/csv', 'application/json'] as const
/** A ruling ends within a year: a day in the past would be no example. */
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
const findingId = 'APy9Q6bKaKzarGeNME5Xib'

/** Every operation of the API. A route without a line here fails the test of the document, as does a line without a route. */
export const operations: Readonly<Record<string, Operation>> = {
  'GET /session': { id: 'readSession', summary: 'Who is signed in, and how one can sign in here' },
  'POST /session': {
    id: 'signIn',
    summary: 'Sign in with name and password, and the code of a second factor',
    problems: [
      'wrong-credentials',
      'second-factor-needed',
      'wrong-code',
      'local-sign-in-off',
      'account-disabled',
      'not-allowed',
      'too-many-attempts',
      'secret-unreadable',
    ],
  },
  'DELETE /session': { id: 'signOut', summary: 'Sign out' },
  'POST /setup': {
    id: 'setUp',
    summary: 'Make the first administrator with the one-time link from the terminal',
    problems: ['setup-link-invalid', 'name-taken'],
  },
  'POST /session/provider': {
    id: 'beginProviderSignIn',
    summary: 'Begin to sign in with the identity provider',
    problems: ['no-provider', 'provider-failed', 'secret-unreadable', 'host-not-allowed', 'unreachable'],
  },
  'GET /session/provider/callback': {
    id: 'endProviderSignIn',
    summary: 'Where the provider sends the browser back to',
    told: [
      'identity-taken',
      'no-group',
      'no-workspace',
      'sign-in-expired',
      'provider-failed',
      'account-disabled',
      'no-provider',
    ],
  },
  'PUT /session/workspace': {
    id: 'enterWorkspace',
    summary: 'Go to another of one’s workspaces',
    problems: ['not-found'],
  },
  'POST /links/read': { id: 'readLink', summary: 'What a one-time link is for', problems: ['link-invalid'] },
  'POST /links/join': {
    id: 'joinByLink',
    summary: 'Join a workspace by an invitation',
    problems: [
      'link-invalid',
      'name-taken',
      'wrong-password',
      'wrong-credentials',
      'already-member',
      'local-sign-in-off',
      'too-many-attempts',
      'account-disabled',
    ],
  },
  'POST /links/reset': {
    id: 'resetByLink',
    summary: 'Choose a new password by a link',
    problems: ['link-invalid', 'local-sign-in-off'],
  },
  'GET /account/sessions': { id: 'listOwnSessions', summary: 'One’s open sessions' },
  'DELETE /account/sessions': { id: 'endOtherSessions', summary: 'End one’s other sessions' },
  'DELETE /account/sessions/{id}': { id: 'endSession', summary: 'End one of one’s sessions' },
  'PUT /account/password': {
    id: 'changePassword',
    summary: 'Change one’s password, which ends the other sessions',
    problems: ['wrong-password', 'no-password', 'too-many-attempts'],
    example: { current: 'the old unrelated words', next: 'some new unrelated words' },
  },
  'GET /account/second-factor': { id: 'readSecondFactor', summary: 'Whether one has a second factor' },
  'POST /account/second-factor': {
    id: 'beginSecondFactor',
    summary: 'Begin to set up a second factor: a secret for the authenticator',
    problems: ['second-factor-on', 'no-password'],
  },
  'POST /account/second-factor/confirmation': {
    id: 'confirmSecondFactor',
    summary: 'Confirm the second factor with its first code; answers with recovery codes',
    problems: ['wrong-code', 'second-factor-on', 'not-found', 'too-many-attempts', 'secret-unreadable'],
  },
  'POST /account/second-factor/removal': {
    id: 'removeSecondFactor',
    summary: 'Remove one’s second factor',
    problems: ['wrong-code', 'wrong-password', 'not-found', 'too-many-attempts', 'secret-unreadable'],
  },
  'GET /account/identity': {
    id: 'readOwnIdentity',
    summary: 'Whether one’s account is linked to the identity provider',
  },
  'POST /account/identity': {
    id: 'linkIdentity',
    summary: 'Begin to link one’s account to the identity provider',
    problems: ['no-provider', 'provider-failed', 'secret-unreadable', 'host-not-allowed', 'unreachable'],
  },
  'DELETE /account/identity': {
    id: 'unlinkIdentity',
    summary: 'Unlink one’s account from the identity provider',
    problems: ['no-provider', 'not-found', 'no-password', 'last-administrator', 'local-sign-in-off'],
  },
  'GET /account/tokens': { id: 'listTokens', summary: 'One’s API tokens in this workspace' },
  'POST /account/tokens': {
    id: 'issueToken',
    summary: 'Make an API token; it is shown this once',
    problems: ['too-many-tokens'],
    example: { name: 'build server', scopes: ['read', 'import'], days: 90 },
  },
  'DELETE /account/tokens/{id}': { id: 'revokeToken', summary: 'Revoke one of one’s tokens' },
  'GET /account/digest': { id: 'readDigest', summary: 'One’s digest by mail, and through which targets it can come' },
  'PUT /account/digest': { id: 'subscribeDigest', summary: 'Have a digest by mail', problems: ['not-found'] },
  'DELETE /account/digest': { id: 'endDigest', summary: 'Have no digest any more', problems: ['not-found'] },
  'GET /people': { id: 'listPeople', summary: 'People of the workspace' },
  'GET /people/facets': { id: 'countPeople', summary: 'How many people each value of each facet has' },
  'GET /people/export': {
    id: 'exportPeople',
    summary: 'People under a filter as a file',
    problems: ['too-many-rows'],
    files: tables,
  },
  'PATCH /people/{id}': {
    id: 'changePerson',
    summary: 'Change a person’s role, suspend them, or let them in again',
    problems: ['last-administrator', 'role-from-provider'],
    example: { role: 'analyst' },
  },
  'DELETE /people/{id}': {
    id: 'removePerson',
    summary: 'Take a person out of the workspace',
    problems: ['last-administrator', 'role-from-provider'],
  },
  'POST /people/{id}/reset-link': {
    id: 'issueResetLink',
    summary: 'Make a link with which a person chooses a new password',
  },
  'DELETE /people/{id}/second-factor': {
    id: 'removePersonsSecondFactor',
    summary: 'Remove the second factor of somebody who lost it',
  },
  'GET /invitations': { id: 'listInvitations', summary: 'Open invitations' },
  'POST /invitations': {
    id: 'invite',
    summary: 'Make an invitation: a link that works once',
    problems: ['too-many-invitations'],
  },
  'DELETE /invitations/{id}': { id: 'revokeInvitation', summary: 'Take an invitation back' },
  'GET /workspaces': { id: 'listWorkspaces', summary: 'One’s workspaces' },
  'POST /workspaces': {
    id: 'createWorkspace',
    summary: 'Make a workspace',
    problems: ['name-taken'],
    example: { name: 'Northwind' },
  },
  'PATCH /workspaces/{id}': {
    id: 'renameWorkspace',
    summary: 'Rename the present workspace',
    problems: ['name-taken'],
    example: { name: 'Northwind Europe' },
  },
  'GET /instance/identity-provider': { id: 'readIdentityProvider', summary: 'The organisation’s identity provider' },
  'PUT /instance/identity-provider': {
    id: 'setIdentityProvider',
    summary: 'Configure the identity provider; one that does not answer is not saved',
    problems: ['link-first', 'provider-failed', 'secret-unreadable', 'host-not-allowed', 'unreachable', 'not-found'],
  },
  'DELETE /instance/identity-provider': {
    id: 'removeIdentityProvider',
    summary: 'Do without an identity provider',
    problems: ['not-found'],
  },
  'GET /audit': { id: 'listAudit', summary: 'The workspace’s audit trail, newest first' },
  'GET /audit/facets': { id: 'countAudit', summary: 'How many entries each person and each action has' },
  'GET /audit/export': {
    id: 'exportAudit',
    summary: 'The workspace’s audit trail as a file',
    files: ['text/csv', 'application/x-ndjson'],
  },
  'GET /audit/verification': { id: 'verifyAudit', summary: 'Recompute the workspace’s audit chain' },
  'GET /instance/audit': { id: 'listInstanceAudit', summary: 'The instance’s audit trail, newest first' },
  'GET /instance/audit/facets': {
    id: 'countInstanceAudit',
    summary: 'How many entries of the instance each person and each action has',
  },
  'GET /instance/audit/export': {
    id: 'exportInstanceAudit',
    summary: 'The instance’s audit trail as a file',
    files: ['text/csv', 'application/x-ndjson'],
  },
  'GET /instance/audit/verification': { id: 'verifyInstanceAudit', summary: 'Recompute the instance’s audit chain' },
  'GET /overview': { id: 'readOverview', summary: 'What Today shows' },
  'POST /overview/look': { id: 'noteLook', summary: 'Note that one looked; how much changed since the time before' },
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
    problems: ['bad-ruling', 'busy'],
    example: {
      status: 'accepted',
      scope: 'finding',
      reason: 'behind a filter until the next release',
      endsAt: inDays(90),
    },
  },
  'DELETE /dispositions/{id}': { id: 'revokeRuling', summary: 'Take a ruling back' },
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
  'GET /assets': { id: 'listAssets', summary: 'Assets under a filter, the one with the most urgent finding first' },
  'GET /assets/facets': { id: 'countAssets', summary: 'How many assets each value of each facet has' },
  'GET /assets/export': {
    id: 'exportAssets',
    summary: 'Assets under a filter as a file',
    problems: ['too-many-rows'],
    files: tables,
  },
  'GET /assets/{id}': { id: 'readAsset', summary: 'One asset with its coverage and imports' },
  'PATCH /assets/{id}': {
    id: 'stateAssetFacts',
    summary: 'State facts about an asset; its findings are decided anew',
    problems: ['changed-since-read'],
    example: { exposure: 'internal', owner: 'platform team' },
  },
  'GET /assets/{id}/relations': { id: 'listRelations', summary: 'How an asset hangs together with others' },
  'POST /assets/{id}/relations': {
    id: 'stateRelation',
    summary: 'State a relation of an asset',
    problems: ['no-such-relation'],
    example: { kind: 'contains', direction: 'out', other: 'APy9Q6bKaKzarGeNME5Xib' },
  },
  'DELETE /assets/{id}/relations/{relationId}': {
    id: 'withdrawRelation',
    summary: 'Take back a relation that a person stated',
  },
  'GET /assets/{id}/neighbourhood': { id: 'readNeighbourhood', summary: 'What lies around an asset, some steps far' },
  'GET /assets/{id}/exposure': {
    id: 'readExposureHistory',
    summary: 'What was said of an asset’s exposure, latest first',
  },
  'GET /assets/{id}/components': { id: 'listComponents', summary: 'Components of an asset' },
  'GET /ai-systems': { id: 'listAiSystems', summary: 'AI systems as their register describes them' },
  'POST /ai-register': {
    id: 'takeAiRegister',
    summary: 'Take an ai-register.yaml: systems, controls, scenarios, assumptions',
    problems: ['empty-file', 'upload-broken', 'register-refused'],
    body: ['application/octet-stream'],
  },
  'GET /controls': { id: 'listControls', summary: 'Controls with what evidence shows of them now' },
  'GET /controls/{id}': { id: 'readControl', summary: 'One control with its evidence by day' },
  'GET /scenarios': { id: 'listScenarios', summary: 'Scenarios with what they leave over now' },
  'GET /scenarios/{id}': { id: 'readScenario', summary: 'One scenario with its barriers' },
  'GET /evaluations': { id: 'listEvaluations', summary: 'The newest 200 runs of evaluations' },
  'POST /evaluations': {
    id: 'importEvaluation',
    summary: 'Import the report of an evaluation tool as evidence of the controls it tests',
    problems: ['empty-file', 'upload-broken', 'evaluation-refused', 'no-such-control'],
    body: ['application/octet-stream'],
  },
  'GET /evaluations/{id}': { id: 'readEvaluation', summary: 'One run with its cases, failed ones first' },
  'POST /evidence': {
    id: 'recordEvidence',
    summary: 'Record evidence of a control: a probe, counted traces, a person’s word',
    problems: ['no-such-control', 'in-the-future'],
    example: {
      evidence: [
        {
          ...{ control: 'input-filter', kind: 'probe', aspect: 'liveness', result: 'pass', demands: 1 },
          ...{ source: 'canary', at: '2026-08-01T06:00:00Z' },
        },
      ],
    },
  },
  'GET /evidence/check': { id: 'checkEvidence', summary: 'Recompute the chain of evidence' },
  'GET /evidence/export': {
    id: 'exportEvidence',
    summary: 'The chain of evidence as lines that prove themselves',
    files: ['application/x-ndjson'],
  },
  'GET /cases': { id: 'listCases', summary: 'Incidents, near misses, hazards and exercises, open ones first' },
  'POST /cases': {
    id: 'openCase',
    summary: 'Report an incident, a near miss, a hazard or an exercise',
    problems: ['in-the-future'],
    example: { kind: 'near-miss', title: 'An injected mail nearly reached the order tool' },
  },
  'GET /cases/{id}': { id: 'readCase', summary: 'One case with what is missing before it may be closed' },
  'PUT /cases/{id}/barriers': {
    id: 'sayOfBarrier',
    summary: 'Say whether a control held, failed or was missing in a case',
    problems: ['no-such-control', 'case-closed'],
    example: { control: 'input-filter', outcome: 'failed' },
  },
  'POST /cases/{id}/changes': {
    id: 'changeBecauseOfCase',
    summary: 'Add what was changed because of a case, or an exception with its last day',
    problems: ['no-such-control', 'case-closed', 'in-the-future'],
    example: {
      ...{ control: 'input-filter', kind: 'control', what: 'quoted mails are filtered, too' },
      ...{ madeAt: '2026-08-01T06:00:00Z', regressionKey: 'quoted instructions', owner: 'ada' },
      nextReview: inDays(90).slice(0, 10),
    },
  },
  'POST /cases/{id}/close': {
    id: 'closeCase',
    summary: 'Close a case whose failed barriers have a proven change or an exception',
    problems: ['case-closed', 'not-proven'],
  },
  'GET /imports': { id: 'listImports', summary: 'What was imported, newest first' },
  'GET /imports/facets': { id: 'countImports', summary: 'How many imports each value of each facet has' },
  'GET /imports/export': {
    id: 'exportImports',
    summary: 'Imports under a filter as a file',
    problems: ['too-many-rows'],
    files: tables,
  },
  'POST /imports': {
    id: 'importFile',
    summary: 'Import a file (an SBOM, a lockfile, a report), or tell what that would change',
    problems: ['empty-file', 'upload-broken', 'too-many-previews'],
    body: ['application/octet-stream'],
  },
  'POST /sample': { id: 'loadSample', summary: 'Load the sample organisation', problems: ['already-running'] },
  'GET /import-previews': { id: 'listImportPreviews', summary: 'Imports that were worked out and wait' },
  'GET /import-previews/{id}': { id: 'readImportPreview', summary: 'What an import would do' },
  'GET /import-previews/{id}/changes': { id: 'listPreviewedChanges', summary: 'The findings an import would change' },
  'POST /import-previews/{id}/commit': {
    id: 'commitImportPreview',
    summary: 'Import what was previewed',
    problems: ['not-ready', 'already-committed'],
  },
  'DELETE /import-previews/{id}': { id: 'discardImportPreview', summary: 'Forget a preview and its file' },
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
  'GET /feeds': { id: 'listFeeds', summary: 'The state of each feed' },
  'POST /feeds/refresh': { id: 'refreshFeeds', summary: 'Refresh all feeds, or some', problems: ['already-running'] },
  'GET /jobs': { id: 'listJobs', summary: 'Long work: what runs, and how it ended' },
  'GET /jobs/{id}': { id: 'readJob', summary: 'How far a job is' },
  'DELETE /jobs/{id}': { id: 'stopJob', summary: 'Stop a job' },
  'GET /events': {
    id: 'followEvents',
    summary: 'Server-sent events: how far jobs are, and what changed',
    files: ['text/event-stream'],
  },
  'GET /notifications/notifiers': { id: 'listNotifiers', summary: 'Ways out, and what each needs to know' },
  'GET /notifications/targets': { id: 'listTargets', summary: 'Where notices go' },
  'POST /notifications/targets': {
    id: 'createTarget',
    summary: 'Have notices sent somewhere',
    problems: ['unknown-notifier', 'bad-settings', 'name-taken', 'too-many-targets'],
    example: {
      notifier: 'webhook',
      name: 'chat bridge',
      settings: {
        url: 'https://hooks.example/lunette',
        secret: 'whsec_Zm9yIHRoZSBleGFtcGxlIG9ubHk6IHVzZSB5b3VyIG93bg==',
      },
      kinds: ['finding.opened'],
    },
  },
  'PATCH /notifications/targets/{id}': {
    id: 'changeTarget',
    summary: 'Change a target, or pause it',
    problems: ['bad-settings', 'name-taken', 'unknown-notifier'],
    example: { paused: true },
  },
  'DELETE /notifications/targets/{id}': { id: 'removeTarget', summary: 'Send nothing there any more' },
  'POST /notifications/targets/{id}/test': { id: 'testTarget', summary: 'Send a notice of its own, now' },
  'GET /notifications/deliveries': { id: 'listDeliveries', summary: 'What was sent, waits, or was given up' },
  'POST /notifications/deliveries/{id}/retry': { id: 'retryDelivery', summary: 'Send again what was given up' },
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
