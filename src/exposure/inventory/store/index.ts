/** Assets, components and imports in PostgreSQL. */
export { type AiRuling, dropAiRuling, keepAiRuling, readAiRulings } from './ai-discoveries.ts'
export {
  type SeenAiSoftware,
  type SeenAsset,
  type SeenPort,
  seenImages,
  seenListening,
  seenPorts,
  seenSoftware,
  standingOfAsset,
} from './ai-software.ts'
export {
  aiSystemTimes,
  type KeptAiSystem,
  lockAiSystem,
  type Retirement,
  readAiSystems,
  recordAiSystems,
  retiredSystems,
  retireSystem,
  writeAiSystem,
} from './ai-systems.ts'
export { type AssetChangeTerms, assetsNamed, findAsset, listAssets, updateAsset } from './assets.ts'
export { type SeenName, seenNames } from './component-names.ts'
export {
  assetsWithComponent,
  componentsOfAsset,
  earlierPlaces,
  type RecordedComponent,
  reportedOfAsset,
  subjectOfAsset,
  vexOfAsset,
} from './components.ts'
export {
  assetsOfTheseNames,
  type CountsBeside,
  type CountsInstead,
  countsBeside,
  countsInstead,
} from './import-company.ts'
export { type ImportEffects, noteImportEffects } from './import-effects.ts'
export type { ImportRecord } from './import-plan.ts'
export { inventoryMarks } from './marks.ts'
export {
  forgetRelations,
  idOfNamed,
  noteAssets,
  type Observer,
  observeRelations,
} from './observed-relations.ts'
export { assetsById, assetsCalled, type CalledAsset, placesOf } from './part-assets.ts'
export { type RelationByHand, type RelationSpeaker, stateRelation, withdrawRelation } from './people-relations.ts'
export { type RecordedImport, recordImport } from './record-import.ts'
export { reportedFactsOfAsset, reportedUnder, reportWordsOf } from './report-words.ts'
export { statedOfAsset } from './stated.ts'
export type { InventoryTables } from './tables.ts'
