import { canonicalCpe } from './cpe-names.ts'
import { compareLoose } from './loose-version.ts'

/** One line of releases of a product. */
interface ReleaseCycle {
  /** `2.4`: versions that begin with it belong to it. */
  cycle: string
  /** Day support ended or ends; true without a known day, false while it goes on. */
  ended: string | boolean
  latest?: string
  latestOn?: string
  /** Day on which support for a fee, or by others, ends after that. */
  extendedTo?: string
}

/** A product with its cycles. */
export interface Lifecycle {
  title: string
  /** `a:vendor:product`, present names. */
  cpes: string[]
  npm: string[]
  cycles: ReleaseCycle[]
  source: string
}

/** Where a version stands in the life of its product. */
export interface VersionStanding {
  state: 'ended' | 'behind' | 'current'
  title: string
  cycle?: string
  endedOn?: string
  latest?: string
  source: string
}

/** What is known of how long versions are maintained. */
export class LifecycleBook {
  readonly #byCpe = new Map<string, Lifecycle>()
  readonly #byNpm = new Map<string, Lifecycle>()

  /** Of a product that two tell, the first counts. */
  constructor(lifecycles: Iterable<Lifecycle>) {
    for (const lifecycle of lifecycles) {
      for (const cpe of lifecycle.cpes) if (!this.#byCpe.has(cpe)) this.#byCpe.set(cpe, lifecycle)
      for (const npm of lifecycle.npm) if (!this.#byNpm.has(npm)) this.#byNpm.set(npm, lifecycle)
    }
  }

  /**
   * Whether the release of a distribution that a revision names is still looked after by anyone: `7u4+deb8u1` is of Debian
   * 8. Undefined when the revision names none that is known.
   */
  distributionStanding(distribution: { id: string; revision?: string }, day: string): VersionStanding | undefined {
    const { revision = '' } = distribution
    for (const [pattern, cpe] of revisionReleases) {
      const release = pattern.exec(revision)?.[1]
      const lifecycle = release === undefined ? undefined : this.#byCpe.get(cpe)
      const cycle = lifecycle?.cycles.find((known) => known.cycle === release)
      if (!lifecycle || !cycle) continue
      const ended = cycle.extendedTo ?? cycle.ended
      const over = ended === true || (typeof ended === 'string' && ended <= day)
      const said = { title: `${lifecycle.title} ${release}`, source: lifecycle.source, cycle: cycle.cycle }
      return over
        ? { state: 'ended', ...(typeof ended === 'string' ? { endedOn: ended } : {}), ...said }
        : { state: 'current', ...said }
    }
    return undefined
  }

  /** When the last release of a distribution ended, where all that are known have: whichever it is, nobody looks after it. */
  distributionOver(id: string, day: string): { title: string; endedOn: string; source: string } | undefined {
    const lifecycle = this.#byCpe.get(distributionCpes[id] ?? '')
    const ends = lifecycle?.cycles.map(({ extendedTo, ended }) => extendedTo ?? ended) ?? []
    const days = ends.filter((end) => typeof end === 'string' && end <= day)
    const last = days.sort().at(-1)
    if (!lifecycle || typeof last !== 'string' || days.length < ends.length) return undefined
    return { title: lifecycle.title, endedOn: last, source: lifecycle.source }
  }

  /** Undefined when nothing is known of the product or its version fits no line of releases. */
  standingOf(software: { cpe?: string; purl?: string; version?: string }, day: string): VersionStanding | undefined {
    const { cpe, purl, version } = software
    if (version === undefined) return undefined
    const npm = /^pkg:npm\/(.+)@/.exec(purl ?? '')?.[1]
    const lifecycle =
      this.#byCpe.get(cpe?.split(':').slice(2, 5).join(':').replaceAll('\\', '') ?? '') ?? this.#byNpm.get(npm ?? '')
    return lifecycle && judge(lifecycle, version, day)
  }
}

/** How revisions name the release of their distribution, with its CPE. */
const revisionReleases: readonly (readonly [RegExp, string])[] = [
  [/deb(\d{1,2})u\d/, 'o:debian:debian_linux'],
  [/ubuntu[\d.]{0,8}?\.(\d{2}\.\d{2})(?:\.|$)/, 'o:canonical:ubuntu_linux'],
  [/\.el(\d{1,2})(?:_|$)/, 'o:redhat:enterprise_linux'],
]

/** Of distributions of which every release has an end. */
const distributionCpes: Readonly<Record<string, string>> = { centos: 'o:centos:centos' }

function judge(lifecycle: Lifecycle, version: string, day: string): VersionStanding | undefined {
  const { title, source, cycles } = lifecycle
  const found = cycleOf(cycles, version)
  if (!found) return olderThanAll(lifecycle, version, day)
  const { cycle, ended, latest } = found
  const said = { title, source, cycle, ...(latest === undefined ? {} : { latest }) }
  if (ended === true) return { state: 'ended', ...said }
  if (typeof ended === 'string' && ended <= day) return { state: 'ended', endedOn: ended, ...said }
  return { state: latest !== undefined && compareLoose(version, latest) < 0 ? 'behind' : 'current', ...said }
}

/** The cycle whose number begins the version, the longest that does; where cycles have other names, that of the nearest latest release. */
function cycleOf(cycles: readonly ReleaseCycle[], version: string): ReleaseCycle | undefined {
  const pieces = version.split(/[.-]/)
  const matching = cycles.filter(({ cycle }) => begins(pieces, cycle.split(/[.-]/)))
  const [longest] = matching.sort((a, b) => b.cycle.length - a.cycle.length)
  if (longest) return longest
  const line = pieces.slice(0, 2).join('.')
  return cycles.find(({ cycle, latest }) => !/^\d{1,3}(?:\.|$)/.test(cycle) && latest?.startsWith(`${line}.`))
}

/** The last piece may end in a letter that belongs to the version: `1.3.5e` begins with `1.3.5`. */
function begins(version: readonly string[], cycle: readonly string[]): boolean {
  return cycle.every(
    (piece, index) =>
      version[index] === piece ||
      (index === cycle.length - 1 && /^\d+$/.test(piece) && new RegExp(`^${piece}[a-z]`).test(version[index] ?? '')),
  )
}

/** What is older than every line that is still maintained is not. */
function olderThanAll({ title, source, cycles }: Lifecycle, version: string, day: string): VersionStanding | undefined {
  const numbered = cycles.filter(({ cycle }) => /^\d/.test(cycle))
  const alive = numbered.filter(({ ended }) => ended === false || (typeof ended === 'string' && ended > day))
  const oldest = alive.map(({ cycle }) => cycle).sort(compareLoose)[0]
  if (oldest === undefined || numbered.length < cycles.length || compareLoose(version, oldest) >= 0) return undefined
  return { state: 'ended', title, source }
}

/** Reads products of endoflife.date (MIT), one JSON document a line. What lacks cycles or identifiers is left out. */
export function* readEndOfLife(lines: Iterable<string>): Generator<Lifecycle> {
  for (const line of lines) {
    const product = parsed(line)
    const releases = Array.isArray(product?.releases) ? product.releases.slice(0, 500) : []
    const identifiers = Array.isArray(product?.identifiers) ? product.identifiers.slice(0, 100) : []
    const cycles = releases.map(cycleIn).filter((cycle) => cycle !== undefined)
    const values = identifiers
      .flatMap((identifier) => Object.values(asRecord(identifier)))
      .filter((value) => typeof value === 'string')
    const cpes = values.map(cpeKey).filter((cpe) => cpe !== undefined)
    const npm = values.map((value) => /^pkg:npm\/([^@]+)$/.exec(value)?.[1]).filter((name) => name !== undefined)
    if (typeof product?.title !== 'string' || cycles.length === 0 || cpes.length + npm.length === 0) continue
    yield { title: product.title, cpes: [...new Set(cpes)], npm, cycles, source: 'endoflife.date' }
  }
}

function parsed(line: string): Record<string, unknown> | undefined {
  try {
    return line.trim() === '' ? undefined : asRecord(JSON.parse(line))
  } catch {
    return undefined
  }
}

function cycleIn(value: unknown): ReleaseCycle | undefined {
  const { releaseCycle, eol, eoes, latest, latestReleaseDate } = asRecord(value)
  if (typeof releaseCycle !== 'string' || (typeof eol !== 'string' && typeof eol !== 'boolean')) return undefined
  return {
    cycle: releaseCycle,
    ended: eol,
    ...(typeof latest === 'string' ? { latest } : {}),
    ...(typeof eoes === 'string' ? { extendedTo: eoes } : {}),
    ...(typeof latestReleaseDate === 'string' ? { latestOn: latestReleaseDate } : {}),
  }
}

function cpeKey(text: string): string | undefined {
  const found = /^cpe:(?:2\.3:|\/)([aoh]:[^:]+:[^:]+)/.exec(text)?.[1]
  return found === undefined ? undefined : canonicalCpe(found.replaceAll('\\', ''))
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}
