import type { AffectedPackage, Component, SourceId, Statement } from '#core/vocabulary'
import { normalisePackageName, schemeOfEcosystem } from '#core/vocabulary'
import { ecosystemOfComponent } from '#exposure/matching'

/** Ecosystems of the synthetic volume and their share of it, after the sizes of the public databases. */
const shares: readonly [ecosystem: string, share: number][] = [
  ['npm', 0.2],
  ['Maven', 0.12],
  ['Debian:10', 0.08],
  ['Debian:11', 0.1],
  ['Ubuntu:18.04:LTS', 0.1],
  ['Ubuntu:22.04:LTS', 0.1],
  ['Alpine:v3.16', 0.05],
  ['Red Hat:enterprise_linux:8::baseos', 0.15],
  ['SUSE:Linux Enterprise Server 15 SP3', 0.1],
]

/** One advisory in this many names a package of the inventory; the rest fill the base. */
const NAMED_ONE_IN = 8

/** Advisories made up by a counter: the same every time, `count` of them, some naming packages of the inventory. */
export function* syntheticStatements(count: number, components: readonly Component[]): Generator<Statement> {
  const names = namesByBase(components)
  const random = sequence(20_260_801)
  for (const [ecosystem, share] of shares) {
    const base = ecosystem.split(':', 1)[0] ?? ecosystem
    const known = names.get(base) ?? []
    for (let index = 0; index < count * share; index++) {
      const inside = known.length > 0 && index % NAMED_ONE_IN === 0
      const name = inside ? known[random(known.length)] : `made-up-${random(60_000)}`
      yield statementOf(ecosystem, name ?? 'made-up', index, random)
    }
  }
}

/** The ecosystem's own database, so that its silence about a package counts as it does in earnest. */
function sourceOf(ecosystem: string): SourceId {
  return `osv:${ecosystem.split(':', 1)[0]}`
}

export const syntheticSources: readonly SourceId[] = [...new Set(shares.map(([ecosystem]) => sourceOf(ecosystem)))]

function statementOf(ecosystem: string, name: string, index: number, random: (below: number) => number): Statement {
  const cve = `CVE-2098-${100_000 + random(900_000)}`
  const affected: AffectedPackage = {
    kind: 'package',
    ecosystem,
    name: normalisePackageName(ecosystem, name),
    scheme: schemeOfEcosystem(ecosystem),
    intervals: [{ max: `${random(4)}.${random(20)}.${random(20)}` }],
    status: 'affected',
  }
  const byDistribution = ecosystem.includes(':')
  return {
    source: sourceOf(ecosystem),
    recordId: `SYN-${ecosystem}-${index}`,
    state: 'published',
    aliases: byDistribution ? [] : [cve],
    related: byDistribution ? [cve] : [],
    title: `Synthetic advisory ${index}`,
    severities: [],
    cwes: [],
    ssvc: [],
    affected: [affected],
    references: [],
  }
}

function namesByBase(components: readonly Component[]): Map<string, string[]> {
  const byBase = new Map<string, Set<string>>()
  for (const component of components) {
    const base = ecosystemOfComponent(component).split(':', 1)[0] ?? ''
    const names = byBase.get(base) ?? new Set<string>()
    const separator = base === 'Maven' ? ':' : '/'
    names.add(
      component.namespace && /^(npm|Maven)$/.test(base)
        ? `${component.namespace}${separator}${component.name}`
        : component.name,
    )
    byBase.set(base, names)
  }
  return new Map([...byBase].map(([base, names]) => [base, [...names].sort()]))
}

/** A linear congruential sequence (Numerical Recipes' constants), so that every run makes the same base. */
function sequence(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}
