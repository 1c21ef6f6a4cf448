import { type Operations, tables } from './operation.ts'

/** What there is, and how that and knowledge come in. */
export const inventoryOperations: Operations = {
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
  'POST /import-previews/{id}/renew': {
    id: 'renewImportPreview',
    summary: 'Work a preview out anew, from what is known now',
    problems: ['not-ready', 'already-committed'],
  },
  'DELETE /import-previews/{id}': { id: 'discardImportPreview', summary: 'Forget a preview and its file' },
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
}
