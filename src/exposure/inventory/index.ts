/** Assets, the components on them and the imports that witnessed them. */
export { type Asset, type AssetUpdate, type ExposureStatement, normaliseTags } from './asset.ts'
export { type ChangedComponent, type InventoryChanges, pairChanges } from './changes.ts'
export { ecosystemOfComponent } from './ecosystem.ts'
export {
  type AssetId,
  assetIdOf,
  type ComponentId,
  componentIdOf,
  componentKeyOf,
  type ImportId,
  importIdOf,
  naturalKeyOf,
  type RelationId,
  relationIdOf,
  witnessOf,
} from './identity.ts'
export { knownImages } from './known-ai/images.ts'
export { knownPackages } from './known-ai/packages.ts'
export {
  aiImage,
  aiPackage,
  aiPort,
  aiProduct,
  aiSoftware,
  aiTypes,
  type KnownAi,
  productsOf,
  usualPart,
} from './known-ai/recognise.ts'
export { usualPorts } from './known-ai/services.ts'
export { type MentionedAsset, type StatedRelation, type StatedRelations, statedRelations } from './relations.ts'
export { joinedFacts, reportWords } from './report-words.ts'
export { isOfComponent, reportedVulnerabilities } from './reported.ts'
export {
  type KeptWord,
  keyOfPart,
  type SaidByHand,
  type SaidOfSystem,
  type SystemChange,
  sayOfSystem,
} from './said-ai-system.ts'
export { statedFindings } from './stated.ts'
