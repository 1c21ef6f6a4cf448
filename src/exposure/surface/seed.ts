import { err, ok, problem, type Result } from '#core/kernel'
import { parseAddress, parseRange } from '#core/network'
import type { AssetKind, NamedAsset } from '#core/vocabulary'
import { pastedHost } from './pasted.ts'
import { notPublicSuffix } from './public-suffix.ts'
import { approvableRange, isName } from './scope.ts'

/** What can only be meant as addresses, right or wrong: `10.0.0.0/99`, `10.0.0.300`. */
const meantAsRange = /^(?:\d+(?:\.\d+){3}|[0-9a-f]*:[0-9a-f:.]*)\s*[/-]/i
const meantAsAddress = /^(?:\d+(?:\.\d+){1,3}|[0-9a-f]*(?::[0-9a-z]*){2,7})$/i
/** Said to be an organisation, whatever it looks like. */
const saidToBe = /^organi[sz]ation:\s*/i
/** Organisations write themselves with a capital; letters that know none are taken as they are. */
const namedAsOrganisation = /\p{Lu}|\p{Lo}/u
const MAX_NAME = 500

/**
 * What a person names as a place to start from; an organisation, where it is nothing of the network and written like one.
 * What is neither is meant as a domain, and wrong.
 */
export function seedOf(text: string): NamedAsset {
  const name = pastedHost(text)
  const address = parseAddress(name)
  if (address) return { kind: 'ip-address', name: address.text }
  if (parseRange(name)) return { kind: 'netblock', name }
  if (/^AS\d{1,10}$/i.test(name)) return { kind: 'autonomous-system', name: name.toUpperCase() }
  if (meantAsRange.test(name)) return { kind: 'netblock', name }
  if (meantAsAddress.test(name)) return { kind: 'ip-address', name }
  if (isName(name)) return { kind: 'domain', name: name.toLowerCase() }
  if (saidToBe.test(name)) return { kind: 'organisation', name: text.trim().replace(saidToBe, '') }
  return { kind: namedAsOrganisation.test(name) ? 'organisation' : 'domain', name: text.trim() }
}

/**
 * A seed as it is kept. Problems: `no-such-seed` (no domain, name, address, range, AS number or organisation),
 * `no-such-range`, `range-too-wide`, `public-suffix`.
 */
export function checkedSeed({ kind, name: text }: NamedAsset): Result<NamedAsset> {
  const name = text.trim()
  if (kind === 'ip-address' || kind === 'netblock') {
    const range = approvableRange(name)
    return range.ok ? ok({ kind, name: range.value.text }) : range
  }
  if (name !== '' && name.length <= MAX_NAME && isNamedRight(kind, name)) {
    const ownable = kind === 'domain' || kind === 'hostname' ? notPublicSuffix(name) : ok(name)
    return ownable.ok ? ok({ kind, name }) : ownable
  }
  const given = name.slice(0, 100)
  return err(
    problem(
      'no-such-seed',
      `“${given}” is no ${kind}: give a domain (example.com), an address, a range (192.0.2.0/24) or an AS number; an organisation as it writes itself (Example Inc.), or as “organisation: ${given}”`,
    ),
  )
}

/** What people name as places to start from, each checked. Problems: those of `checkedSeed`. */
export function seedsOf(words: readonly string[]): Result<NamedAsset[]> {
  const seeds: NamedAsset[] = []
  for (const word of words) {
    const seed = checkedSeed(seedOf(word))
    if (!seed.ok) return seed
    seeds.push(seed.value)
  }
  return ok(seeds)
}

function isNamedRight(kind: AssetKind, name: string): boolean {
  if (kind === 'autonomous-system') return /^AS\d{1,10}$/i.test(name)
  if (kind === 'organisation') return !name.includes('://') && /\p{L}/u.test(name)
  return (kind === 'domain' || kind === 'hostname') && isName(name.replace(/\.$/, ''))
}
