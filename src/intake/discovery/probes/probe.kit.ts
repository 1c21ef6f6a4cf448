import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type NamedAsset, relationRule } from '#core/vocabulary'
import type { KnownSurface, NameTools, Probe, Sighting } from '../contract.ts'
import { type DnsServer, dnsServer, encodeReply, zoneAnswers } from '../dns/dns-server.kit.ts'
import { Resolver } from '../dns/resolver.ts'
import { Wildcards } from '../dns/wildcards.ts'
import { type Lab, toolsOf } from '../engine/lab.kit.ts'
import { Surface } from '../engine/surface.ts'
import { probes } from './registry.ts'

/** What hostile servers and sources may cost one look, whatever they answer. */
const MOST_MS = 60_000
const MOST_SIGHTINGS = 20_000

export interface Seen {
  sightings: Sighting[]
  /** `technique from > to`, sorted. */
  steps: string[]
  /** `rule subject`, sorted. */
  weaknesses: string[]
  troubles: string[]
  probed: string[]
}

/** Looks at one asset with one probe on a lab. */
export async function lookWith(probe: Probe, subject: NamedAsset, lab: Lab): Promise<Seen> {
  const fromZones = zoneAnswers(lab.zones)
  const server = await dnsServer((asked) => lab.answer?.(asked) ?? fromZones(asked))
  const { tools, port } = toolsOf(lab, server)
  const named = nameToolsOf(tools, server)
  const sightings: Sighting[] = []
  try {
    for await (const sighting of probe.look(subject, named)) sightings.push(sighting)
  } finally {
    named.resolver.close()
    await server.close()
  }
  return { ...summary(sightings), sightings, probed: port.asked }
}

function nameToolsOf(
  tools: Parameters<Probe['look']>[1] | ReturnType<typeof toolsOf>['tools'],
  server: DnsServer,
): NameTools & { resolver: Resolver } {
  const { resolvers, openResolver, connectResolver } = tools.sources
  const resolver = new Resolver({
    servers: resolvers,
    open: openResolver,
    connect: connectResolver,
    now: tools.now,
    timeoutMs: 100,
  })
  const surface = new Surface(tools.scope)
  for (const _ of surface.settle());
  const known: KnownSurface = surface
  return { ...tools, resolver, wildcards: new Wildcards(resolver), known, dnsPort: server.target.port }
}

function summary(sightings: readonly Sighting[]): Pick<Seen, 'steps' | 'weaknesses' | 'troubles'> {
  const lines = (type: (sighting: Sighting) => string | undefined) => sightings.flatMap((one) => type(one) ?? []).sort()
  return {
    steps: lines((one) =>
      one.type === 'step' ? `${one.step.by} ${one.step.from.name} > ${one.step.to.name}` : undefined,
    ),
    weaknesses: lines((one) =>
      one.type === 'weakness' ? `${one.weakness.ruleId} ${one.weakness.subject.name}` : undefined,
    ),
    troubles: lines((one) => (one.type === 'trouble' ? one.code : undefined)),
  }
}

/** The laws every probe keeps. */
export function checkProbe(probe: Probe, subject: NamedAsset): void {
  describe(`${probe.title}, as any probe,`, () => {
    it('is registered and describes itself', () => {
      expect(probes).toContain(probe)
      expect(probe.id).toMatch(/^[a-z][a-z0-9-]+$/)
      expect(probe.title && probe.sends).toBeTruthy()
      expect(probe.consumes).toContain(subject.kind)
      expect(probe.of.length).toBeGreaterThan(0)
      if (probe.activity === 'active') expect(probe.of).toEqual(['owned'])
    })

    it.each(hostileServers)(
      'bears %s',
      async (_, answer) => {
        const began = performance.now()
        const lab: Lab = {
          zones: {},
          seeds: [subject.name],
          approved: ['127.0.0.0/8'],
          answer,
          sources: hostileSources,
        }
        const { sightings, probed } = await lookWith(probe, subject, lab)
        expect(performance.now() - began).toBeLessThan(MOST_MS)
        expect(sightings.length).toBeLessThan(MOST_SIGHTINGS)
        for (const one of sightings) checkSighting(one, probe)
        if (probe.activity === 'passive') expect(probed).toEqual([])
      },
      120_000,
    )
  })
}

/** A step joins what may be joined; a weakness shows what was seen, bounded. */
function checkSighting(sighting: Sighting, probe: Probe): void {
  if (sighting.type === 'step') {
    const { kind, from, to, how, confidence } = sighting.step
    expect(relationRule(kind, from.kind, to.kind), `${probe.id}: ${how}`).toBeDefined()
    expect(confidence).toBeGreaterThan(0)
    expect(confidence).toBeLessThanOrEqual(100)
  }
  if (sighting.type === 'weakness') {
    const { evidence, reason, remedy, references } = sighting.weakness
    expect(evidence && reason && remedy && references.length).toBeTruthy()
    expect(evidence.length).toBeLessThanOrEqual(501)
  }
}

type Answer = NonNullable<Lab['answer']>
let made = 0

const hostileServers: [string, Answer][] = [
  [
    'a server that knows every name',
    ({ name, type }) => ({ answers: [type === 'A' ? { name, type, ttl: 1, data: '127.0.0.9' } : text(name)] }),
  ],
  ['answers of random bytes', ({ bytes }) => Buffer.concat([bytes.subarray(0, 2), randomBytes(200)])],
  [
    'damaged answers',
    (asked) => damaged(encodeReply(asked.bytes.readUInt16BE(0), questionOf(asked), { answers: [text(asked.name)] })),
  ],
  [
    'aliases without end',
    ({ name }) => ({ answers: [{ name, type: 'CNAME', ttl: 1, data: `n${made++}.loop.example` }] }),
  ],
  [
    'names that are none',
    ({ name }) => ({
      answers: ['NS', 'PTR', 'CNAME'].map((type) => ({ name, type, ttl: 1, data: 'a b\u0000c./..%' }) as never),
    }),
  ],
  ['floods of records', ({ bytes }) => flood(bytes)],
  [
    'long text',
    ({ name }) => ({
      answers: [
        {
          name,
          type: 'TXT',
          ttl: 1,
          data: Array(60).fill(`v=spf1 include:${'x.'.repeat(100)}y ${'a:b.example '.repeat(8)}`),
        },
      ],
    }),
  ],
  ['refusals', () => ({ rcode: 5 })],
]

const hostileSources = {
  'ct.test': `[${'{"name_value":"x\\n*.y\\n\\u0000","common_name":9},'.repeat(50)}{}]`,
  'rdap.test': '{"entities":[{"roles":"x"},3,null],"cidr0_cidrs":"no"}',
}

function text(name: string): NonNullable<Parameters<typeof encodeReply>[2]['answers']>[number] {
  return { name, type: 'TXT', ttl: 1, data: 'v=DMARC1; p=none; rua=mailto:a@b@c, mailto:x@y.example; t=y' }
}

/** Many addresses for whatever was asked, as bytes: the flood is not to cost the test more than the one it is for. */
function flood(query: Buffer): Buffer {
  const [count, additional] = [900, query[11] === 0 ? 0 : 11]
  const address = (at: number) => [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, 127, 1, at >> 8, at & 255]
  const records = Buffer.from(Array.from({ length: count }, (_, at) => address(at)).flat())
  const message = Buffer.concat([query.subarray(0, query.length - additional), records])
  message[2] = 0x81
  message[3] = 0x80
  message.writeUInt16BE(count, 6)
  message[11] = 0
  return message
}

function questionOf({ name, type, class: zone }: Parameters<Answer>[0]) {
  return { name, type, ...(zone && { class: zone }) }
}

function damaged(message: Buffer): Buffer {
  const copy = Buffer.from(message)
  copy[12 + Math.floor(Math.random() * (copy.length - 12))] = Math.floor(Math.random() * 256)
  return copy
}
