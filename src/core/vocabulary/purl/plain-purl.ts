import { purlTypeRules } from './type-rules.ts'
import type { Purl, PurlText } from './types.ts'

const plain = /^pkg:([a-z]+)\/((?:[\w.~:-]+\/)*)([\w.~:-]+)(?:@([\w.~:-]+))?(?:\?([\w.~:=&-]+))?$/
const plainPair = /^[a-z][a-z0-9._-]*=[\w.~:-]+$/

/**
 * Reads a purl that is written as most are: nothing encoded, no subpath, and nothing for its type to change. One pass over
 * the text then does what reading, normalising and writing it again would; `undefined`: it takes those.
 */
export function readPlainPurl(text: string): Purl | undefined {
  const found = plain.exec(text)
  if (!found) return undefined
  const [, type = '', path = '', name = '', version, query] = found
  const namespace = path === '' ? undefined : path.slice(0, -1)
  if (mayChange(type, { namespace, name, version })) return undefined
  if (query === undefined)
    return { type, namespace, name, version, qualifiers: {}, subpath: undefined, text: text as PurlText }
  const pairs = pairsOf(query)
  if (!pairs) return undefined
  const canonical = `${text.slice(0, text.length - query.length)}${pairs.join('&')}`
  return { type, namespace, name, version, qualifiers: byKey(pairs), subpath: undefined, text: canonical as PurlText }
}

function mayChange(type: string, parts: Pick<Purl, 'namespace' | 'name' | 'version'>): boolean {
  const rule = purlTypeRules[type]
  if (rule === undefined) return false
  if (rule.adjust || rule.hostThenPath || rule.namePattern || rule.versionPattern) return true
  return rule.lower?.some((component) => parts[component] !== parts[component]?.toLowerCase()) ?? false
}

/** In the order of their keys; `undefined` where one is not plain, or there twice. */
function pairsOf(query: string): string[] | undefined {
  const pairs = query.split('&')
  if (!pairs.every((pair) => plainPair.test(pair))) return undefined
  const keys = pairs.map(keyOf)
  // Most tools write them in order already, and none writes many: each is moved down to its place.
  for (let at = 1; at < keys.length; at++) {
    let place = at
    for (; place > 0 && keys[place - 1]! > keys[place]!; place--) {
      ;[keys[place - 1], keys[place]] = [keys[place]!, keys[place - 1]!]
      ;[pairs[place - 1], pairs[place]] = [pairs[place]!, pairs[place - 1]!]
    }
    if (place > 0 && keys[place - 1] === keys[place]) return undefined
  }
  return pairs
}

function byKey(pairs: readonly string[]): Record<string, string> {
  const qualifiers: Record<string, string> = {}
  for (const pair of pairs) qualifiers[keyOf(pair)] = pair.slice(pair.indexOf('=') + 1)
  return qualifiers
}

function keyOf(pair: string): string {
  return pair.slice(0, pair.indexOf('='))
}
