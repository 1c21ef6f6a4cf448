import type { Discovered, NamedAsset, SeenService, SurfaceAsset, SurfaceStep } from '#core/vocabulary'
import { idOfNamed } from '#exposure/inventory/store'
import {
  needsSecondLook,
  type Observation,
  observationIdOf,
  observationsOf,
  type RunTrouble,
  type ServiceStanding,
  standingOf,
  type TrackedRun,
} from '#exposure/surface'
import { keepSightings } from '#exposure/surface/store'
import type { Database } from '#platform/database'

const BATCH = 3_000
const FLUSH_MS = 1_000
const MOST_TROUBLES = 200
const MAX_DETAIL = 300
const MOST_UNRESOLVED = 1_000

/** Keeps what a run says, in batches: what is kept stays whatever becomes of the run. */
export class SightingKeeper {
  readonly #database: Database
  readonly #run: TrackedRun
  /** Ids of what needs a second look and had its first. */
  readonly #suspected: ReadonlySet<string>
  readonly #counts: Record<string, number> = {}
  readonly #counted = new Set<string>()
  readonly #troubles: RunTrouble[] = []
  readonly #troubled = new Set<string>()
  /** Names of which no resolver could tell. */
  readonly #unresolved = new Set<string>()
  /** Seeds of which no resolver says that they are there. */
  readonly #absent = new Map<string, 'no-such-name' | 'no-answer'>()
  readonly #looked = new Map<string, NamedAsset>()
  /** Names by which each service was asked so far. */
  readonly #askedBy = new Map<string, readonly string[]>()
  #batch = emptyBatch()
  #flushedAt = performance.now()

  constructor(database: Database, run: TrackedRun, suspected: ReadonlySet<string> = new Set()) {
    this.#database = database
    this.#run = run
    this.#suspected = suspected
  }

  /** Takes in what was kept before the run was interrupted. */
  again(said: Discovered): void {
    if (said.type === 'looked') this.#looked.set(idOfNamed(said.subject), said.subject)
    if (said.type === 'service') this.#restates(said.service)
    if (said.type !== 'progress') this.#count(said)
  }

  /** Takes in one thing; resolves once there is room for the next. `noted` hears of it whenever a batch was kept. */
  async take(said: Discovered, noted: () => Promise<unknown>): Promise<void> {
    const suspicion = this.#suspicionIn(said)
    if (suspicion !== undefined) {
      this.#batch.suspicions.push(suspicion)
      this.#batch.size++
    } else if (said.type !== 'progress') {
      // A service is said as an asset, too.
      if (said.type !== 'asset' || said.asset.asset.kind !== 'service') this.#count(said)
      this.#add(said)
    }
    if (this.#batch.size < BATCH && performance.now() - this.#flushedAt < FLUSH_MS) return
    await this.flush()
    await noted()
  }

  async flush(): Promise<void> {
    const { size: _size, ...batch } = this.#batch
    this.#batch = emptyBatch()
    this.#flushedAt = performance.now()
    if (_size === 0) return
    await this.#database.inWorkspace(this.#run.workspaceId, (work) => keepSightings(work, this.#run, batch))
  }

  soFar(): { counts: Record<string, number>; troubles: RunTrouble[] } {
    return { counts: this.#counts, troubles: this.#troubles }
  }

  /** Names of which no resolver could tell. */
  unresolved(): string[] {
    return [...this.#unresolved]
  }

  /** Seeds of which a resolver says that there is no such name, and those of which none could tell. */
  absentSeeds(): { nowhere: string[]; unanswered: string[] } {
    const those = (why: string) => [...this.#absent].flatMap(([name, code]) => (code === why ? name : []))
    return { nowhere: those('no-such-name'), unanswered: those('no-answer') }
  }

  /** Ids of what was looked at, without trouble, as far as `counts` says that it was. */
  looked(counts: (asset: NamedAsset) => boolean): string[] {
    return [...this.#looked].flatMap(([id, asset]) => (!this.#troubled.has(id) && counts(asset) ? [id] : []))
  }

  /** Each thing once, however often a run says it: a service is said again for each name that it is asked by. */
  #count(said: Discovered): void {
    if (said.type === 'progress') return
    const kind = said.type === 'asset' ? said.asset.asset.kind : said.type
    const key = keyOfSaid(said)
    if (key !== undefined && this.#counted.has(key)) return
    if (key !== undefined) this.#counted.add(key)
    this.#counts[kind] = (this.#counts[kind] ?? 0) + 1
    if (said.type === 'service')
      for (const weakness of said.service.weaknesses) this.#count({ type: 'weakness', weakness })
  }

  /** The id of a weakness that this look is the first to see, where one look says too little. */
  #suspicionIn(said: Discovered): string | undefined {
    if (said.type !== 'weakness' || !needsSecondLook(said.weakness)) return undefined
    const [seen] = observationsOf(said)
    const id = seen && observationIdOf(seen)
    return id === undefined || this.#suspected.has(id) ? undefined : id
  }

  #add(said: Exclude<Discovered, { type: 'progress' }>): void {
    const { assets, steps, observations, standing, journal } = this.#batch
    this.#batch.size++
    if (said.type === 'asset') assets.push(said.asset)
    if (said.type === 'step') steps.push(said.step)
    if (said.type === 'looked') this.#looked.set(idOfNamed(said.subject), said.subject)
    if (said.type === 'trouble') this.#trouble(said)
    if (said.type === 'service' && this.#restates(said.service)) standing.push(standingOf(said.service))
    observations.push(...observationsOf(said))
    if (said.type !== 'trouble' && said.type !== 'weakness') journal.push(remembered(said))
  }

  /** Whether it was said before in this run, by no other names: then this is all of it. */
  #restates(service: SeenService): boolean {
    const { service: key } = standingOf(service)
    const before = this.#askedBy.get(key)
    const all = new Set([...(before ?? []), ...service.names])
    this.#askedBy.set(key, [...all])
    return before !== undefined && all.size === service.names.length
  }

  #trouble({ subject, by, code, detail }: Extract<Discovered, { type: 'trouble' }>): void {
    this.#troubled.add(idOfNamed(subject))
    if (by === 'dns-records' && this.#unresolved.size < MOST_UNRESOLVED) this.#unresolved.add(subject.name)
    if (by === 'seeds' && (code === 'no-such-name' || code === 'no-answer')) this.#absent.set(subject.name, code)
    if (this.#troubles.length < MOST_TROUBLES)
      this.#troubles.push({ subject: subject.name, by, code, detail: detail.slice(0, MAX_DETAIL) })
  }
}

/** What makes two sayings one thing; `undefined`: each counts. */
function keyOfSaid(said: Exclude<Discovered, { type: 'progress' }>): string | undefined {
  switch (said.type) {
    case 'asset':
      return idOfNamed(said.asset.asset)
    case 'service':
      return standingOf(said.service).service
    case 'weakness': {
      const { ruleId, aspect = '', subject } = said.weakness
      return `${ruleId} ${aspect} ${subject.kind} ${subject.name}`
    }
    case 'records':
      return `${said.records.name} ${said.records.type}`
    default:
      return undefined
  }
}

interface Batch {
  size: number
  assets: SurfaceAsset[]
  steps: SurfaceStep[]
  observations: Observation[]
  standing: ServiceStanding[]
  journal: Discovered[]
  suspicions: string[]
}

function emptyBatch(): Batch {
  return { size: 0, assets: [], steps: [], observations: [], standing: [], journal: [], suspicions: [] }
}

/** As much of it as a run that goes on must know: of a service its place and names. */
function remembered(said: Discovered): Discovered {
  if (said.type !== 'service') return said
  const { address, port, transport, protocol, names } = said.service
  return {
    type: 'service',
    service: { address, port, transport, protocol, names, software: [], weaknesses: [], pivots: [] },
  }
}
