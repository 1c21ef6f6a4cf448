import type { ScopeDocument } from '#contract/scope'
import { countAddresses, parseRange, rangeSize } from '#core/network'
import { naturalKeyOf } from '#exposure/inventory'
import { addressRulesOf, challengeOf, vantageOf } from '#exposure/surface'
import { readDiscoverySettings, readNoticeRules, readScope, readWatch } from '#exposure/surface/store'
import type { Database } from '#platform/database'

/** What names an entry that has no number of its own: `domain:example.com`. */
export function scopeKeyOf({ kind, name }: { kind: string; name: string }): string {
  return `${kind}:${name}`
}

/** All that was said of the scope, with who said it. */
export async function readScopeDocument(database: Database, workspaceId: string): Promise<ScopeDocument> {
  const { scope, settings, watch, noticeRules } = await database.inWorkspace(workspaceId, async (work) => ({
    scope: await readScope(work),
    settings: await readDiscoverySettings(work),
    watch: await readWatch(work),
    noticeRules: await readNoticeRules(work),
  }))
  return {
    version: scope.version,
    seeds: scope.seeds.map((seed) => ({ ...seed, id: scopeKeyOf({ kind: seed.kind, name: naturalKeyOf(seed) }) })),
    ranges: scope.ranges.map((one) => ({ ...one, size: sizeOf(one.range) })),
    names: scope.names,
    approvedAddresses: countAddresses(addressRulesOf(scope)),
    proofs: scope.proofs.map(({ token, statement, detail, checkedAt, provenAt, ...proof }) => ({
      ...proof,
      challenge: proof.method === 'attestation' ? null : challengeOf({ name: proof.name, token }),
      statement: statement ?? null,
      detail: detail ?? null,
      checkedAt: checkedAt ?? null,
      provenAt: provenAt ?? null,
    })),
    rulings: scope.rulings.map(({ naturalKey, reason, ...ruling }) => ({
      ...ruling,
      id: scopeKeyOf({ kind: ruling.kind, name: naturalKey }),
      reason: reason ?? null,
    })),
    settings: {
      stopped: settings.stopped ?? null,
      perHost: settings.perHost,
      perNetwork: settings.perNetwork,
      quietHours: settings.quietHours ?? null,
      resolvers: settings.resolvers,
      certificateSearch: settings.certificateSearch ?? null,
      rdap: settings.rdap ?? null,
      contact: settings.contact ?? null,
      outside: settings.outside ?? null,
      vantage: vantageOf(settings),
    },
    watch,
    noticeRules,
  }
}

/** How many addresses a range has; of a name that is excluded nobody knows. */
function sizeOf(text: string): number | null {
  const range = parseRange(text)
  return range ? Number(rangeSize(range)) : null
}
