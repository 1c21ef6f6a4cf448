import type { NamedAsset } from '#core/vocabulary'
import type { NameTools, Probe, Sighting } from '../../contract.ts'
import { askRdap, registrantOf } from '../../rdap/index.ts'
import { step, trouble } from '../sighting.ts'

const MOST_NETWORKS = 500

/** What a system that is ours announces, by the list of routes, and to whom it is registered. */
export const autonomousSystem: Probe = {
  id: 'autonomous-system',
  title: 'Networks of autonomous systems',
  sends: 'The number to the configured RDAP service; the list of routes is a feed',
  consumes: ['autonomous-system'],
  produces: ['netblock', 'organisation'],
  of: ['owned'],
  activity: 'passive',
  named: true,
  gentle: true,
  look,
}

async function* look(subject: NamedAsset, { sources, signal }: NameTools): AsyncGenerator<Sighting> {
  const networks = sources.announced?.of(subject.name) ?? []
  for (const name of networks.slice(0, MOST_NETWORKS))
    yield step('announces', subject, { kind: 'netblock', name }, 'as-network', `announced by ${subject.name}`, 90)
  if (networks.length > MOST_NETWORKS)
    yield trouble(
      subject,
      autonomousSystem.id,
      'too-many',
      `${networks.length} networks are announced: ${MOST_NETWORKS} were taken, name the others as seeds`,
    )
  const answer = await askRdap('autnum', subject.name.replace(/^AS/i, ''), sources, signal)
  if (!answer.ok) return yield trouble(subject, autonomousSystem.id, answer.error.code, answer.error.message)
  const registrant = answer.value && registrantOf(answer.value)
  if (registrant)
    yield step(
      'registrant',
      subject,
      { kind: 'organisation', name: registrant },
      'rdap-registrant',
      `RDAP of ${subject.name}`,
      90,
    )
}
