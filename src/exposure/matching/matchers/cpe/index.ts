import { cpeKey, type KeyedStatement, type KnowledgeReader } from '#core/vocabulary'
import type { CpeName } from '../../cpe-names.ts'
import { distributionFacts } from '../../distributions.ts'
import type { Identity } from '../../identity.ts'
import type { Opinion } from '../../opinion.ts'
import type { Dial, Matcher } from '../types.ts'
import { type ConfigurationFinding, meetConfiguration } from './configuration.ts'
import { cpeReasons } from './cpe-reasons.ts'

/** CPE configurations (NVD and overrides of it): the least trusted structured source, heard where nothing better speaks. */
export const cpeMatcher: Matcher = {
  method: 'cpe',
  description: 'CPE configurations of NVD and its overrides, for components that state a CPE or are a stock product.',
  keys: (identity, dial) => [
    ...new Set(heardCpes(identity, dial).map(({ vendor, product }) => cpeKey(vendor, product))),
  ],
  judge: (identity, statement, reader) => {
    const opinion = rememberedOpinion(identity, statement)
    return opinion === undefined || isOverridden(opinion, reader) ? [] : [opinion]
  },
}

/**
 * Precise hears a CPE where no advisory database covers the component: files and services with a CPE, stock products,
 * and distributions that list fixes only. Language packages have their own databases, and guessed CPEs beside a package
 * name are the classic source of false positives.
 */
function heardCpes(identity: Identity, dial: Dial): CpeName[] {
  if (dial === 'comprehensive' || identity.kind === 'other' || identity.banner) return identity.cpes()
  if (identity.kind === 'language') return identity.stockCpes
  return identity.release && distributionFacts(identity.release.base).cpeFillsSilence ? identity.cpes() : []
}

/**
 * Images of one vendor hold the same builds many times over, and a product's record lists hundreds of criteria: what a
 * statement means for one such build is kept as long as the statement itself.
 */
const remembered = new WeakMap<KeyedStatement, Map<string, Opinion | undefined>>()
const signatures = new WeakMap<Identity, string>()

function rememberedOpinion(identity: Identity, statement: KeyedStatement): Opinion | undefined {
  const signature = signatureOf(identity)
  let known = remembered.get(statement)
  if (known === undefined) {
    known = new Map()
    remembered.set(statement, known)
  }
  if (known.has(signature)) return known.get(signature)
  const opinion = judgeConfigurations(identity, statement)
  known.set(signature, opinion)
  return opinion
}

/** Everything about a component that the judging of a configuration, its verdict and its reasons look at. */
function signatureOf(identity: Identity): string {
  const known = signatures.get(identity)
  if (known !== undefined) return known
  const { kind, scheme, system, banner, component } = identity
  const stated = component.cpes.length > 0
  const names = identity.cpes().map(({ text, version, derived }) => `${text} ${version} ${derived}`)
  const signature = [kind, scheme, system, banner, component.type, stated, ...names].join(' ')
  signatures.set(identity, signature)
  return signature
}

function judgeConfigurations(identity: Identity, statement: KeyedStatement): Opinion | undefined {
  let deciding: ConfigurationFinding | undefined
  for (const configuration of statement.affected) {
    if (configuration.kind !== 'cpe') continue
    for (const cpe of identity.cpes()) {
      const finding = meetConfiguration(identity, cpe, configuration)
      if (finding && (deciding === undefined || byStrength(finding, deciding) < 0)) deciding = finding
    }
  }
  if (deciding === undefined) return undefined
  const found = deciding
  const verdict = verdictOf(identity, found)
  const fix = found.containment === 'inside' && !found.criteria.maxInclusive ? found.criteria.max : undefined
  return {
    verdict,
    method: 'cpe',
    statement,
    fixedVersions: fix === undefined ? [] : [fix],
    fixState: fix === undefined ? 'unknown' : 'fixed',
    direct: true,
    reasons: () => cpeReasons(identity, statement, found),
  }
}

const strength: Readonly<Record<ConfigurationFinding['containment'], number>> = { inside: 2, unparsable: 1, outside: 0 }

function byStrength(a: ConfigurationFinding, b: ConfigurationFinding): number {
  const platforms = Number(a.platform !== 'met') - Number(b.platform !== 'met')
  return strength[b.containment] - strength[a.containment] || platforms || (a.criteria.cpe < b.criteria.cpe ? -1 : 1)
}

function verdictOf(identity: Identity, { containment, platform }: ConfigurationFinding): Opinion['verdict'] {
  if (containment === 'outside') return 'not-affected'
  if (containment === 'unparsable') return 'unknown'
  const certain = identity.kind === 'other' && !identity.banner && platform === 'met'
  const runtime = identity.kind === 'language' && identity.component.cpes.length === 0 && platform === 'met'
  return certain || runtime ? 'affected' : 'likely-affected'
}

/** An override replaces NVD's own configurations for the vulnerability, whatever products those named. */
function isOverridden({ verdict, statement }: Opinion, reader: KnowledgeReader): boolean {
  if (statement.source !== 'nvd' || verdict === 'not-affected') return false
  return statement.vulnerabilityIds.every((id) =>
    reader.vulnerability(id)?.records.some(({ source }) => source === 'anchore'),
  )
}
