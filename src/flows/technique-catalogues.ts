import { builtInCatalogues, type TitledTechnique, titledTechniques } from '#assurance/threats'
import { techniqueCatalogues } from '#exposure/knowledge/store'
import { feeds } from '#intake/feeds'
import type { Database } from '#platform/database'

/** A catalogue of techniques, and whether its feed was read. */
export interface CatalogueStatus {
  id: string
  name: string
  publisher: string
  licence: string
  /** Null: its feed was not read yet. */
  version: string | null
  techniques: number
  /** It comes with the product. */
  isBuiltIn: boolean
}

const catalogueFeeds = ['atlas', 'attack-enterprise', 'attack-ics']

/** Catalogues of techniques, and all that is in those that are there. They are the instance's, not a workspace's. */
export async function readCatalogues(
  database: Database,
): Promise<{ catalogues: CatalogueStatus[]; techniques: TitledTechnique[] }> {
  const held = new Map((await techniqueCatalogues(database)).map((one) => [one.id, one]))
  const fed = feeds.filter(({ id }) => catalogueFeeds.includes(id))
  const named = fed.flatMap(({ id, name }) => {
    const catalogue = held.get(id)
    return catalogue ? [{ ...catalogue, name }] : []
  })
  const statuses = [
    ...fed.map(({ id, name, publisher, licence }) => ({
      ...{ id, name, publisher, licence, version: held.get(id)?.version ?? null },
      ...{ techniques: held.get(id)?.techniques.length ?? 0, isBuiltIn: false },
    })),
    ...builtInCatalogues.map(({ id, name, publisher, licence, version, techniques }) => ({
      ...{ id, name, publisher, licence, version, techniques: techniques.length, isBuiltIn: true },
    })),
  ]
  return { catalogues: statuses, techniques: titledTechniques([...named, ...builtInCatalogues]) }
}
