import type { Discovered, NamedAsset, Standing, SurfaceAsset } from '#core/vocabulary'
import { networkList } from '../address.ts'
import { nameAsset } from '../asset-name.ts'
import type { DiscoverySources, Probe, ProbeTools } from '../contract.ts'
import { type Asked, type DnsServer, dnsServer, type Reply, zoneAnswers } from '../dns/dns-server.kit.ts'
import { loopbackPort, loopbackSources } from '../loopback.kit.ts'
import type { AnnouncedNetworks } from '../networks/index.ts'
import { guess } from '../probes/guess.ts'
import { permutations } from '../probes/permutations/index.ts'
import { probes as registered } from '../probes/registry.ts'
import { wordlist } from '../probes/wordlist/index.ts'
import { type DiscoveryOptions, discover } from './discover.ts'

/** A small internet for a test: zones that one server answers for, as resolver and as authority. */
export interface Lab {
  zones: Record<string, string>
  seeds: readonly string[]
  /** Networks that are approved; none by default. */
  approved?: readonly string[]
  /** Of them what a whole look knocks at, whatever leads there; none by default. */
  knocked?: readonly string[]
  rulings?: Map<string, Standing>
  /** Answers of public sources by a part of their address. */
  sources?: Readonly<Record<string, unknown>>
  /** Which networks autonomous systems announce. */
  announced?: AnnouncedNetworks
  /** What the server answers in place of what the zones say. */
  answer?(asked: Asked): Reply | Buffer | Buffer[] | undefined
  options?: DiscoveryOptions
  signal?: AbortSignal
}

export interface Look {
  said: Discovered[]
  assets: Map<string, SurfaceAsset>
  weaknesses: string[]
  troubles: string[]
  /** What the port was asked for. */
  probed: string[]
  asked: Asked[]
}

/** Runs discovery on a lab; `watch` sees everything as it is said. */
export async function lookAt(lab: Lab, watch: (said: Discovered) => void = () => {}): Promise<Look> {
  const fromZones = zoneAnswers(lab.zones)
  const server = await dnsServer((asked) => lab.answer?.(asked) ?? fromZones(asked))
  const { tools, port } = toolsOf(lab, server)
  const look: Look = {
    said: [],
    assets: new Map(),
    weaknesses: [],
    troubles: [],
    probed: port.asked,
    asked: server.asked,
  }
  try {
    const probes = registered.map((probe) => few.get(probe.id) ?? probe)
    for await (const said of discover(tools, { dnsPort: server.target.port, probes, ...lab.options })) {
      look.said.push(said)
      if (said.type === 'asset') look.assets.set(said.asset.asset.name, said.asset)
      if (said.type === 'weakness') look.weaknesses.push(`${said.weakness.ruleId} ${said.weakness.subject.name}`)
      if (said.type === 'trouble') look.troubles.push(`${said.by} ${said.code} ${said.subject.name}`)
      watch(said)
    }
  } finally {
    await server.close()
  }
  return look
}

export function toolsOf(lab: Lab, server: DnsServer): { tools: ProbeTools; port: ReturnType<typeof loopbackPort> } {
  const approved = networkList(lab.approved ?? [])
  const approves = (address: string) => approved.check(address, address.includes(':') ? 'ipv6' : 'ipv4')
  const port = loopbackPort(approves)
  const tools: ProbeTools = {
    port,
    sources: sourcesOf(lab, server),
    scope: {
      seeds: lab.seeds.map(seedOf),
      approves,
      approved: () => lab.knocked ?? [],
      ruling: ({ name }) => lab.rulings?.get(name),
    },
    signal: lab.signal ?? new AbortController().signal,
    now: Date.now,
  }
  return { tools, port }
}

function seedOf(text: string): NamedAsset {
  if (text.startsWith('organisation ')) return { kind: 'organisation', name: text.slice('organisation '.length) }
  if (/^AS\d+$/.test(text)) return { kind: 'autonomous-system', name: text }
  return text.includes('/') ? { kind: 'netblock', name: text } : nameAsset(text)
}

function sourcesOf({ sources, announced }: Lab, server: DnsServer): DiscoverySources {
  if (!sources) return loopbackSources({ resolvers: [server.target] })
  return loopbackSources({
    resolvers: [server.target],
    certificateSearch: 'http://ct.test/?q=%s&output=json',
    rdap: 'http://rdap.test/',
    ...(announced && { announced }),
    get: async (url) => {
      const found = Object.entries(sources).find(([part]) => decodeURIComponent(url).includes(part))
      const body = found ? (typeof found[1] === 'string' ? found[1] : JSON.stringify(found[1])) : ''
      return { ok: true, value: { status: found ? 200 : 404, body: Buffer.from(body) } }
    },
  })
}

/** Guessing probes with few guesses, so that a test takes no seconds. */
const few = new Map<string, Probe>(
  [wordlist, permutations].map((probe) => [
    probe.id,
    {
      ...probe,
      wants: (subject, known) => probe.id === 'wordlist' && (probe.wants?.(subject, known) ?? true),
      look: (subject, tools) => {
        const base = subject.name.startsWith('*.') ? nameAsset(subject.name.slice(2)) : subject
        return guess(base, ['www', 'static', 'intranet', 'billing', 'gone', 'sub'], 'wordlist', tools)
      },
    },
  ]),
)

/** What RDAP says of a domain or network of an organisation. */
export function registration(organisation: string, network?: { prefix: string; length: number }): unknown {
  const vcard = [
    'vcard',
    [
      ['version', {}, 'text', '4.0'],
      ['org', {}, 'text', organisation],
    ],
  ]
  const cidr0_cidrs = network ? [{ v4prefix: network.prefix, length: network.length }] : []
  return { entities: [{ handle: 'X', roles: ['registrant'], vcardArray: vcard }], cidr0_cidrs }
}
