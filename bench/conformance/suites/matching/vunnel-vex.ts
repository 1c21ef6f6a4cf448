import type { VexStatement, VexStatus } from '#core/vocabulary'
import { type Json, list, object, text, texts } from './json.ts'

const statuses: Readonly<Record<string, VexStatus>> = {
  not_affected: 'not-affected',
  affected: 'affected',
  fixed: 'fixed',
  under_investigation: 'under-investigation',
}

/** One OpenVEX statement as the annotated-openvex schema wraps it. */
export function readVexRecord(item: Json): VexStatement[] {
  const document = object(item.document)
  const vulnerability = object(document?.vulnerability)
  const status = statuses[text(document?.status) ?? '']
  const name = text(vulnerability?.name)
  if (document === undefined || status === undefined || name === undefined) return []
  const products = list(document.products).flatMap(
    (product) => text(object(product.identifiers)?.purl) ?? text(product['@id']) ?? [],
  )
  return [
    {
      vulnerability: name,
      aliases: texts(vulnerability?.aliases),
      products,
      subcomponents: [],
      status,
      source: 'openvex',
    },
  ]
}
