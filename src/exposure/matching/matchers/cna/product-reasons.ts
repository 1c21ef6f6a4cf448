import type { AffectedProduct, KeyedStatement, Reason } from '#core/vocabulary'
import { heldBack } from '../../cpe/cpe-reasons.ts'
import type { Identity } from '../../identity.ts'
import { intervalText } from '../../package-reasons.ts'
import type { ProductFinding, Standing } from './product-finding.ts'

/** The trail of what a CNA says of a product: under which name, against which versions, and why it is held back. */
export function productReasons(
  identity: Identity,
  statement: KeyedStatement,
  finding: ProductFinding,
  standing: Standing,
  entry: AffectedProduct,
): Reason[] {
  const { name } = finding
  const from = { source: statement.source, recordId: statement.recordId }
  const by = entry.by === undefined ? '' : ` (by ${entry.by})`
  const product = entry.vendor === '-' ? entry.cpes?.[0] : `${entry.vendor} ${entry.product}`
  const how = entry.cpes ? `as ${entry.cpes[0]}` : 'in the same words'
  const reasons: Reason[] = [
    {
      code: entry.cpes ? 'statement' : 'product-words',
      text: `${statement.source} ${statement.recordId}${by} speaks about ${product}, ${how}: ${name.text}.`,
      ...from,
    },
    { ...placeReason(finding, standing), ...from },
  ]
  if (name.fit === 'unknown')
    reasons.push({
      code: 'cpe-attributes',
      text: 'The record asks for an edition or a target of which the component’s name says nothing.',
    })
  return standing === 'affected' ? [...reasons, ...heldBack(identity)] : reasons
}

function placeReason({ entry, version, interval }: ProductFinding, standing: Standing): Pick<Reason, 'code' | 'text'> {
  const range = interval ? intervalText(interval) : rangeText(entry)
  switch (standing) {
    case 'affected':
      return { code: 'range-inside', text: `${version ?? 'Every version'} is inside ${range}.` }
    case 'unaffected':
      return { code: 'unaffected', text: `${version} is stated to be unaffected (${range}).` }
    case 'beyond':
      return { code: 'range-outside', text: `${version} is outside ${range}, and what is not listed is unaffected.` }
    case 'silent':
      return { code: 'range-outside', text: `${version} is outside ${range}; the record gives it no status.` }
    case 'unplaced':
      return {
        code: 'unparsable-version',
        text: `${version ?? 'A component without version'} cannot be placed against ${range}; nothing is claimed.`,
      }
  }
}

function rangeText({ intervals, versions = [] }: AffectedProduct): string {
  const parts = [...intervals.slice(0, 4).map(intervalText), ...versions.slice(0, 4).map((version) => `“${version}”`)]
  return parts.length === 0
    ? 'no version'
    : `${parts.join(' or ')}${intervals.length + versions.length > parts.length ? ' …' : ''}`
}
