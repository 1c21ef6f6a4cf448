import { frameworkReferences, searchReferences } from '#assurance/controls'
import { namedTechniques, searchTechniques } from '#assurance/threats'
import { catalogueList, referenceList, referenceQuery, techniqueList, techniqueQuery } from '#contract/catalogues'
import { readCatalogues } from '#flows/technique-catalogues'
import type { RouteApp, RouteParts } from '../route-app.ts'

const tags = ['assurance']
const MOST_NAMED = 100
const MOST_REFERENCES = 60

/** Catalogues of techniques and references to frameworks: what scenarios, cases and controls can name. */
export function catalogueRoutes(app: RouteApp, { database }: RouteParts): void {
  app.get('/catalogues', { schema: { tags, response: { 200: catalogueList } } }, async () => {
    const { catalogues } = await readCatalogues(database)
    return { catalogues }
  })

  app.get(
    '/techniques',
    { schema: { tags, querystring: techniqueQuery, response: { 200: techniqueList } } },
    async (request) => {
      const { search = '', ids = '', limit } = request.query
      const { techniques } = await readCatalogues(database)
      const named = ids.split(',').filter((id) => id !== '')
      return {
        techniques:
          named.length > 0
            ? namedTechniques(techniques, named.slice(0, MOST_NAMED))
            : searchTechniques(techniques, search).slice(0, limit),
      }
    },
  )

  app.get(
    '/framework-references',
    { schema: { tags, querystring: referenceQuery, response: { 200: referenceList } } },
    async (request) => {
      const { search, ids = '' } = request.query
      const named = new Set(ids.split(',').filter((id) => id !== ''))
      const found = named.size > 0 ? frameworkReferences.filter(({ id }) => named.has(id)) : searchReferences(search)
      return { references: found.slice(0, MOST_REFERENCES) }
    },
  )
}
