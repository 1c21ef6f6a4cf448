import { cpeOf, formatCpe, quoteCpeValue, type SeenSoftware } from '#core/vocabulary'
import { plainText } from '../conversation/index.ts'
import { canonicalCpe } from './cpe-names.ts'
import { distributionIn } from './distribution.ts'
import type { Observation } from './observation.ts'
import { type Claim, type FingerprintRule, fill } from './rule.ts'

/** Written where the version that shows is not the one the CPE counts by. */
const ANY_VERSION = '*'

/** What a claim of a rule that matched says of the software. */
export function softwareOf(
  claim: Claim,
  rule: FingerprintRule,
  caught: RegExpExecArray,
  observation: Observation,
): SeenSoftware | undefined {
  const product = fill(claim.product, caught)
  if (product === undefined) return undefined
  const version = versionIn(fill(claim.version, caught), observation.text)
  const vendor = fill(claim.vendor, caught)
  const cpe = cpeFor(claim, version, caught)
  const distribution = distributionIn(observation)
  const purl =
    claim.purl === undefined || version === undefined ? undefined : purlFor(claim.purl, version, caught, distribution)
  return {
    product: plainText(product, 120),
    ...(vendor === undefined ? {} : { vendor: plainText(vendor, 120) }),
    ...(version === undefined ? {} : { version }),
    ...(cpe === undefined ? {} : { cpe }),
    ...(purl === undefined ? {} : { purl }),
    ...(distribution === undefined ? {} : { distribution }),
    where: observation.where,
    by: rule.id,
    confidence: rule.confidence,
  }
}

/** A version is observed when it stands in the text; `R6_2_1` shows 6.2.1. */
function versionIn(version: string | undefined, text: string): string | undefined {
  if (version === undefined || !/^[\w.+~:-]{1,64}$/.test(version) || !/\d/.test(version)) return undefined
  const bare = version.replace(/[._-]+$/, '')
  if (!plainSpelling(text).includes(plainSpelling(bare))) return undefined
  return /^\d+(?:_\d+)+$/.test(bare) ? bare.replaceAll('_', '.') : bare
}

function plainSpelling(text: string): string {
  return text.toLowerCase().replace(/[_-]/g, '.')
}

function cpeFor(claim: Claim, version: string | undefined, caught: RegExpExecArray): string | undefined {
  if (claim.cpe === undefined) return undefined
  const [part = 'a', vendor = '', product = ''] = canonicalCpe(claim.cpe).split(':')
  const release = version === undefined ? undefined : claim.cpeRelease?.(version)
  const known = version === undefined ? undefined : (release?.version ?? fill(claim.cpeVersion, caught) ?? version)
  const update = version === undefined ? undefined : (release?.update ?? fill(claim.cpeUpdate, caught))
  const edition = fill(claim.cpeEdition, caught)
  return formatCpe(
    cpeOf({
      part,
      vendor: quoteCpeValue(vendor),
      product: quoteCpeValue(product),
      ...(known === undefined || known === ANY_VERSION ? {} : { version: quoteCpeValue(known) }),
      ...(update === undefined ? {} : { update: quoteCpeValue(update) }),
      ...(edition === undefined ? {} : { swEdition: quoteCpeValue(edition) }),
    }),
  )
}

function purlFor(
  template: string,
  version: string,
  caught: RegExpExecArray,
  distribution: SeenSoftware['distribution'],
): string | undefined {
  if (template.includes('$r') && distribution?.revision === undefined) return undefined
  const text = template
    .replace('$v', encodeURIComponent(version))
    .replace('$r', encodeURIComponent(distribution?.revision ?? ''))
    .replace('$d', distribution?.id ?? '')
  return fill(text, caught)
}
