import type { Discovered, NamedAsset, SeenWeakness, Standing, SurfaceAsset } from '#core/vocabulary'
import { type DiscoveryOptions, discover, type ProbeTools } from '#intake/discovery'
import { familyOf, networkList } from '../../src/intake/discovery/address.ts'
import { loopbackPort, loopbackSources } from '../../src/intake/discovery/loopback.kit.ts'
import { type Truth, targetOf } from './lab.ts'

/** What a run on the lab found. */
export interface Found {
  assets: Map<string, SurfaceAsset>
  weaknesses: SeenWeakness[]
  /** Domains that were proposed and accepted, and those proposed as likely ours that are not. */
  accepted: string[]
  wronglyProposed: string[]
  /** Targets that the port was asked for and refused: outside the approved scope. */
  refused: string[]
  seconds: number
  /** Processor time that took; on a busy machine it says more. */
  cpuSeconds: number
  /** Highest resident memory, in megabytes. */
  megabytes: number
}

/** Certainty from which a candidate counts as proposed. */
const LIKELY = 50

/**
 * Runs discovery on the lab. The bench plays the administrator: it approves the ranges in scope by hand and accepts a
 * domain once it is proposed, if it is one of the company's.
 */
export async function lookAtLab(truth: Truth, options: DiscoveryOptions = {}): Promise<Found> {
  const approved = networkList(truth.scope.in_scope_ranges)
  const approves = (address: string) => approved.check(address, familyOf(address))
  const port = loopbackPort(approves)
  const rulings = new Map<string, Standing>()
  const tools: ProbeTools = {
    port,
    sources: loopbackSources({
      resolvers: [targetOf(truth.resolver)],
      certificateSearch: truth.passive.ct.replace(/q=[^&]*/, 'q=%s'),
      rdap: truth.passive.rdap,
    }),
    scope: { seeds: seedsOf(truth), approves, ruling: ({ kind, name }) => rulings.get(`${kind} ${name}`) },
    signal: new AbortController().signal,
    now: Date.now,
  }
  const found: Found = {
    assets: new Map(),
    weaknesses: [],
    accepted: [],
    wronglyProposed: [],
    refused: [],
    seconds: 0,
    cpuSeconds: 0,
    megabytes: 0,
  }
  const [began, cpu] = [performance.now(), process.cpuUsage()]
  const timer = setInterval(() => {
    found.megabytes = Math.max(found.megabytes, process.memoryUsage.rss() / 2 ** 20)
  }, 50)
  const dnsPort = targetOf(truth.authoritative[0] ?? truth.resolver).port
  for await (const said of discover(tools, { dnsPort, ...options })) take(found, said, truth, rulings)
  clearInterval(timer)
  found.seconds = (performance.now() - began) / 1000
  const used = process.cpuUsage(cpu)
  found.cpuSeconds = (used.user + used.system) / 1e6
  found.refused = port.asked.filter((target) => !approves(target.slice(0, target.lastIndexOf(':'))))
  return found
}

function seedsOf({ scope }: Truth): NamedAsset[] {
  return [
    ...scope.seed_domains.map((name): NamedAsset => ({ kind: 'domain', name })),
    ...scope.seed_ranges.map((name): NamedAsset => ({ kind: 'netblock', name })),
  ]
}

function take(found: Found, said: Discovered, truth: Truth, rulings: Map<string, Standing>): void {
  if (said.type === 'weakness') found.weaknesses.push(said.weakness)
  if (said.type !== 'asset') return
  const { asset, standing, confidence } = said.asset
  found.assets.set(`${asset.kind} ${asset.name}`, said.asset)
  if (asset.kind !== 'domain' || standing !== 'candidate' || confidence < LIKELY) return
  const list = truth.scope.in_scope_domains.includes(asset.name) ? found.accepted : found.wronglyProposed
  if (!list.includes(asset.name)) list.push(asset.name)
  if (list === found.accepted) rulings.set(`domain ${asset.name}`, 'owned')
}
