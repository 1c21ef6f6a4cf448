import { ok, type Result } from '#core/kernel'
import type { ScopeJudgement } from '#core/network'
import type { NamedAsset } from '#core/vocabulary'
import { addressesInScope, notPublicSuffix, rulingsOf, type Scope } from '#exposure/surface'
import { readDiscoverySettings, readScope } from '#exposure/surface/store'
import type { Database } from '#platform/database'
import { nameLookup } from '#platform/probe'

/** A name at this moment, for whoever approves its addresses. */
export interface LookedUpName {
  name: string
  addresses: string[]
  /** What it is an alias of, one after the other. */
  aliases: string[]
  /** The first of these that is nobody's of ours: whose servers are at the addresses. `null`: there is none. */
  thirdParty: string | null
  /** Whether there is such a name at all; `null`: nobody could tell. */
  exists: boolean | null
  /** Addresses that are not probed even where they are approved so, each with why. */
  untouched: { address: string; why: string }[]
}

interface LookUpContext {
  database: Database
  /** Hosts of the organisation's own network that may be asked. */
  privateHosts: readonly string[]
}

/** Asks resolvers for a name, and says what approving its addresses would mean. Problems: `public-suffix`, `unreachable`. */
export async function lookUpName(
  { database, privateHosts }: LookUpContext,
  workspaceId: string,
  name: string,
): Promise<Result<LookedUpName>> {
  const ownable = notPublicSuffix(name)
  if (!ownable.ok) return ownable
  const { settings, scope } = await database.inWorkspace(workspaceId, async (work) => ({
    settings: await readDiscoverySettings(work),
    scope: await readScope(work),
  }))
  const lookup = nameLookup(settings.resolvers, privateHosts)
  const [found, aliases, exists = null] = await Promise.all([
    lookup.addresses(name),
    lookup.aliases(name),
    lookup.exists(name),
  ])
  if (!found.ok) return found
  const { ruling } = rulingsOf(scope)
  const thirdParty = aliases.find((alias) => ruling({ kind: 'hostname', name: alias }) !== 'owned') ?? null
  const untouched = untouchedOf(scope, name, found.value)
  return ok({ name, addresses: found.value, aliases, thirdParty, exists, untouched })
}

/** So long somebody who names a seed waits for whether there is such a name. */
const PATIENCE_MS = 3_000

/** Whether there is such a name; `null`: nobody could tell, or it took long. */
export async function nameExists(
  { database, privateHosts }: LookUpContext,
  workspaceId: string,
  name: string,
): Promise<boolean | null> {
  const { resolvers } = await database.inWorkspace(workspaceId, readDiscoverySettings)
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS, null)
  })
  const exists = await Promise.race([nameLookup(resolvers, privateHosts).exists(name), late])
  clearTimeout(timer)
  return exists ?? null
}

/** Names that somebody wants looked at and no resolver knows, and whether each is a seed of the scope already. */
export async function nowhereSeeds(
  database: Database,
  workspaceId: string,
  wanted: readonly NamedAsset[],
  exists: (name: string) => Promise<boolean | null>,
): Promise<{ name: string; isSeed: boolean }[]> {
  const names = wanted.flatMap(({ kind, name }) => (kind === 'domain' || kind === 'hostname' ? name : []))
  const answers = await Promise.all(names.map(async (name) => ({ name, exists: await exists(name) })))
  const nowhere = answers.filter((answer) => answer.exists === false)
  if (nowhere.length === 0) return []
  const { seeds } = await database.inWorkspace(workspaceId, readScope)
  const known = new Set(seeds.map((seed) => seed.name.toLowerCase()))
  return nowhere.map(({ name }) => ({ name, isSeed: known.has(name.toLowerCase()) }))
}

function untouchedOf(scope: Scope, name: string, addresses: string[]): LookedUpName['untouched'] {
  const approval = { name, addresses, waiting: [], approvedBy: '', approvedAt: '', checkedAt: '' }
  const approved = addressesInScope({ ...scope, names: [...scope.names, approval] })
  return addresses.flatMap((address) => {
    const why = whyNot(approved.judge(address))
    return why === undefined ? [] : { address, why }
  })
}

function whyNot(judged: ScopeJudgement): string | undefined {
  if (judged.approved) return undefined
  if (judged.reason === 'excluded') return 'it is excluded'
  if (judged.reason === 'special') return `it is a ${judged.use} address: only a range approved by hand opens those`
  return 'the scope does not allow it'
}
