/** Reads SBOMs, lockfiles and package databases into inventories. Stores nothing. */
export {
  defaultLimits,
  type Imported,
  type ImportedFile,
  type Importer,
  type ImporterKind,
  type ImportInput,
  type ImportLimits,
  type ImportResult,
  type Sample,
} from './contract.ts'
export { type ImportOptions, importBytes, importFile } from './import-file.ts'
export { importers } from './registry.ts'
export { parseOsRelease } from './shared/inventory/distribution.ts'
export { locationIn, mergeImports } from './walk/merge-imports.ts'
export { scanHost } from './walk/scan-host.ts'
export { type FolderWalk, type WalkOptions, walkFolder } from './walk/walk-folder.ts'
