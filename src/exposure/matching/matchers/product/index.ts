import { contains } from '#core/versions'
import { type AffectedProduct, type KeyedStatement, productKey, type Verdict } from '#core/vocabulary'
import type { Identity } from '../../identity.ts'
import type { Opinion } from '../../opinion.ts'
import { intervalText } from '../../package-reasons.ts'
import { upstreamVersion } from '../../upstream-version.ts'
import type { Matcher } from '../types.ts'

/** Vendor and product words of CVE records, compared as words: never more than likely. */
export const productMatcher: Matcher = {
  method: 'product',
  description: 'Vendor and product words of CVE records against a component’s CPE or name; comprehensive only.',
  keys: (identity, dial) => (dial === 'comprehensive' ? wordKeys(identity) : []),
  judge: (identity, statement) => {
    const opinion = judgeProducts(identity, statement)
    return opinion === undefined ? [] : [opinion]
  },
}

function wordKeys({ cpes, component }: Identity): string[] {
  const keys = cpes.names().map(({ vendor, product }) => productKey(vendor, product))
  const { namespace, name } = component
  if (namespace) keys.push(productKey(namespace, name))
  keys.push(productKey(name, name))
  return [...new Set(keys)]
}

interface Found {
  entry: AffectedProduct
  verdict: Verdict
}

function judgeProducts(identity: Identity, statement: KeyedStatement): Opinion | undefined {
  const version = identity.version === undefined ? undefined : upstreamVersion(identity.scheme, identity.version)
  const found: Found[] = []
  for (const entry of statement.affected) {
    if (entry.kind === 'product') found.push({ entry, verdict: meet(entry, version) })
  }
  const carved = found.find(({ entry, verdict }) => entry.status === 'unaffected' && verdict !== 'not-affected')
  const claims = found.filter(({ entry }) => entry.status === 'affected')
  const deciding =
    claims.find(({ verdict }) => verdict === 'likely-affected') ??
    claims.find(({ verdict }) => verdict === 'unknown') ??
    claims[0]
  if (deciding === undefined) return undefined
  const verdict = carved ? 'not-affected' : deciding.verdict
  return {
    verdict,
    method: 'product',
    statement,
    fixedVersions: [],
    fixState: 'unknown',
    direct: true,
    reasons: () => [
      {
        code: 'product-words',
        text: `${statement.source} ${statement.recordId} names ${deciding.entry.vendor} ${deciding.entry.product}; the words fit, which is weak evidence.`,
        source: statement.source,
        recordId: statement.recordId,
      },
      {
        code: carved ? 'unaffected' : 'range',
        text: `Version ${version ?? '(none)'} against ${deciding.entry.intervals.map(intervalText).join(' or ') || 'the listed versions'}.`,
      },
    ],
  }
}

function meet({ scheme, intervals, versions }: AffectedProduct, version: string | undefined): Verdict {
  if (version === undefined) return 'unknown'
  const containment = contains({ scheme, intervals, ...(versions ? { versions } : {}) }, version)
  if (containment === 'unparsable') return 'unknown'
  return containment === 'inside' ? 'likely-affected' : 'not-affected'
}
