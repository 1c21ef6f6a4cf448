export { type BuiltInCatalogue, builtInCatalogues } from './built-in.ts'
export {
  namedTechniques,
  type SearchedCatalogue,
  searchTechniques,
  type TitledTechnique,
  titledTechniques,
} from './search.ts'
