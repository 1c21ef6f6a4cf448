import type { NamedAsset } from '#core/vocabulary'
import { nameAsset, registrableDomain } from '../../asset-name.ts'
import type { NameTools, Probe, Sighting } from '../../contract.ts'
import { type DnsName, parentOf } from '../../dns/name.ts'
import { guess } from '../guess.ts'
import { variantsOf } from './variants.ts'

/** Hosts of a domain beyond which its names are too many to vary each. */
const MOST_KNOWN = 3000

/** Asks for names like those that are known. */
export const permutations: Probe = {
  id: 'permutations',
  title: 'Variants of known names',
  sends: 'Up to 400 variants of each known name to the resolver',
  consumes: ['hostname'],
  produces: ['hostname'],
  of: ['owned'],
  activity: 'passive',
  wants: ({ name }, known) =>
    !/^[_*]|\._/.test(name) && known.countUnder(registrableDomain(name) ?? name) <= MOST_KNOWN,
  look,
}

async function* look(subject: NamedAsset, tools: NameTools): AsyncGenerator<Sighting> {
  const parent = parentOf(subject.name as DnsName)
  const label = subject.name.slice(0, subject.name.indexOf('.'))
  if (parent) yield* guess(nameAsset(parent), variantsOf(label), 'permutation', tools)
}
