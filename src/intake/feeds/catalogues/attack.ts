import {
  type Day,
  dropRecord,
  emptyOutcome,
  type Outcome,
  ok,
  outcomeStatus,
  parseDay,
  type Result,
} from '#core/kernel'
import type { Technique } from '#core/vocabulary'
import type { Feed, FeedFile, FeedLimits, FeedRead, FeedSink } from '../contract.ts'
import { elementsOf } from '../reading/elements.ts'
import { FeedError, orRefusal } from '../reading/feed-error.ts'
import { type Fields, fieldsOf, objectsOf, textOf } from '../reading/fields.ts'
import { FileBytes } from '../reading/records.ts'
import { MAX_TECHNIQUES, MAX_TITLE, techniqueOf } from './technique.ts'

/** MITRE ATT&CK for enterprises: techniques of attackers, by id and title. */
export const attackEnterprise = attackFeed('attack-enterprise', 'MITRE ATT&CK Enterprise', 'enterprise-attack')
/** MITRE ATT&CK for industrial control systems. */
export const attackIcs = attackFeed('attack-ics', 'MITRE ATT&CK ICS', 'ics-attack')

/** A STIX 2.1 bundle. Malware, groups and relations in it are passed over. */
function attackFeed(id: string, name: string, domain: string): Feed {
  return {
    id,
    name,
    publisher: 'The MITRE Corporation',
    licence: 'ATT&CK Terms of Use',
    intervalHours: 7 * 24,
    maxAgeDays: 365,
    whole: true,
    mirror: [`attack/${domain}.json*`],
    official: () => [
      {
        name: `${domain}.json`,
        url: `https://raw.githubusercontent.com/mitre-attack/attack-stix-data/master/${domain}/${domain}.json`,
      },
    ],
    read: (file, sink, limits, signal) => orRefusal(file, () => readAttack(id, file, sink, limits, signal)),
  }
}

async function readAttack(
  id: string,
  file: FeedFile,
  sink: FeedSink,
  limits: FeedLimits,
  signal?: AbortSignal,
): Promise<Result<FeedRead>> {
  const bytes = new FileBytes(file, limits, signal)
  const reader = new BundleReader()
  for await (const objects of elementsOf(bytes, 2, limits)) for (const object of objects) reader.take(object)
  const { outcome, techniques } = reader
  if (techniques.size === 0) throw new FeedError('no-records', 'there is no technique in the file')
  await sink.keepCatalogue({ id, version: reader.version(), techniques: [...techniques.values()] }, reader.newest)
  outcome.status = statusOf(outcome)
  return ok({ outcome, touched: [], bytes: bytes.count })
}

/** A technique that its publisher retired is no defect of the file. */
function statusOf(outcome: Outcome): Outcome['status'] {
  return outcome.dropped.every(({ code }) => code === 'retired') ? 'complete' : outcomeStatus(outcome)
}

/** Of the objects of a bundle only these are looked at. */
const wanted = ['"attack-pattern"', '"x-mitre-collection"'].map((text) => Buffer.from(text))

class BundleReader {
  readonly outcome = emptyOutcome()
  readonly techniques = new Map<string, Technique>()
  #release: string | undefined
  /** The day on which a technique was changed last. */
  newest: Day | undefined

  take(bytes: Buffer): void {
    if (!wanted.some((text) => bytes.includes(text))) return
    const object = parseObject(bytes)
    // What relations and others say of techniques is not asked.
    if (object === undefined) this.#drop('not-json', 'an object that cannot be read')
    else if (object.type === 'x-mitre-collection') this.#release ??= textOf(object.x_mitre_version, 40)
    else if (object.type === 'attack-pattern') this.#technique(object)
  }

  /** As the bundle counts itself; of one that does not, the day of its newest technique. */
  version(): string {
    return this.#release ?? (this.newest === undefined ? 'unknown' : `of ${this.newest}`)
  }

  #technique(object: Fields): void {
    const id = idOf(object)
    const found = techniqueOf({ id, title: textOf(object.name, MAX_TITLE), parent: parentOf(id) })
    if (!found) this.#drop('not-usable', textOf(object.name, 80) ?? 'a technique without an id or a name')
    else if (object.revoked === true || object.x_mitre_deprecated === true) this.#drop('retired', found.id)
    else if (this.techniques.has(found.id)) this.#drop('repeated', found.id)
    else if (this.techniques.size >= MAX_TECHNIQUES)
      throw new FeedError('too-many-entries', 'there are too many techniques')
    else {
      this.techniques.set(found.id, found)
      this.outcome.read++
      this.outcome.kept++
      const day = parseDay(textOf(object.modified, 40)?.slice(0, 10))
      if (day !== undefined && day > (this.newest ?? '')) this.newest = day
    }
  }

  #drop(code: string, example: string): void {
    this.outcome.read++
    dropRecord(this.outcome, code, example)
  }
}

function parseObject(bytes: Buffer): Fields | undefined {
  try {
    return fieldsOf(JSON.parse(bytes.toString('utf8')))
  } catch {
    return undefined
  }
}

function idOf(object: Fields): string | undefined {
  return objectsOf(object.external_references)
    .map((reference) => textOf(reference.external_id, 20))
    .find((id) => id !== undefined && /^T\d{4}(?:\.\d{3})?$/.test(id))
}

function parentOf(id: string | undefined): string | undefined {
  return id?.includes('.') ? id.slice(0, id.indexOf('.')) : undefined
}
