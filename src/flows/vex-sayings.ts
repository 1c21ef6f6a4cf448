import { csafJustification, type VexProduct, type VexSaying } from '#action/reports/vex'
import type { VexFormat } from '#core/vocabulary/vex'
import type { ruledFindings } from '#exposure/findings/store'
import { endNote } from './vex-end.ts'

type RuledFinding = Awaited<ReturnType<typeof ruledFindings>>[number]

/** Any format's justification in the words of OpenVEX, which are those of our rulings. */
export const openVexJustification = csafJustification

/**
 * What our rulings say, one statement for each; what came from a document is said in that document's own words, about the
 * products it named. CSAF has a note of a vulnerability only: the end of what is said of a product has no place there.
 */
export function sayingsOf(ruled: readonly RuledFinding[], format: VexFormat): VexSaying[] {
  const sayings = new Map<string, VexSaying>()
  for (const row of ruled) {
    const key = row.statement ? JSON.stringify(row.statement) : `${row.id} ${row.vulnerabilityId}`
    const known = sayings.get(key)
    if (row.statement) sayings.set(key, row.statement as VexSaying)
    else if (known) addProduct(known.products, productOf(row))
    else {
      const end = format === 'csaf' ? {} : { note: endNote(row.endsAt) }
      sayings.set(key, { ...saidOf(row), ...end, products: [productOf(row)] })
    }
  }
  return [...sayings.values()]
}

function saidOf({
  status,
  vulnerabilityId,
  justification,
  reason,
  madeAt,
  endsAt,
}: RuledFinding): Omit<VexSaying, 'products'> {
  const common = { vulnerability: vulnerabilityId, aliases: [], parts: [], at: madeAt }
  switch (status) {
    case 'accepted':
      return {
        ...common,
        status: 'affected',
        actions: [{ how: 'no_fix_planned', text: `Accepted until ${endsAt.slice(0, 10)}: ${reason}` }],
      }
    case 'false-positive':
      return { ...common, status: 'not-affected', said: 'false_positive', impact: reason, actions: [] }
    case 'not-affected':
      return {
        ...common,
        status: 'not-affected',
        impact: reason,
        actions: [],
        ...(justification !== null && { justification }),
      }
  }
}

/** A ruling about one asset is about the part of it; a wider one about the component wherever it is. */
function productOf({ scope, component, subject }: RuledFinding): VexProduct {
  const { purl, cpes, name, version } = component
  const part = purl ?? cpes[0] ?? (version === undefined ? name : `${name}@${version}`)
  if (scope === 'component' || scope === 'workspace') return { ref: part, ids: [part], parts: [], carried: {} }
  const whole = subject.purl ?? subject.name
  return { ref: whole, ids: [whole], parts: [part], carried: {} }
}

function addProduct(products: VexProduct[], product: VexProduct): void {
  const known = products.find(({ ref }) => ref === product.ref)
  if (!known) products.push(product)
  else for (const part of product.parts) if (!known.parts.includes(part)) known.parts.push(part)
}
