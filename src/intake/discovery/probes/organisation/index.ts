import { z } from 'zod'
import type { NamedAsset } from '#core/vocabulary'
import { nameAsset, registrableDomain } from '../../asset-name.ts'
import type { NameTools, Probe, Sighting } from '../../contract.ts'
import { parseHostName } from '../../dns/name.ts'
import { networksNamed } from '../../rdap/index.ts'
import { step, trouble } from '../sighting.ts'

const MOST_ROWS = 20_000
const MOST_DOMAINS = 300
const MOST_NETWORKS = 200
const row = z.object({ name_value: z.string().max(65_536), common_name: z.string().max(1000).nullish() })

/**
 * What is named after an organisation that a person stated: domains of certificates issued to that name, networks
 * registered under it. Another may have the same name: all of it is to be decided by a person.
 */
export const organisation: Probe = {
  id: 'organisation',
  title: 'Names of organisations',
  sends: 'The name to the configured certificate search and RDAP service',
  consumes: ['organisation'],
  produces: ['domain', 'netblock'],
  of: ['owned'],
  activity: 'passive',
  named: true,
  gentle: true,
  // Those that registered something of ours are known by that; only what a person named is searched for.
  wants: (subject, known) => known.confidenceOf(subject) === 100,
  look,
}

async function* look(subject: NamedAsset, tools: NameTools): AsyncGenerator<Sighting> {
  yield* certificatesOf(subject, tools)
  const { sources, signal } = tools
  const networks = await networksNamed(subject.name, sources, signal)
  if (!networks.ok) return yield trouble(subject, organisation.id, networks.error.code, networks.error.message)
  for (const name of networks.value.slice(0, MOST_NETWORKS))
    yield step('refers_to', subject, { kind: 'netblock', name }, 'rdap-name', `RDAP of ${subject.name}`, 60)
}

async function* certificatesOf(subject: NamedAsset, { sources, signal }: NameTools): AsyncGenerator<Sighting> {
  const { certificateSearch, get } = sources
  if (!certificateSearch) return
  const answer = await get(searchFor(certificateSearch, subject.name), signal, organisation.id)
  const said = (code: string, detail: string) => trouble(subject, organisation.id, code, detail)
  if (!answer.ok) return yield said(answer.error.code, answer.error.message)
  // Nothing is logged for the name.
  if (answer.value.status === 404) return
  if (answer.value.status !== 200) return yield said('http-status', `The search answered ${answer.value.status}`)
  const domains = domainsIn(answer.value.body)
  if (!domains) return yield said('malformed', 'The search answered no list in JSON')
  for (const name of domains)
    yield step('refers_to', subject, nameAsset(name), 'ct-organisation', `certificates of ${subject.name}`, 60)
}

/** The search is written for names below a domain: what stands before the name is left out. */
export function searchFor(template: string, words: string): string {
  return template.replace(/(?:%(?:25)?\.?)?%s/, encodeURIComponent(words))
}

/** Registrable domains of the names in the rows. */
export function domainsIn(body: Buffer): string[] | undefined {
  let rows: unknown
  try {
    rows = JSON.parse(body.toString())
  } catch {
    return undefined
  }
  if (!Array.isArray(rows)) return undefined
  const found = new Set<string>()
  for (const one of rows.slice(0, MOST_ROWS)) {
    const read = row.safeParse(one)
    const texts = read.success ? [...read.data.name_value.split('\n', 200), read.data.common_name ?? ''] : []
    for (const text of texts) {
      const name = text.includes('@') ? undefined : parseHostName(text.trim().replace(/^\*\./, ''))
      const domain = name && registrableDomain(name)
      if (domain !== undefined && found.size < MOST_DOMAINS) found.add(domain)
    }
  }
  return [...found]
}
