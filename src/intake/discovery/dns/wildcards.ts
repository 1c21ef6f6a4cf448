import { randomBytes } from 'node:crypto'
import { type DnsName, parentOf, parseDnsName, under } from './name.ts'
import type { DnsAnswer } from './record.ts'
import type { Asker } from './resolver.ts'

/** Random names asked before a wildcard counts as one whose answers never end. */
const MOST_SAMPLES = 64
/** Random names in a row that must bring nothing new: twice as many as there are answers, eight at least. */
const QUIET_SAMPLES = 8
const LABEL_BYTES = 9
/** Addresses of one answer that are compared. */
const MOST_VALUES = 32

/** What every name below a parent gets that does not exist. */
export interface WildcardPattern {
  parent: DnsName
  /** First alias, or address, of each answer seen. */
  values: Set<string>
  /** Networks of those addresses, and what those aliases lie in. */
  places: Set<string>
  /** Whether what it answers resolves: an alias to nowhere does not. */
  resolves: boolean
  /** Whether each further random name brought something new to the end: a pool too large to know. */
  endless: boolean
  /** Whether nobody could say what a missing name gets: then no guess can be told from one. */
  unsure: boolean
}

/**
 * Tells names that exist from names that a wildcard answers for (RFC 4592). Random labels under the same parent get
 * exactly what a missing name gets; what answers otherwise exists.
 */
export class Wildcards {
  private readonly resolver: Asker
  private readonly patterns = new Map<DnsName, Promise<WildcardPattern | undefined>>()
  /** What a resolver gives for names that cannot exist. */
  private lies: Promise<ReadonlySet<string>> | undefined

  constructor(resolver: Asker) {
    this.resolver = resolver
  }

  /** The wildcard that answers below a name; `undefined`: missing names are said to be missing. */
  below(parent: DnsName): Promise<WildcardPattern | undefined> {
    let pattern = this.patterns.get(parent)
    if (!pattern) {
      pattern = this.sample(parent)
      this.patterns.set(parent, pattern)
    }
    return pattern
  }

  /** Whether an answer is no more than what a wildcard says of any name, so that the name need not exist. */
  async explains(name: DnsName, answer: DnsAnswer): Promise<boolean> {
    const parent = parentOf(name)
    if (answer.status === 'failed' || !parent) return false
    if (answer.status === 'no-name' && answer.aliases.length === 0) return true
    const values = valuesOf(answer)
    if (values.length > 0 && (await this.isLie(values))) return true
    const pattern = await this.below(parent)
    if (!pattern) return false
    if (pattern.unsure) return true
    if (answer.status === 'found' && !pattern.resolves) return false
    if (values.every((value) => pattern.values.has(value))) return true
    return pattern.endless && values.every((value) => pattern.places.has(placeOf(value)))
  }

  private async sample(parent: DnsName): Promise<WildcardPattern | undefined> {
    const pattern: WildcardPattern = {
      parent,
      values: new Set(),
      places: new Set(),
      resolves: false,
      endless: false,
      unsure: false,
    }
    for (let [asked, quiet] = [0, 0]; asked < MOST_SAMPLES; asked++) {
      const answer = await this.askRandom(parent)
      if (!answer || isMissing(answer)) return pattern.values.size > 0 ? pattern : undefined
      if (answer.status === 'failed') return { ...pattern, unsure: true }
      const values = valuesOf(answer)
      if (await this.isLie(values)) return undefined
      quiet = addAll(pattern.values, values) ? 0 : quiet + 1
      addAll(pattern.places, values.map(placeOf))
      pattern.resolves ||= answer.status !== 'no-name'
      if (quiet >= Math.max(QUIET_SAMPLES, 2 * pattern.values.size)) return pattern
    }
    pattern.endless = true
    return pattern
  }

  private async askRandom(parent: DnsName): Promise<DnsAnswer | undefined> {
    const name = under(randomBytes(LABEL_BYTES).toString('hex'), parent)
    return name && this.resolver.ask(name, 'A', { remember: false })
  }

  /** Whether these are the addresses that a resolver gives in place of saying that there is no such name. */
  private async isLie(values: readonly string[]): Promise<boolean> {
    this.lies ??= this.findLies()
    const lies = await this.lies
    return values.length > 0 && values.every((value) => lies.has(value))
  }

  /** Names under `invalid` never exist (RFC 6761 section 6.4). */
  private async findLies(): Promise<ReadonlySet<string>> {
    const lies = new Set<string>()
    for (let asked = 0; asked < 2; asked++) {
      const answer = await this.askRandom(parseDnsName('invalid')!)
      if (!answer || isMissing(answer)) break
      addAll(lies, valuesOf(answer))
    }
    return lies
  }
}

function isMissing(answer: DnsAnswer): boolean {
  return answer.status === 'no-name' && answer.aliases.length === 0
}

/** What tells one answer from another: where an alias leads, else the addresses, so many at most. */
function valuesOf(answer: DnsAnswer): string[] {
  if (answer.aliases[0]) return [answer.aliases[0]]
  return answer.status === 'no-data' ? ['no address'] : answer.records.slice(0, MOST_VALUES).map(({ value }) => value)
}

function addAll(set: Set<string>, values: readonly string[]): boolean {
  const before = set.size
  for (const value of values) set.add(value)
  return set.size > before
}

/** The /24 of an address; of an alias what it lies in, as a DNAME makes them. */
function placeOf(value: string): string {
  return /^[\d.]+$/.test(value) ? value.slice(0, value.lastIndexOf('.')) : value.slice(value.indexOf('.') + 1)
}
