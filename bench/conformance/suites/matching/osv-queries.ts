import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { z } from 'zod'
import { type Component, type Distribution, ecosystems, packageKey } from '#core/vocabulary'
import { memoryReader } from '#exposure/knowledge'
import { isPositive, matchInventory } from '#exposure/matching'
import { failedCase } from '../../case-result.ts'
import type { CaseResult, ConformanceFile } from '../../types.ts'
import { object, text } from './json.ts'
import { readOsvRecord } from './osv.ts'

const query = z.object({
  query: z.object({
    package: z.object({ name: z.string(), ecosystem: z.string() }).partial().optional(),
    version: z.string().optional(),
  }),
  vulns: z.array(z.string()),
  unstable: z.boolean().optional(),
})

type Query = z.infer<typeof query>

/** Recorded OSV API queries. Only ids whose records are loaded are judged; a query about none of them is no case. */
export function runOsvQueries(content: string, file: ConformanceFile): CaseResult[] {
  const knowledge = loadRecords(dirname(file.absolutePath))
  const queries = content
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('{"_meta"'))
    .map((line) => query.parse(JSON.parse(line)))
  const held = heldAtRecording(queries, knowledge)
  return queries.flatMap((given) => runQuery(given, knowledge, held) ?? [])
}

/**
 * Whether the recorded service can have held a record: one it answered somewhere, or one published before the newest
 * that it answered. Our records are newer than some recordings, and what came later cannot be expected in them.
 */
function heldAtRecording(queries: readonly Query[], { published }: Knowledge): (id: string) => boolean {
  const answered = new Set(queries.flatMap(({ vulns }) => vulns))
  const newest =
    [...answered]
      .map((id) => published.get(id) ?? '')
      .sort()
      .at(-1) ?? ''
  return (id) => {
    const at = published.get(id) ?? ''
    return answered.has(id) || (at > '1990' && at <= newest)
  }
}

function runQuery(given: Query, { reader, loaded }: Knowledge, held: (id: string) => boolean): CaseResult | undefined {
  const { name, ecosystem } = given.query.package ?? {}
  if (given.unstable || name === undefined || ecosystem === undefined || given.query.version === undefined)
    return undefined
  const expected = new Set(given.vulns.filter((id) => loaded.has(id)))
  if (expected.size === 0 && reader.statements(packageKey(ecosystem, name)).length === 0) return undefined
  const component = componentOf(name, ecosystem, given.query.version)
  const { matches } = matchInventory([component], reader, { dial: 'precise', vex: [] })
  const found = new Set(
    matches.flatMap((match) => (isPositive(match.verdict) ? match.records.map(({ recordId }) => recordId) : [])),
  )
  const missing = [...expected].filter((id) => !found.has(id))
  const label = `${ecosystem} ${name} ${given.query.version} (${expected.size} ids)`
  const surplus = [...found].filter((id) => !expected.has(id) && held(id) && answersWith(id, given.vulns))
  if (missing.length + surplus.length === 0) return { passed: true, label }
  return failedCase(label, `missing [${missing}] surplus [${surplus}]`)
}

/** Surplus counts only for databases the recorded service held: those whose ids it answered with, or every one for an empty answer. */
function answersWith(id: string, answered: readonly string[]): boolean {
  const database = id.split('-', 1)[0]
  return answered.length === 0 || answered.some((other) => other.split('-', 1)[0] === database)
}

function componentOf(name: string, ecosystem: string, version: string): Component {
  const [base = '', release] = ecosystem.split(':')
  const facts = ecosystems[base]
  const separator = base === 'Maven' ? ':' : '/'
  const at = name.lastIndexOf(separator)
  const distribution: Distribution | undefined = facts?.distribution
    ? { id: facts.distribution, ...(release === undefined ? {} : { versionId: release.replace(/^(?:Leap )?v?/, '') }) }
    : undefined
  return {
    ref: name,
    name: at > 0 ? name.slice(at + 1) : name,
    ...(at > 0 ? { namespace: name.slice(0, at) } : {}),
    version,
    ...(facts ? { type: facts.purlType } : {}),
    ...(distribution ? { distribution } : {}),
    cpes: [],
    upstream: [],
    licences: [],
    location: '',
    dependsOn: [],
    evidence: [{ kind: 'sbom', by: 'osv-queries' }],
  }
}

interface Knowledge {
  reader: ReturnType<typeof memoryReader>
  loaded: ReadonlySet<string>
  /** Publication times by id. */
  published: ReadonlyMap<string, string>
}

const known = new Map<string, Knowledge>()

/** Records beside the queries, the advisory samples and the mirror's OSV feeds, where present. Later ones replace earlier. */
function loadRecords(folder: string): Knowledge {
  const before = known.get(folder)
  if (before) return before
  const sources = [
    ...filesIn(join(folder, '../advisories'), /(?:-osv|almalinux|bitnami|psf|drupal)\.ndjson\.gz$/),
    ...filesIn(join(folder, '../../feeds/osv'), /(?:go|pypa)\.ndjson\.gz$/),
    ...filesIn(folder, /-records\.ndjson\.gz$/),
  ]
  const byId = new Map<string, ReturnType<typeof readOsvRecord>>()
  const published = new Map<string, string>()
  for (const path of sources) {
    for (const line of gunzipSync(readFileSync(path)).toString('utf8').split('\n')) {
      const record = line === '' ? undefined : object(JSON.parse(line))
      const id = text(record?.id)
      const [statement] = record && id ? readOsvRecord(record) : []
      if (id !== undefined && statement && statement.affected.length > 0) {
        byId.set(id, [statement])
        published.set(id, text(record?.published) ?? '')
      }
    }
  }
  const knowledge = { reader: memoryReader([...byId.values()].flat()), loaded: new Set(byId.keys()), published }
  known.set(folder, knowledge)
  return knowledge
}

function filesIn(folder: string, pattern: RegExp): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => pattern.test(name))
      .sort()
      .map((name) => join(folder, name))
  } catch {
    return []
  }
}
