import { randomBytes } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { zstdCompressSync } from 'node:zlib'
import { sql } from 'kysely'
import type pg from 'pg'
import { expect, inject, test } from 'vitest'
import { readControls } from '#assurance/controls/store'
import { readTerms } from '#assurance/threats/store'
import { canonicalJson, digestOf, type Instant, systemClock } from '#core/kernel'
import { type AssetId, assetIdOf, relationIdOf } from '#exposure/inventory'
import { componentsOfAsset, findAsset } from '#exposure/inventory/store'
import { changesSince, epssHistory, feedStates, readVulnerability } from '#exposure/knowledge/store'
import { verifyAudit } from '#platform/audit'
import { authenticate } from '#platform/auth'
import { type Database, DEFAULT_WORKSPACE, knownMigrations, migrate, openDatabase, restore } from '#platform/database'
import { takeOver } from '#platform/jobs'
import { readFinding } from '#views/finding-detail'
import { listFindings } from '#views/findings'
import { listImports } from '#views/imports'
import type { BackupHead } from '../../src/platform/database/backup/format.ts'
import { withName, withOwner } from '../../src/platform/database/open.ts'
import { dataFolder } from '../support/data-folder.ts'
import { withTestDatabase } from '../support/database.ts'

/**
 * What `lunette backup` of the first landed version wrote (its lines, uncompressed): a feed refresh, an import, an account.
 * Most rows of the starter are left out; tables that were empty have a row that was added by hand.
 */
const lines = readFileSync(join(import.meta.dirname, 'fixtures/level-0030.backup.txt'), 'utf8')
  .trimEnd()
  .split('\n')
const head = JSON.parse(lines[0]!) as BackupHead
const ASSET = '_mSueVX3Y5MWbnUvLlruFT' as AssetId
const CVE = 'CVE-2026-1000'
const FINDING = 'APy9Q6bKaKzarGeNME5Xib'

/** Rows of a table, as COPY text. */
function rowsOf(table: string): string[] {
  const from = lines.indexOf(JSON.stringify({ table })) + 1
  const to = lines.findIndex((line, index) => index >= from && /^\{"rows":\d+\}$/.test(line))
  return lines.slice(from, to)
}

const escapes: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', '\\': '\\' }

async function insert(client: pg.Client, table: string, columns: readonly string[]): Promise<number> {
  const rows = rowsOf(table)
  for (const row of rows) {
    const values = row
      .split('\t')
      .map((text) => (text === '\\N' ? null : text.replace(/\\(.)/g, (_, letter: string) => escapes[letter] ?? letter)))
    await client.query(
      `insert into "${table}" (${columns.join(', ')}) overriding system value
       values (${columns.map((_, index) => `$${index + 1}`).join(', ')}) on conflict do nothing`,
      values,
    )
  }
  return rows.length
}

/** A database as the first landed version left it, opened by today's code. */
async function withOldDatabase(work: (database: Database) => Promise<void>): Promise<void> {
  const fill = async (client: pg.Client) => {
    await client.query('delete from knowledge_state')
    for (const { name: table, columns } of head.tables)
      expect(await insert(client, table, columns), table).toBeGreaterThan(0)
  }
  await withDatabaseAt((name) => head.migrations.includes(name), fill, work)
}

/** A database at an earlier level, filled there, and opened by today's code. */
async function withDatabaseAt(
  isApplied: (migration: string) => boolean,
  fill: (client: pg.Client) => Promise<unknown>,
  work: (database: Database) => Promise<void>,
): Promise<void> {
  const { url: server } = inject('databaseServer')
  const name = `old_${randomBytes(6).toString('hex')}`
  const url = withName(server, name)
  await withOwner(withName(server, 'postgres'), async (admin) => {
    await admin.query(`create database ${name}`)
    try {
      await withOwner(url, async (client) => {
        const old = knownMigrations().filter((migration) => isApplied(migration.name))
        expect(await migrate(client, old)).toEqual({ ok: true, value: old.map((migration) => migration.name) })
        await client.query(`select set_config('lunette.workspace_id', $1, false)`, [DEFAULT_WORKSPACE])
        await fill(client)
      })
      const opened = await openDatabase({ dataDir: '', url })
      if (!opened.ok) throw new Error(opened.error.message)
      try {
        await work(opened.value)
      } finally {
        await opened.value.close()
      }
    } finally {
      await admin.query(`drop database ${name} with (force)`)
    }
  })
}

/** Each store reads what the old version wrote. */
async function readsAll(database: Database): Promise<void> {
  const applied = await sql<{ name: string }>`select name from migration order by name`.execute(database.instance)
  expect(applied.rows.map((row) => row.name)).toEqual(knownMigrations().map((migration) => migration.name))
  await readsKnowledge(database)
  expect(await findAsset(database, DEFAULT_WORKSPACE, ASSET)).toMatchObject({
    name: 'shop',
    exposure: { value: 'internet', basis: 'stated', by: 'command line' },
  })
  const purls = await database.inWorkspace(DEFAULT_WORKSPACE, async (work) => {
    const found: (string | undefined)[] = []
    for await (const component of componentsOfAsset(work, ASSET)) found.push(component.purl)
    return found.sort()
  })
  expect(purls).toEqual(['pkg:hex/unknown@1.0.0', 'pkg:npm/left-pad@1.3.0', 'pkg:npm/right-pad@2.0.0'])
  const list = { limit: 10, filter: '' }
  expect(await listFindings(database, DEFAULT_WORKSPACE, list)).toMatchObject({
    total: 1,
    rows: [{ id: FINDING, kev: true, vulnerabilityId: 'CVE-2026-1000', asset: { name: 'shop' } }],
  })
  expect(await readFinding(database, DEFAULT_WORKSPACE, FINDING, systemClock())).toMatchObject({
    fixedVersion: '1.3.1',
    witnesses: [{ fileName: 'shop.cdx.json' }],
  })
  expect(await listImports(database, DEFAULT_WORKSPACE, { ...list, sort: 'newest' })).toMatchObject({ total: 1 })
  await readsPeopleAndWork(database)
}

async function readsKnowledge(database: Database): Promise<void> {
  expect(await readVulnerability(database, CVE)).toMatchObject({
    facts: { title: 'pads too far', aliases: ['GHSA-aaaa-bbbb-cccc'], kev: [{ asserter: 'CISA' }] },
    statements: [{ description: 'tab\there, "quotes", back\\slash, newline\nand ünïcode' }],
  })
  expect(await epssHistory(database, CVE)).toMatchObject([
    { date: '2026-08-01', probability: 0.5 },
    { date: '2026-08-02', probability: 0.6 },
  ])
  expect((await feedStates(database)).find((feed) => feed.id === 'osv')).toMatchObject({
    lastSuccess: expect.anything(),
  })
  const { rows } = await sql<{ instance: string }>`select instance from knowledge_state`.execute(database.instance)
  expect(await changesSince(database, `${rows[0]?.instance}.0`)).toMatchObject({ kind: expect.any(String) })
}

async function readsPeopleAndWork(database: Database): Promise<void> {
  const now = '2026-11-24T00:00:00.000Z' as Instant
  const attempt = { name: 'admin', password: 'correct horse battery staple', address: '127.0.0.1' }
  expect(await authenticate(database, attempt, now)).toMatchObject({ ok: true, value: { name: 'admin' } })
  expect(await verifyAudit(database, 'instance')).toEqual({ entries: rowsOf('audit_entry').length, erased: 0 })
  expect(await takeOver(database, 'today')).toMatchObject([{ kind: 'import', attempts: 2 }])
  expect((await sql`select value from setting where key = 'mirror'`.execute(database.instance)).rows).toHaveLength(1)
}

test('a database of the first landed level opens under today’s code with all its rows (migrations, not resets)', () =>
  withOldDatabase(readsAll))

test('a backup of the first landed level restores under today’s code', async () => {
  const folder = dataFolder('old')
  const path = join(folder, 'old.backup')
  writeFileSync(path, zstdCompressSync(`${lines.join('\n')}\n`))
  try {
    await withTestDatabase(async (database) => {
      expect(await restore(database, path, { force: false })).toMatchObject({ ok: true })
      await readsAll(database)
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

const oldAsset = (kind: string, name: string) => digestOf(canonicalJson(['asset', kind, name])).slice(0, 22)
const oldFinding = (asset: string, rule: string) =>
  digestOf(['misconfiguration', asset, rule, '', ''].join('\n')).slice(0, 22)

/** A domain with what discovery saw and people decided, its twin where `isTwin`, and a host that resolves. */
async function fillNames(client: pg.Client, isTwin: boolean): Promise<void> {
  const [domain, twin, other] = [
    oldAsset('domain', 'shop.example'),
    oldAsset('hostname', 'shop.example'),
    oldAsset('hostname', 'www.shop.example'),
  ]
  const assets: [string, string, string][] = [[domain, 'domain', 'shop.example']]
  if (isTwin) assets.push([twin, 'hostname', 'shop.example'])
  assets.push([other, 'hostname', 'www.shop.example'])
  for (const [id, kind, name] of assets)
    await client.query(
      `insert into asset (workspace_id, id, kind, natural_key, name, owner, first_seen, last_seen, last_digest)
       values ($1, $2, $3, $4, $4, $5, now(), now(), '')`,
      [DEFAULT_WORKSPACE, id, kind, name, kind === 'domain' ? 'web team' : null],
    )
  const relation = digestOf(canonicalJson(['relation', domain, 'node', other])).slice(0, 22)
  const finding = oldFinding(domain, 'discovery:spf-softfail')
  for (const [text, values] of [
    [
      `insert into relation (workspace_id, id, kind, from_id, to_id, first_seen, last_seen, present, confidence)
       values ($1, $2, 'node', $3, $4, now(), now(), true, 90)`,
      [relation, domain, other],
    ],
    [
      `insert into relation_statement (workspace_id, relation_id, source, said_by, basis, confidence, said_at)
       values ($1, $2, 'discovery:here', 'Lunette discovery', 'observed', 90, now())`,
      [relation],
    ],
    [
      `insert into surface_asset (workspace_id, asset_id, standing, confidence, reason, path, distance, vantage, first_seen, last_seen, run_id)
       values ($1, $2, 'owned', 100, 'Named as a seed', '[]', 0, 'here', now(), now(), gen_random_uuid())`,
      [domain],
    ],
    [
      `insert into observation (workspace_id, id, kind, key, asset_id, value, digest, source, vantage, first_seen, last_seen, run_id)
       values ($1, 'seen', 'records', 'MX shop.example', $2, '{}', '', 'discovery', 'here', now(), now(), gen_random_uuid())`,
      [isTwin ? twin : domain],
    ],
    [
      `insert into finding (workspace_id, id, kind, asset_id, rule_id, component_key, title, state, verdict, method, source, record_id,
         component_name, urgency, outcome, outcome_label, decision_table, basis, why, rank, exploitation, priority, match, first_seen,
         last_seen, priority_since, digest)
       values ($1, $2, 'misconfiguration', $3, 'discovery:spf-softfail', '', 'SPF', 'open', 'affected', 'reported', 'discovery', 'spf-softfail',
         '', 'soon', 'x', 'x', 't', 'stated', '', 1, 'none', '{}', '{}', now(), now(), now(), '')`,
      [finding, domain],
    ],
    [
      `insert into finding_comment (workspace_id, id, finding_id, author, body, made_at)
       values ($1, gen_random_uuid(), $2, 'ada', 'I look at it', now())`,
      [finding],
    ],
  ] as const)
    await client.query(text, [DEFAULT_WORKSPACE, ...values])
}

test.each([true, false])('a domain and its twin of the same name become one asset (twin: %s)', (isTwin) =>
  withDatabaseAt(
    (name) => name < '0420',
    (client) => fillNames(client, isTwin),
    async (database) => {
      const id = assetIdOf('domain', 'shop.example')
      const finding = oldFinding(id, 'discovery:spf-softfail')
      const { rows } = await database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
        sql`select a.id, a.kind, a.owner, s.standing, o.key, r.id as relation, f.id as finding, c.body
          from asset a left join surface_asset s on s.asset_id = a.id left join observation o on o.asset_id = a.id
            left join relation r on r.from_id = a.id and exists (select from relation_statement t where t.relation_id = r.id)
            left join finding f on f.asset_id = a.id left join finding_comment c on c.finding_id = f.id
          where a.natural_key = 'shop.example'`.execute(work),
      )
      const relation = relationIdOf(id, 'node', assetIdOf('hostname', 'www.shop.example'))
      const kept = { standing: 'owned', key: 'MX shop.example', relation, finding, body: 'I look at it' }
      expect(rows).toEqual([{ id, kind: 'domain', owner: 'web team', ...kept }])
    },
  ),
)

const seenId = (key: string) => digestOf(canonicalJson(['observation', 'weakness', key])).slice(0, 22)

test('a weakness that a bare address and a name showed is one, as old as the first, and so is what was stated of it', () => {
  const address = oldAsset('ip-address', '192.0.2.7')
  const subject = { kind: 'service', name: '192.0.2.7:443/tcp' }
  const key = (aspect: string) => `git-exposed service ${subject.name} ${aspect}`
  const shown = (aspect: string, on: string, goneAt: string | null) => [
    seenId(key(aspect)),
    key(aspect),
    address,
    { ruleId: 'git-exposed', aspect, subject, severity: 'high' },
    ...[on, goneAt],
  ]
  const stated = ['192.0.2.7', 'www.example.com', 'jQuery'].map((aspect) => ({
    ...{ kind: 'exposure', tool: 'discovery', ruleId: 'git-exposed', location: `tcp/443 · ${aspect}` },
  }))
  return withDatabaseAt(
    (name) => name < '0460',
    async (client) => {
      await client.query(
        `insert into asset (workspace_id, id, kind, natural_key, name, first_seen, last_seen, last_digest)
         values ($1, $2, 'ip-address', '192.0.2.7', '192.0.2.7', now(), now(), '')`,
        [DEFAULT_WORKSPACE, address],
      )
      for (const values of [
        shown('192.0.2.7', '2026-01-01', null),
        shown('www.example.com', '2026-02-01', null),
        shown('old.example.com', '2025-01-01', '2025-02-01'),
      ])
        await client.query(
          `insert into observation (workspace_id, id, kind, key, asset_id, value, digest, source, vantage, first_seen, last_seen,
             run_id, gone_at) values ($1, $2, 'weakness', $3, $4, $5, '', 'discovery', 'here', $6, now(), gen_random_uuid(), $7)`,
          [DEFAULT_WORKSPACE, ...values],
        )
      await client.query(
        `insert into import (workspace_id, id, asset_id, witness, importer, format, file_name, content_digest, subject, stated_at,
           imported_at, component_count, outcome, stated) values ($1, 'i', $2, 'w', 'discovery', '', '', '', '{}', now(), now(), 0, '{}', $3)`,
        [DEFAULT_WORKSPACE, address, JSON.stringify(stated)],
      )
    },
    async (database) => {
      const [{ rows: seen }, { rows: said }] = await database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
        Promise.all([
          sql`select id, value, first_seen = '2026-01-01' as "isFirst", gone_at from observation`.execute(work),
          sql`select e ->> 'location' as location from import, jsonb_array_elements(stated) e`.execute(work),
        ]),
      )
      const id = seenId(`git-exposed service ${subject.name}`)
      const value = { ruleId: 'git-exposed', subject, severity: 'high', shownBy: ['192.0.2.7', 'www.example.com'] }
      expect(seen).toEqual([{ id, value, isFirst: true, gone_at: null }])
      expect(said).toEqual(['tcp/443', 'tcp/443', 'tcp/443 · jQuery'].map((location) => ({ location })))
    },
  )
})

/**
 * A control that failed six times, twice in the case whose change was proven, and once in one whose change was and that happened
 * again since; with what a risk was reckoned with since.
 */
async function fillProven(client: pg.Client): Promise<void> {
  const [mended, other, again] = ['a', 'b', 'c'].map((end) => `00000000-0000-4000-8000-00000000000${end}`)
  const terms = { controls: [{ id: 'gate', failuresFrom: '2026-08-02T00:00:00.000Z' }] }
  const piece = (position: number, demands: number, source: string) => [
    `insert into evidence (workspace_id, position, at, recorded_at, content_digest, digest)
     values ($1, ${position}, '2026-08-01', '2026-08-01', '', '')`,
    `insert into evidence_detail (workspace_id, position, salt, kind, aspect, result, demands, weight, control_id, source, at)
     values ($1, ${position}, '', 'evaluation', 'efficacy', 'fail', ${demands}, 1, 'gate', '${source}', '2026-08-01')`,
  ]
  for (const text of [
    `insert into control (workspace_id, id, name, claim, review_days, half_life_days, probe_interval_seconds, changed_at, registered_at, failures_from)
     values ($1, 'gate', 'Gate', 'stops it', 90, 90, 60, now(), now(), '2026-08-02')`,
    `insert into assurance_case (workspace_id, id, kind, title, summary, reported_at, reported_by, state, closed_at)
     values ($1, '${mended}', 'near-miss', 'a', '', now(), 'ada', 'closed', '2026-08-03'), ($1, '${other}', 'near-miss', 'b', '', now(), 'ada', 'open', null)`,
    `insert into assurance_case (workspace_id, id, kind, title, summary, reported_at, reported_by, state, reopened_why)
     values ($1, '${again}', 'near-miss', 'c', '', now(), 'ada', 'open', 'it happened again: d')`,
    `insert into case_barrier (workspace_id, case_id, control_id, outcome, said_by, said_at)
     values ($1, '${mended}', 'gate', 'failed', 'ada', now()), ($1, '${other}', 'gate', 'failed', 'ada', now()),
       ($1, '${again}', 'gate', 'failed', 'ada', now())`,
    `insert into case_change (workspace_id, id, case_id, control_id, kind, what, made_at, made_by, regression_key)
     values ($1, gen_random_uuid(), '${mended}', 'gate', 'control', 'x', '2026-08-02', 'ada', 'quoted'),
       ($1, gen_random_uuid(), '${again}', 'gate', 'control', 'x', '2026-08-02', 'ada', 'gone')`,
    `insert into evaluation_run (workspace_id, id, importer, tool, name, control_id, at, imported_at, imported_by, cases, passed, failed, undecided, outcome)
     values ($1, 'run', 'lines', 'lines', 'run', 'gate', '2026-08-01', now(), 'ada', 2, 0, 2, 0, '{}')`,
    `insert into evaluation_case (workspace_id, run_id, position, key, result, attempts, passed)
     values ($1, 'run', 0, 'quoted', 'fail', 1, 0), ($1, 'run', 1, 'split', 'fail', 2, 0)`,
    ...[...piece(1, 3, 'evaluation run'), ...piece(2, 1, `case ${mended}`), ...piece(3, 1, `case ${other}`)],
    ...piece(4, 1, `case ${again}`),
    `insert into scenario (workspace_id, id, title, harm, appetite, treatment, attempts, enabling, consequence, review_days, changed_at, registered_at)
     values ($1, 'leak', 'Leak', 'x', 4, 'mitigate', 'null', '[]', '{}', 90, now(), now())`,
    `insert into risk_terms (workspace_id, scenario_id, at, terms) values ($1, 'leak', '2026-08-03', '${JSON.stringify(terms)}')`,
  ])
    await client.query(text.replaceAll('$1', `'${DEFAULT_WORKSPACE}'`))
}

test('a change that was proven clears what it was proven against, and no more, once today’s code is there', () =>
  withDatabaseAt(
    (name) => name < '0470',
    fillProven,
    async (database) => {
      const [[control], [dated]] = await database.inWorkspace(DEFAULT_WORKSPACE, async (work) => [
        await readControls(work),
        await readTerms(work, 'leak'),
      ])
      const cleared = (demands: number) => [{ kind: 'evaluation', demands, weighted: demands }]
      expect(control).toMatchObject({ id: 'gate', cleared: cleared(2) })
      // What was reckoned with before it happened again stays what it was.
      expect(dated!.terms).toEqual({ appetite: 4, controls: [{ id: 'gate', cleared: cleared(3) }] })
    },
  ))

test('the baseline of a seed is a look of its own workspace, though another names the same seed', () => {
  const [other, first, own] = Array.from({ length: 3 }, () => crypto.randomUUID())
  return withDatabaseAt(
    (name) => name < '0501',
    async (client) => {
      await client.query(`insert into workspace (id, slug, name) values ($1, 'other', 'Other')`, [other])
      for (const [workspace, run, at] of [
        [other, first, '2026-01-01'],
        [DEFAULT_WORKSPACE, own, '2026-02-01'],
      ]) {
        await client.query(`select set_config('lunette.workspace_id', $1, false)`, [workspace])
        await client.query(
          `insert into discovery_run (workspace_id, id, state, seeds, vantage, started_by, started_at, counts)
           values ($1, $2, 'complete', '[{"name": "shop.example"}]', 'here', 'ada', $3, '{"hostname": 3}')`,
          [workspace, run, at],
        )
        await client.query(
          `insert into scope_seed (workspace_id, kind, natural_key, name, added_by, added_at)
           values ($1, 'domain', 'shop.example', 'shop.example', 'ada', now())`,
          [workspace],
        )
      }
    },
    async (database) => {
      const read = async (workspace: string) => {
        const { rows } = await database.inWorkspace(workspace, (work) =>
          sql<{ run: string }>`select baseline_run as run from scope_seed`.execute(work),
        )
        return rows
      }
      expect(await read(DEFAULT_WORKSPACE)).toEqual([{ run: own }])
      expect(await read(other!)).toEqual([{ run: first }])
    },
  )
})

test('two workspaces that watch one place keep each its own weakness, with its own names and age, and its own certificates', () => {
  const other = crypto.randomUUID()
  const leaf = 'c'.repeat(64)
  const [address, certificate] = [oldAsset('ip-address', '192.0.2.7'), oldAsset('certificate', leaf)]
  const subject = { kind: 'service', name: '192.0.2.7:443/tcp' }
  const own = [
    { workspace: DEFAULT_WORKSPACE, name: 'www.one.example', on: '2026-01-01' },
    { workspace: other, name: 'www.two.example', on: '2026-03-01' },
  ]
  const fill = async (client: pg.Client) => {
    await client.query(`insert into workspace (id, slug, name) values ($1, 'other', 'Other')`, [other])
    for (const { workspace, name, on } of own) {
      const put = (text: string, ...values: unknown[]) => client.query(text, [workspace, on, ...values])
      const assets: [string, string, string][] = [
        [address, 'ip-address', '192.0.2.7'],
        [certificate, 'certificate', leaf],
        [oldAsset('hostname', name), 'hostname', name],
      ]
      await client.query(`select set_config('lunette.workspace_id', $1, false)`, [workspace])
      for (const asset of assets) {
        await put(
          `insert into asset (workspace_id, id, kind, natural_key, name, first_seen, last_seen, last_digest)
           values ($1, $3, $4, $5, $5, $2, $2, '')`,
          ...asset,
        )
        await put(
          `insert into surface_asset (workspace_id, asset_id, standing, confidence, reason, path, distance, vantage, first_seen, last_seen, run_id)
           values ($1, $3, 'owned', 100, 'Named as a seed', '[]', 0, 'here', $2, $2, gen_random_uuid())`,
          asset[0],
        )
      }
      // As names that were excluded stood, with what was found on them, until 0600.
      const stood = `update surface_asset set standing = 'rejected', reason = $4
        where workspace_id = $1 and first_seen = $2 and asset_id = $3`
      await put(stood, oldAsset('hostname', name), 'Excluded by a person')
      await put(stood, certificate, `Found on ${name}`)
      const said = { ruleId: 'git-exposed', title: 'Git', severity: 'high', remedy: 'Close it.', references: [] }
      const seen = `insert into observation (workspace_id, id, kind, key, asset_id, value, digest, source, vantage, first_seen, last_seen, run_id)
        values ($1, $3, $4, $5, $6, $7, '', 'discovery', 'here', $2, $2, gen_random_uuid())`
      await put(seen, 'service', 'service', subject.name, address, { tls: { leaves: [leaf] } })
      const key = `git-exposed service ${subject.name} ${name}`
      await put(seen, seenId(key), 'weakness', key, address, { ...said, subject, aspect: name, evidence: name })
      const stated = { ...said, kind: 'exposure', tool: 'discovery', location: `tcp/443 · ${name}` }
      await put(
        `insert into import (workspace_id, id, asset_id, witness, importer, format, file_name, content_digest, subject, stated_at,
           imported_at, component_count, outcome, stated) values ($1, 'i', $3, 'w', 'discovery', '', '', '', '{}', $2, $2, 0, '{}', $4)`,
        address,
        JSON.stringify([{ ...stated, description: `Secrets.\n\nSeen: ${name}` }]),
      )
    }
  }
  return withDatabaseAt(
    (name) => name < '0460',
    fill,
    async (database) => {
      for (const { workspace, name, on } of own) {
        const [{ rows: weaknesses }, { rows: places }] = await database.inWorkspace(workspace, (work) =>
          Promise.all([
            sql`select value -> 'shownBy' <@ ${JSON.stringify([name])}::jsonb as "isOwn", value ->> 'evidence' as evidence,
              value -> 'subject' as subject, first_seen = ${on} as "isAsOld" from observation where kind = 'weakness'`.execute(
              work,
            ),
            sql`select places, ports, standing, (select standing from surface_asset where asset_id = ${oldAsset('hostname', name)})
              as "ofName" from surface_asset where asset_id = ${certificate}`.execute(work),
          ]),
        )
        expect([name, weaknesses]).toEqual([name, [{ isOwn: true, evidence: name, subject, isAsOld: true }]])
        const excluded = { standing: 'excluded', ofName: 'excluded' }
        expect(places).toEqual([{ places: [address], ports: ['tcp/443'], ...excluded }])
      }
    },
  )
})
