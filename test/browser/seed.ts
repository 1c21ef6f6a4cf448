import { createHash } from 'node:crypto'
import { sql, type Transaction } from 'kysely'
import type { Affected, Match } from '#core/vocabulary'
import { type Database, DEFAULT_WORKSPACE, type NoTables } from '#platform/database'
import { compactAffected } from '../../src/exposure/knowledge/compact.ts'
import { compactFacts } from '../../src/exposure/knowledge/compact-facts.ts'
import { type KnownCase, knownCases, priorityOf, type SeedAsset, seedAssets } from './rows.ts'

type Work = Transaction<NoTables>

const rank = { now: 4, soon: 3, scheduled: 2, defer: 1 }
const at = '2026-11-21T06:12:00.000Z'

/** Fills a database with what the pages show: feeds with runs, knowledge, assets, and `findings` findings in all. */
export async function seed(database: Database, findings = 40): Promise<void> {
  await seedKnowledge(database)
  await database.inWorkspace(DEFAULT_WORKSPACE, async (work) => {
    for (const asset of seedAssets) await seedAsset(work, asset)
    for (let index = 0; index < findings; index++) {
      const entry = knownCases[index % knownCases.length]!
      const asset = seedAssets[Math.floor(index / knownCases.length) % seedAssets.length]!
      await seedFinding(work, asset, entry, Math.floor(index / (knownCases.length * seedAssets.length)))
    }
  })
}

async function seedKnowledge(database: Database): Promise<void> {
  const feeds = [
    ['cve', 'CVE List 5'],
    ['epss', 'EPSS'],
    ['kev', 'Known Exploited Vulnerabilities'],
    ['nvd', 'NVD'],
    ['osv:npm', 'OSV npm'],
  ]
  for (const [index, [id, name]] of feeds.entries()) {
    const failed = id === 'nvd'
    await sql`insert into feed (id, name, last_success, next_due) values (${id}, ${name}, ${failed ? null : at}, ${at}::timestamptz + interval '1 day')
      on conflict do nothing`.execute(database.instance)
    const dropped =
      id === 'cve'
        ? [
            {
              code: 'unreadable-record',
              example: 'cves/2024/1xxx/CVE-2024-1234.json: containers.cna is missing',
              count: 12,
            },
          ]
        : []
    const problem = failed
      ? { code: 'refused', message: 'the server answered 503: it is tried again in an hour' }
      : null
    await sql`insert into feed_run (feed_id, started_at, ended_at, status, bytes, read, kept, written, removed, dropped, problem)
      values (${id}, ${at}, ${at}::timestamptz + interval '41 seconds', ${failed ? 'failed' : id === 'cve' ? 'partial' : 'complete'},
        ${(index + 1) * 31_400_000}, ${265_000 - index * 1_000}, ${264_988 - index * 1_000}, ${index * 120}, 3, ${JSON.stringify(dropped)}, ${problem && JSON.stringify(problem)})`.execute(
      database.instance,
    )
  }
  for (const entry of knownCases) await seedStatement(database, entry)
}

async function seedStatement(database: Database, entry: KnownCase): Promise<void> {
  const facts: Parameters<typeof compactFacts>[0] = {
    title: entry.title,
    published: '2024-01-10T10:15:00.000Z',
    severities:
      entry.cvss === null ? [] : [{ version: '3.1', vector: entry.vector, score: entry.cvss, by: 'nvd@nist.gov' }],
    cwes: ['CWE-502'],
  }
  const affected: Affected[] = [
    {
      kind: 'package',
      ecosystem: entry.ecosystem,
      name: entry.name,
      scheme: 'semver',
      intervals: [{ min: '0', ...(entry.fixed ? { max: entry.fixed } : {}) }],
      status: 'affected',
    },
  ]
  const detail = {
    description: `${entry.title}. The description as its source wrote it, as plain text.`,
    references: [{ url: `https://www.cve.org/CVERecord?id=${entry.cve}` }],
    related: [],
  }
  for (const source of ['cve', 'nvd']) {
    await sql`insert into statement (record_id, source, digest, state, modified, keys, ecosystems, aliases, covers, facts, affected, detail)
      values (${entry.cve}, ${source}, 'seed', 'published', ${at}, '{}', '{}', '{}', '{}', ${JSON.stringify(compactFacts(facts))}, ${JSON.stringify(compactAffected(affected))}, ${JSON.stringify(detail)})
      on conflict do nothing`.execute(database.instance)
  }
  if (entry.kev) {
    const body = {
      asserter: 'CISA',
      cve: entry.cve,
      dateAdded: entry.kev,
      ransomware: 'known',
      requiredAction: 'Apply updates per vendor instructions.',
    }
    await sql`insert into kev (cve, asserter, body) values (${entry.cve}, 'CISA', ${JSON.stringify(body)}) on conflict do nothing`.execute(
      database.instance,
    )
  }
  if (entry.exploit) {
    await sql`insert into exploit_signal (cve, source, kind, reference, date) values (${entry.cve}, 'metasploit', 'module', 'exploit/multi/http/example', ${entry.exploit}) on conflict do nothing`.execute(
      database.instance,
    )
  }
}

/** One asset with one import and its coverage. */
export async function seedAsset(work: Work, asset: SeedAsset): Promise<void> {
  await sql`insert into asset (workspace_id, id, kind, natural_key, name, owner, criticality, environment, exposure, exposure_basis, exposure_by, exposure_at, first_seen, last_seen, last_digest)
    values (${DEFAULT_WORKSPACE}, ${asset.id}, ${asset.kind}, ${asset.name}, ${asset.name}, ${asset.owner}, ${asset.criticality}, 'production', ${asset.exposure}, ${asset.basis}, ${asset.by}, ${asset.by && at}, ${at}, ${at}, 'seed')
    on conflict do nothing`.execute(work)
  await sql`insert into import (workspace_id, id, asset_id, witness, importer, format, file_name, content_digest, tool, subject, stated_at, imported_at, imported_by, component_count, outcome)
    values (${DEFAULT_WORKSPACE}, ${`import-${asset.id}`}, ${asset.id}, 'cyclonedx', 'cyclonedx', 'CycloneDX 1.6 JSON', 'bom.json', ${asset.id}, 'syft 1.20', '{}', ${at}, ${at}, 'mara', 214, '{"status":"complete","read":214,"kept":214,"dropped":[]}')
    on conflict do nothing`.execute(work)
  const rows: [string, number, number, number][] = [
    ['npm', 120, 120, 0],
    ['Debian:12', 60, 60, 0],
    ['Maven', 20, 20, 0],
    ['Conan', 14, 0, 14],
  ]
  for (const [ecosystem, components, covered, unknown] of rows) {
    await sql`insert into coverage (workspace_id, asset_id, ecosystem, components, covered, no_knowledge, no_version, no_identity, matched_at)
      values (${DEFAULT_WORKSPACE}, ${asset.id}, ${ecosystem}, ${components}, ${covered}, ${unknown}, 0, 0, ${at}) on conflict do nothing`.execute(
      work,
    )
  }
}

/** One finding with its component, witness and history. `copy` makes more of the same kind for long lists. */
export async function seedFinding(work: Work, asset: SeedAsset, entry: KnownCase, copy = 0): Promise<void> {
  const location = copy === 0 ? '' : `/srv/app-${copy}`
  const id = createHash('sha256').update([asset.id, entry.cve, copy].join()).digest('base64url').slice(0, 22)
  const component = `c-${id.slice(0, 18)}`
  const priority = priorityOf(entry, asset)
  const [namespace, name] = entry.name.includes('/')
    ? [entry.name.slice(0, entry.name.lastIndexOf('/')), entry.name.slice(entry.name.lastIndexOf('/') + 1)]
    : [null, entry.name]
  const verdict = entry.verdict ?? 'affected'
  const purl = `pkg:${entry.ecosystem.toLowerCase().split(':')[0]}/${entry.name}@${entry.version}`
  const score =
    rank[entry.urgency] * 1_000_000 +
    (priority.basis === 'assumed' ? 0 : 500_000) +
    Math.round((entry.epss ?? 0.1) * 10_000) * 10 +
    Math.round(entry.cvss ?? 5)
  const match: Match = {
    componentRef: component,
    vulnerabilityId: entry.cve,
    recordId: entry.cve,
    source: 'cve',
    records: [
      { source: 'cve', recordId: entry.cve },
      { source: 'nvd', recordId: entry.cve },
    ],
    verdict,
    method: 'ecosystem',
    fixedVersions: entry.fixed ? [entry.fixed] : [],
    fixState: entry.fixed ? 'fixed' : 'unknown',
    reasons: [
      { code: 'component-evidence', text: `bom.json names ${entry.name} ${entry.version}` },
      {
        code: 'statement',
        text: `${entry.cve} speaks about ${entry.ecosystem} ${entry.name}`,
        source: 'cve',
        recordId: entry.cve,
      },
      {
        code: 'range-inside',
        text: `${entry.version} lies in the affected range${entry.fixed ? `, which ends before ${entry.fixed}` : ''}`,
        source: 'cve',
        recordId: entry.cve,
      },
    ],
  }
  await sql`insert into component (workspace_id, id, asset_id, purl, name, namespace, version, ecosystem, location, first_seen, last_seen, last_digest)
    values (${DEFAULT_WORKSPACE}, ${component}, ${asset.id}, ${purl}, ${name}, ${namespace}, ${entry.version}, ${entry.ecosystem}, ${location}, ${at}, ${at}, 'seed') on conflict do nothing`.execute(
    work,
  )
  await sql`insert into import_component (workspace_id, import_id, component_id, evidence)
    values (${DEFAULT_WORKSPACE}, ${`import-${asset.id}`}, ${component}, '[{"kind":"sbom","by":"cyclonedx","path":"bom.json","pointer":"/components/12"}]') on conflict do nothing`.execute(
    work,
  )
  await sql`insert into finding (workspace_id, id, asset_id, vulnerability_id, component_key, location, title, state, verdict, method, source, record_id, ecosystem,
      component_name, component_version, fixed_version, urgency, outcome, outcome_label, decision_table, basis, why, rank, kev, exploitation, cvss, epss, components, fix_state, epss_change, priority, match,
      first_seen, last_seen, priority_since, due_at, digest, anchor)
    values (${DEFAULT_WORKSPACE}, ${id}, ${asset.id}, ${entry.cve}, ${purl}, ${location}, ${entry.title}, 'open', ${verdict}, 'ecosystem', 'cve', ${entry.cve}, ${entry.ecosystem},
      ${entry.name}, ${entry.version}, ${entry.fixed}, ${entry.urgency}, ${priority.outcome}, ${priority.outcomeLabel}, ${priority.table}, ${priority.basis}, ${priority.why}, ${score}, ${entry.kev !== undefined}, ${priority.exploitation},
      ${entry.cvss}, ${entry.epss}, ${[component]}, ${match.fixState}, ${priority.epss?.change30d ?? null}, ${JSON.stringify(priority)}, ${JSON.stringify(match)}, ${at}, ${at}, ${at}, ${at}::timestamptz + make_interval(days => ${priority.dueDays ?? null}::int), 'seed',
      ${JSON.stringify({ version: entry.version, advisory: 'seed', evidence: '', exposure: asset.exposure, exploitation: priority.exploitation })}) on conflict do nothing`.execute(
    work,
  )
  await sql`insert into finding_event (workspace_id, finding_id, at, kind, detail) values (${DEFAULT_WORKSPACE}, ${id}, ${at}, 'opened', ${JSON.stringify({ urgency: entry.urgency, why: priority.why })})`.execute(
    work,
  )
}
