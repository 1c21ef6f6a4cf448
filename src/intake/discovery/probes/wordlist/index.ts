import type { NamedAsset } from '#core/vocabulary'
import { nameAsset } from '../../asset-name.ts'
import type { KnownSurface, NameTools, Probe, Sighting } from '../../contract.ts'
import { guess } from '../guess.ts'
import { compoundLabels } from './compounds.ts'
import { commonLabels } from './labels.ts'

/** Hosts below a name from which it is taken for a branch of its own. */
const BRANCH = 2

/** Asks for names that most organisations have. */
export const wordlist: Probe = {
  id: 'wordlist',
  title: 'Common names',
  sends: 'Some thousand common names below each domain and branch to the resolver',
  consumes: ['domain', 'hostname'],
  produces: ['hostname'],
  of: ['owned', 'candidate'],
  activity: 'passive',
  wants,
  look,
}

/** Worth guessing below: domains and zones, what a wildcard hides, and names that have others below them. */
function wants(subject: NamedAsset, known: KnownSurface): boolean {
  const { name } = subject
  if (known.standingOf(subject) === 'candidate' && known.confidenceOf(subject) < 50) return false
  if (name.startsWith('*.')) return true
  if (name.startsWith('_')) return false
  return known.isZone(name) || known.countUnder(name) >= BRANCH
}

async function* look(subject: NamedAsset, tools: NameTools): AsyncGenerator<Sighting> {
  const base = subject.name.startsWith('*.') ? nameAsset(subject.name.slice(2)) : subject
  yield* guess(base, commonLabels, 'wordlist', tools)
  if (tools.known.isZone(base.name)) yield* guess(base, compoundLabels(), 'wordlist', tools)
}
