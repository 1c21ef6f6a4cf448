import type { SeenSoftware } from '#core/vocabulary'
import { mergeSoftware } from './merge.ts'
import type { Observation } from './observation.ts'
import { isOwnWord, ownWords } from './own-words.ts'
import { LONGEST_TEXT } from './pattern.ts'
import type { FingerprintRule } from './rule.ts'
import { softwareOf } from './software-of.ts'
import { WordIndex } from './word-index.ts'

/** What became of the rules of a set when it was read. */
export interface SetReport {
  set: string
  rules: number
  /** Reason → how many: patterns that JavaScript cannot compile, sources nobody observes. */
  dropped: Record<string, number>
}

/** Characters around a fixed word of a pattern on which the pattern is tried. */
const WINDOW = 1_024
const SHORT = 512
const MOST_REMEMBERED = 4_096
/** Words that are in half of all pages save nothing. */
const SHORTEST_WORD = 3

/**
 * Every fingerprint, arranged so that an answer is read once: patterns are tried only where a word that they need stands
 * in the text, and on a bounded piece of it.
 */
export class FingerprintBook {
  readonly reports: readonly SetReport[]
  readonly #places = new Map<string, Place>()
  readonly #remembered = new Map<string, SeenSoftware[]>()

  constructor(rules: readonly FingerprintRule[], reports: readonly SetReport[] = []) {
    this.reports = reports
    for (const rule of rules) {
      const key = placeOf(rule.source, rule.name)
      const place = this.#places.get(key) ?? { words: new WordIndex(), wordless: [] }
      this.#places.set(key, place)
      if (rule.pattern.words.length >= SHORTEST_WORD) place.words.add(rule.pattern.words, rule)
      else place.wordless.push(rule)
    }
  }

  /** Pages of web sites that fingerprints want to see. */
  get pages(): string[] {
    return [...this.#places.keys()]
      .filter((key) => key.startsWith('http.body /'))
      .map((key) => key.slice('http.body '.length))
  }

  /** The software that shows itself in what a service said. */
  identify(observations: readonly Observation[]): SeenSoftware[] {
    return mergeSoftware(this.claimsOf(observations))
  }

  /** What each fingerprint says for itself, each thing once; `mergeSoftware` makes one line a product of it. */
  claimsOf(observations: readonly Observation[]): SeenSoftware[] {
    const all = observations.flatMap((observation) => this.#look(observation))
    // A greeting is observed whole and in parts: a rule that knows one of them knows it.
    const known = new Set(all.filter((claim) => !isOwnWord(claim)).map(({ where }) => where))
    const claims = all.filter((claim) => !isOwnWord(claim) || !/banner/.test(claim.where) || !known.has(claim.where))
    return [...new Map(claims.map((claim) => [claimKey(claim), claim])).values()]
  }

  #look(observation: Observation): SeenSoftware[] {
    const key =
      observation.text.length <= SHORT
        ? `${observation.source}\n${observation.namedOnly}\n${observation.name}\n${observation.where}\n${observation.text}`
        : undefined
    const remembered = key === undefined ? undefined : this.#remembered.get(key)
    if (remembered) return remembered
    const found = [
      ...this.#tryAll(this.#places.get(placeOf(observation.source, observation.name)), observation),
      ...(observation.name === undefined || observation.namedOnly
        ? []
        : this.#tryAll(this.#places.get(placeOf(observation.source)), observation)),
    ]
    // Who is known by no rule is told by its own name.
    const told = found.length > 0 ? found : ownWords(observation)
    if (key !== undefined) this.#remember(key, told)
    return told
  }

  #tryAll(place: Place | undefined, observation: Observation): SeenSoftware[] {
    if (!place) return []
    const { text } = observation
    const found: SeenSoftware[] = []
    for (const [rule, at] of place.words.find(text.toLowerCase())) {
      const from = Math.max(0, at - WINDOW)
      found.push(
        ...tryRule(rule, text.length <= LONGEST_TEXT ? text : text.slice(from, from + LONGEST_TEXT), observation),
      )
    }
    for (const rule of place.wordless) found.push(...tryRule(rule, text.slice(0, LONGEST_TEXT), observation))
    return found
  }

  #remember(key: string, found: SeenSoftware[]): void {
    if (this.#remembered.size >= MOST_REMEMBERED) this.#remembered.clear()
    this.#remembered.set(key, found)
  }
}

interface Place {
  words: WordIndex<FingerprintRule>
  wordless: FingerprintRule[]
}

function tryRule(rule: FingerprintRule, text: string, observation: Observation): SeenSoftware[] {
  const caught = rule.pattern.exec(text)
  if (!caught) return []
  return rule.claims
    .map((claim) => softwareOf(claim, rule, caught, observation))
    .filter((software) => software !== undefined)
}

function claimKey({ product, version, where, by }: SeenSoftware): string {
  return `${by}\n${product}\n${version}\n${where}`
}

function placeOf(source: string, name?: string): string {
  return name === undefined ? source : `${source} ${name}`
}
