import type { DatagramChannel, ProbePort, ProbeTarget, Result } from '#core/kernel'
import { AnswerCache } from './cache.ts'
import { encodeQuery, questionEnd, rcodes, readAnswers, readHeader } from './message.ts'
import { type DnsName, parentOf, parseDnsName } from './name.ts'
import type { DnsAnswer, DnsRecord, RecordType } from './record.ts'
import { exchangeOverTcp } from './tcp-exchange.ts'
import { type Exchanged, UdpServer } from './udp-server.ts'
import { zoneAsked } from './zone-asked.ts'

/** CNAMEs followed before a chain counts as endless. */
const LONGEST_CHAIN = 16
const REMEMBERED = 50_000
const TRIES = 3
const MOST_SUSPECTS = 10_000

export interface ResolverOptions {
  servers: readonly ProbeTarget[]
  open(server: ProbeTarget): Promise<Result<DatagramChannel>>
  connect(server: ProbeTarget): ReturnType<ProbePort['connect']>
  now(): number
  /** How often a question is asked before it has failed; servers take turns. */
  tries?: number
  /** What the first try waits; each further one twice as long. */
  timeoutMs?: number
  /** Questions to each server a second at most; absent: as many as it answers. */
  perSecond?: number | undefined
  /** Answers kept at most. */
  remembered?: number
  /** Hears of each question that leaves, tries counted: to whom, about which zone, for which step. */
  asked?: ((server: ProbeTarget, zone: string, step: string) => void) | undefined
  signal?: AbortSignal
}

export interface AskOptions {
  /** Whether the answer is worth keeping: that of a guess is not. */
  remember?: boolean
  /** Asks again though the answer is known: servers that balance load answer differently each time. */
  fresh?: boolean
  /** For which step of discovery it is asked. */
  step?: string
}

/** Whoever may ask. */
export type Asker = Pick<Resolver, 'ask'>

/** Asks recursive resolvers: many questions at once, over UDP first, over TCP where an answer does not fit. */
export class Resolver {
  private readonly servers: UdpServer[]
  private readonly options: ResolverOptions
  private readonly cache: AnswerCache
  private readonly asking = new Map<string, Promise<DnsAnswer>>()
  /** Names that failed: what else is asked of them, or below, is tried once only. */
  private readonly suspects = new Set<string>()
  private turn = 0

  constructor(options: ResolverOptions) {
    this.options = options
    this.servers = options.servers.map((server) => new UdpServer(server, options))
    this.cache = new AnswerCache(options.remembered ?? REMEMBERED, options.now)
    options.signal?.addEventListener('abort', () => this.close(), { once: true })
  }

  /** What there is of a type at a name, CNAMEs followed. Never throws. */
  async ask(
    name: DnsName,
    type: RecordType,
    { remember = true, fresh = false, step = '' }: AskOptions = {},
  ): Promise<DnsAnswer> {
    if (fresh) return this.resolve(name, type, step)
    const key = `${type} ${name}`
    const known = this.cache.get(key) ?? this.asking.get(key)
    if (known) return known
    const asked = this.resolve(name, type, step)
    this.asking.set(key, asked)
    const answer = await asked
    this.asking.delete(key)
    if (remember) this.cache.put(key, answer)
    return answer
  }

  /** The same resolver, that asks in the name of a step. */
  as(step: string): Asker {
    return { ask: (name, type, options) => this.ask(name, type, { ...options, step }) }
  }

  close(): void {
    for (const server of this.servers) server.close()
  }

  /** Follows a chain beyond what the resolver put into one answer. */
  private async resolve(name: DnsName, type: RecordType, step: string): Promise<DnsAnswer> {
    const aliases: DnsName[] = []
    for (let at = name; aliases.length <= LONGEST_CHAIN; at = aliases.at(-1)!) {
      const read = await this.askServers(at, type, step)
      const ends = followAliases(at, type, read.records, aliases)
      if (ends !== 'goes on' || read.status !== 'no-data')
        return { ...read, name, aliases, records: ofType(read.records, type) }
    }
    return { name, type, status: 'failed', code: 'chain', records: [], aliases }
  }

  private async askServers(name: DnsName, type: RecordType, step: string): Promise<DnsAnswer> {
    const tries = type !== 'DS' && this.isSuspect(name) ? 1 : (this.options.tries ?? TRIES)
    const failed: DnsAnswer = { name, type, status: 'failed', code: 'unreachable', records: [], aliases: [] }
    const first = this.turn++
    for (let attempt = 0; attempt < tries && this.servers.length > 0; attempt++) {
      if (this.options.signal?.aborted) return { ...failed, code: 'stopped' }
      const server = this.servers[(first + attempt) % this.servers.length]!
      const answer = await this.askServer(server, { name, type, attempt, step })
      if (answer.status === 'failed' && answer.code !== 'stopped') {
        failed.code = answer.code!
        continue
      }
      this.suspects.delete(name)
      return answer
    }
    if (this.suspects.size < MOST_SUSPECTS) this.suspects.add(name)
    return failed
  }

  private isSuspect(name: DnsName): boolean {
    if (this.suspects.size === 0) return false
    for (let at: DnsName | undefined = name; at; at = parentOf(at)) if (this.suspects.has(at)) return true
    return false
  }

  private async askServer(server: UdpServer, { name, type, attempt, step }: OneQuestion): Promise<DnsAnswer> {
    const { timeoutMs: patience = 1000, asked, connect } = this.options
    const timeoutMs = patience * 2 ** attempt
    const end = questionEnd(name)
    const sent = asked && (() => asked(server.target, zoneAsked(name), step))
    let exchanged = await server.exchange(encodeQuery(name, type), end, timeoutMs, sent)
    if (isMessage(exchanged, rcodes.FORMERR) || isMessage(exchanged, rcodes.NOTIMP))
      exchanged = await server.exchange(encodeQuery(name, type, { edns: false }), end, timeoutMs, sent)
    if (typeof exchanged !== 'string' && readHeader(exchanged).truncated) {
      sent?.()
      exchanged = await exchangeOverTcp(() => connect(server.target), encodeQuery(name, type), end, timeoutMs * 3)
    }
    return readAnswer(exchanged, name, type)
  }
}

interface OneQuestion {
  name: DnsName
  type: RecordType
  attempt: number
  step: string
}

function isMessage(exchanged: Exchanged, rcode: number): boolean {
  return typeof exchanged !== 'string' && readHeader(exchanged).rcode === rcode
}

/** What a message says of the name that was asked for. */
export function readAnswer(exchanged: Exchanged, name: DnsName, type: RecordType): DnsAnswer {
  const answer: DnsAnswer = { name, type, status: 'failed', records: [], aliases: [] }
  if (typeof exchanged === 'string') return { ...answer, code: exchanged }
  const { rcode, answerCount } = readHeader(exchanged)
  if (rcode === rcodes.SERVFAIL) return { ...answer, code: 'servfail' }
  if (rcode !== rcodes.NOERROR && rcode !== rcodes.NXDOMAIN) return { ...answer, code: 'refused' }
  const records = answerCount === 0 ? [] : readAnswers(exchanged, questionEnd(name))
  if (!records) return { ...answer, code: 'malformed' }
  answer.records = records
  if (rcode === rcodes.NXDOMAIN) return { ...answer, status: 'no-name' }
  return { ...answer, status: records.some((record) => record.type === type) ? 'found' : 'no-data' }
}

/** Adds the aliases of an answer in order; whether the chain ends within it. */
function followAliases(name: DnsName, type: RecordType, records: DnsRecord[], aliases: DnsName[]): 'ends' | 'goes on' {
  if (type === 'CNAME' || records.length === 0) return 'ends'
  const next = new Map(records.filter(({ type }) => type === 'CNAME').map((record) => [record.name, record]))
  const before = aliases.length
  for (let alias = next.get(name); alias; ) {
    const target = alias.target ?? parseDnsName(alias.value)
    if (!target || aliases.includes(target) || aliases.length > LONGEST_CHAIN) return 'ends'
    aliases.push(target)
    alias = next.get(target)
  }
  return aliases.length > before ? 'goes on' : 'ends'
}

function ofType(records: DnsRecord[], type: RecordType): DnsRecord[] {
  return records.filter((record) => record.type === type)
}
