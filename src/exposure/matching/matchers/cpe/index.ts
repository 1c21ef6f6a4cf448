import { cpeKey, type KnowledgeReader } from '#core/vocabulary'
import { configurationOpinion } from '../../cpe/configuration-opinion.ts'
import { heardProducts } from '../../cpe/heard-products.ts'
import { distinct } from '../../distinct.ts'
import type { Opinion } from '../../opinion.ts'
import type { Matcher } from '../types.ts'

/** CPE configurations (NVD and overrides of it): the least trusted structured source, heard where nothing better speaks. */
export const cpeMatcher: Matcher = {
  method: 'cpe',
  description:
    'CPE configurations of NVD, its overrides and ADPs, for components that state a CPE or are a stock product.',
  keys: (identity, dial) =>
    distinct(heardProducts(identity, dial, 'analyst').map(({ vendor, product }) => cpeKey(vendor, product))),
  judge: (identity, statement, { knowledge, surroundings, remembered }) => {
    const opinion = remembered.of(identity, statement, 'cpe', () =>
      configurationOpinion(identity, statement, 'cpe', surroundings, ({ container }) => container !== 'cna'),
    )
    return opinion === undefined || isOverridden(opinion, knowledge) ? [] : [opinion]
  },
}

/** An override replaces NVD's own configurations for the vulnerability, whatever products those named. */
function isOverridden({ verdict, statement }: Opinion, reader: KnowledgeReader): boolean {
  if (statement.source !== 'nvd' || verdict === 'not-affected') return false
  return statement.vulnerabilityIds.every((id) =>
    reader.vulnerability(id)?.records.some(({ source }) => source === 'anchore'),
  )
}
