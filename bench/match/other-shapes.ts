import { z } from 'zod'
import { type Interval, invertRange, parseNativeRange, type SchemeId, unionRange } from '#core/versions'
import { normalisePackageName, type Statement } from '#core/vocabulary'

/** What a record of a set says of packages: pure, one record at a time. */
export type StatementsOf = (record: unknown) => Statement[]

/**
 * Sets whose upstream has ended, or gives its records to OSV by now, in the shapes they had. No feed of the product reads
 * them, and their silence about a package is no knowledge: they add matches and work, no coverage.
 */
export const otherShapes: Readonly<Record<string, StatementsOf>> = {
  elixir: reading(
    z.object({ id: z.string(), package: z.string(), cve: z.string().optional(), ...safeVersions() }),
    ({ id, package: name, cve, patched_versions, unaffected_versions }) => {
      const safe = unionRange('hex', [...(patched_versions ?? []), ...(unaffected_versions ?? [])])
      if (!safe.ok) return []
      const intervals = invertRange('hex', safe.value.intervals)
      return [said('elixir', id, cve ? [cveId(cve)] : [], [of('Hex', name, 'hex', intervals)])]
    },
  ),
  haskell: reading(
    z.object({
      advisory: z.object({ id: z.string(), aliases: z.array(z.string()).optional() }),
      affected: z.array(
        z.object({
          package: z.string(),
          versions: z.array(z.object({ introduced: z.string(), fixed: z.string().optional() })),
        }),
      ),
    }),
    ({ advisory: { id, aliases = [] }, affected }) => {
      const packages = affected.map(({ package: name, versions }) =>
        of(
          'Hackage',
          name,
          'hackage',
          versions.map(({ introduced, fixed }) => between(introduced, fixed)),
        ),
      )
      return [said('haskell', id, aliases, packages)]
    },
  ),
  'nodejs-security-wg': reading(
    // Those on Node itself name no package.
    z.object({
      id: z.number(),
      module_name: z.string(),
      cves: z.array(z.string()).nullable(),
      vulnerable_versions: z.string().nullable(),
    }),
    ({ id, module_name: name, cves, vulnerable_versions: versions }) => {
      const range = parseNativeRange('npm', versions ?? '')
      if (!versions || !range.ok) return []
      const npm = of('npm', name, 'npm', range.value.intervals)
      return [said('nodejs-security-wg', `NSWG-${id}`, cves ?? [], [npm])]
    },
  ),
  retirejs: reading(
    z.object({
      npmname: z.string(),
      vulnerabilities: z.array(
        z.object({
          below: z.string().optional(),
          atOrAbove: z.string().optional(),
          identifiers: z.object({ CVE: z.array(z.string()).optional(), githubID: z.string().optional() }),
        }),
      ),
    }),
    ({ npmname, vulnerabilities }) =>
      vulnerabilities.map(({ below, atOrAbove = '0', identifiers: { CVE: cves = [], githubID } }, place) =>
        said(
          'retirejs',
          `RETIRE-${npmname}-${place}`,
          [...cves, ...(githubID ? [githubID] : [])],
          [of('npm', npmname, 'npm', [between(atOrAbove, below)])],
        ),
      ),
  ),
  'victims-java-python': reading(
    z.object({
      cve: z.string(),
      affected: z.array(
        z.object({
          groupId: z.string().optional(),
          artifactId: z.string().optional(),
          name: z.string().optional(),
          version: z.array(z.string()),
        }),
      ),
    }),
    ({ cve, affected }) => {
      const packages = affected.flatMap(({ groupId, artifactId, name, version }) => {
        const [ecosystem, named, scheme] =
          name === undefined
            ? (['Maven', `${groupId}:${artifactId}`, 'maven'] as const)
            : (['PyPI', name, 'pypi'] as const)
        const intervals = version.flatMap(victimsInterval)
        return intervals.length > 0 ? [of(ecosystem, named, scheme, intervals)] : []
      })
      return packages.length > 0 ? [said('victims', `VICTIMS-${cve}`, [cveId(cve)], packages)] : []
    },
  ),
}

/** One bound, and after a comma the series that it holds in: `<=2.3.6,2` is from 2 to 2.3.6. */
function victimsInterval(text: string): Interval[] {
  const [, operator, version, series] = /^(<=|==|>=)([^,]+)(?:,(.+))?$/.exec(text) ?? []
  if (version === undefined) return []
  if (operator === '==') return [{ min: version, max: version, maxInclusive: true }]
  if (operator === '>=') return [{ min: version }]
  return [{ ...(series !== undefined && { min: series }), max: version, maxInclusive: true }]
}

function between(introduced: string, fixed: string | undefined): Interval {
  return { ...(introduced !== '0' && { min: introduced }), ...(fixed !== undefined && { max: fixed }) }
}

function safeVersions() {
  return { patched_versions: z.array(z.string()).optional(), unaffected_versions: z.array(z.string()).optional() }
}

/** A record of another shape says nothing. */
function reading<T>(shape: z.ZodType<T>, statementsOf: (record: T) => Statement[]): StatementsOf {
  return (record) => {
    const read = shape.safeParse(record)
    return read.success ? statementsOf(read.data) : []
  }
}

function cveId(text: string): string {
  return text.startsWith('CVE-') ? text : `CVE-${text}`
}

function of(ecosystem: string, name: string, scheme: SchemeId, intervals: Interval[]): Statement['affected'][number] {
  return {
    kind: 'package',
    ecosystem,
    name: normalisePackageName(ecosystem, name),
    scheme,
    intervals,
    status: 'affected',
    fixState: 'unknown',
  }
}

function said(source: string, recordId: string, aliases: string[], affected: Statement['affected']): Statement {
  return {
    source,
    recordId,
    state: 'published',
    aliases,
    related: [],
    severities: [],
    cwes: [],
    ssvc: [],
    affected,
    references: [],
  }
}
