import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Day, digestOf, type Instant, type Probability } from '#core/kernel'
import type { EpssScore, ExploitSignal, KevStatement, Statement } from '#core/vocabulary'
import { type Database, openDatabase } from '#platform/database'
import { openIndex } from '../index-file/reader.ts'
import { exportBundle } from './bundle-export.ts'
import { importBundle } from './bundle-import.ts'
import { changesSince } from './changes.ts'
import { epssHistory } from './epss.ts'
import { beginFeedRun, bundledSources, endFeedRun, feedState, feedStates, registerFeeds } from './feeds.ts'
import { ingestKnowledge, type KnowledgeIngest } from './ingest.ts'
import { readVulnerability } from './vulnerability.ts'
import { endInterruptedRuns } from './writer.ts'

const folder = mkdtempSync(join(tmpdir(), 'lunette-knowledge-'))
const indexPath = join(folder, 'knowledge.idx')
const now = '2026-08-10T00:00:00.000Z' as Instant
let database: Database

beforeAll(async () => {
  const opened = await openDatabase({ dataDir: join(folder, 'data') })
  if (!opened.ok) throw new Error(opened.error.message)
  database = opened.value
}, 60_000)
afterAll(async () => {
  await database?.close()
  rmSync(folder, { recursive: true, force: true })
})

const TABLES = [
  'statement',
  'merge',
  'kev',
  'exploit_signal',
  'epss_block',
  'epss_day',
  'knowledge_change',
  'knowledge_source',
]

beforeEach(async () => {
  rmSync(indexPath, { force: true })
  await database.withClient(async (client) => {
    await client.query(`truncate ${TABLES.join(', ')}`)
    await client.query(
      'update knowledge_state set generation = 0, pending = false, merge_stale = false, epss_generation = 0, epss_history_generation = 0, bulk_generation = 0',
    )
  })
})

async function ingest<T>(work: (ingest: KnowledgeIngest) => Promise<T>): Promise<T> {
  const result = await ingestKnowledge(database, work)
  if (!result.ok) throw new Error(result.error.message)
  return result.value
}

interface Incoming {
  statement: Statement
  digest: string
}

function incoming(recordId: string, modified: string, over: Partial<Statement> = {}): Incoming {
  const statement: Statement = {
    source: 'nvd',
    recordId,
    state: 'published',
    modified: `${modified}T00:00:00.000Z` as Instant,
    aliases: [],
    related: [],
    severities: [],
    cwes: [],
    ssvc: [],
    affected: [{ kind: 'package', ecosystem: 'PyPI', name: 'a', scheme: 'pypi', intervals: [], status: 'affected' }],
    references: [],
    ...over,
  }
  return { statement, digest: digestOf(JSON.stringify(statement)) }
}

async function load(records: readonly Incoming[], { complete = true } = {}) {
  return ingest(async (writer) => {
    const sources = new Set(records.map((record) => record.statement.source))
    for (const source of sources) await writer.open(source)
    for (const { statement, digest } of records) {
      if (!writer.meets(statement.source, digest)) await writer.put(statement, digest)
    }
    for (const source of sources) await writer.close(source, { complete, at: now })
    await writer.publish(indexPath, now)
    return { ...writer.counts }
  })
}

async function content(): Promise<unknown> {
  return database.withClient(async (client) => {
    const read = async (table: string, columns: string) =>
      (await client.query(`select ${columns} from ${table} order by ${columns}`)).rows
    return {
      statement: await read('statement', 'record_id, source, state, modified, keys, aliases, facts, affected'),
      merge: await read('merge', 'record_id, vulnerability_ids, alias'),
      kev: await read('kev', 'cve, asserter, body'),
    }
  })
}

async function generation(): Promise<string> {
  const index = openIndex(indexPath)
  if (!index.ok) throw new Error(index.error.message)
  index.value.close()
  return index.value.generation
}

const score = (cve: string, date: string, probability: number): EpssScore => ({
  cve,
  date: date as Day,
  probability: probability as Probability,
  percentile: 0.5 as Probability,
  modelVersion: 'v2025',
})

async function loadDay(...scores: EpssScore[]) {
  await ingest(async (writer) => {
    const day = await writer.beginEpssDay()
    for (const entry of scores) day.add(entry)
    await writer.writeEpssDay(day)
  })
}

describe('statements', () => {
  it('the same input twice writes nothing and keeps the generation (law 1)', async () => {
    const records = [incoming('CVE-2020-0001', '2020-01-01'), incoming('CVE-2020-0002', '2020-01-02')]
    expect(await load(records)).toMatchObject({ written: 2 })
    const first = await generation()
    expect(await load(records)).toEqual({ written: 0, unchanged: 2, removed: 0 })
    expect(await generation()).toBe(first)
  })

  it('of overlapping files the newest record wins in any order, and a second run flips nothing', async () => {
    const records = [
      incoming('CVE-2020-0001', '2020-01-01', { title: 'old' }),
      incoming('CVE-2020-0001', '2021-01-01', { title: 'new' }),
      incoming('CVE-2020-0002', '2020-01-01', { title: 'tie a' }),
      incoming('CVE-2020-0002', '2020-01-01', { title: 'tie b' }),
    ]
    await load(records)
    const first = await content()
    expect(JSON.stringify(first)).toContain('new')
    expect(await load(records)).toMatchObject({ written: 0, removed: 0 })
    expect(await load([...records].reverse())).toMatchObject({ written: 0, removed: 0 })
    await database.withClient((client) => client.query('truncate statement'))
    await load([...records].reverse())
    expect(await content()).toEqual(first)
  })

  it('the order of sources does not matter (law 1)', async () => {
    const records = [
      incoming('CVE-2020-0001', '2020-01-01'),
      incoming('PYSEC-1', '2020-01-01', { source: 'osv:PyPI', aliases: ['GHSA-a'] }),
      incoming('GHSA-a', '2020-01-01', { source: 'osv:npm', aliases: ['CVE-2020-0001'] }),
    ]
    await load(records)
    const first = await content()
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(records, { minLength: 3 }), async (shuffled) => {
        await database.withClient((client) => client.query('truncate statement, merge'))
        for (const record of shuffled) await load([record])
        expect(await content()).toEqual(first)
      }),
      { numRuns: 4 },
    )
  })

  it('a record that a complete run no longer has is removed; a partial run removes nothing', async () => {
    const [kept, gone] = [incoming('CVE-2020-0001', '2020-01-01'), incoming('CVE-2020-0002', '2020-01-01')]
    await load([kept, gone])
    expect(await load([kept], { complete: false })).toMatchObject({ removed: 0 })
    expect(await load([kept])).toMatchObject({ removed: 1 })
    expect(await readVulnerability(database, 'CVE-2020-0002')).toBeUndefined()
  })

  it('a run that dies midway is taken up again and ends as if it had not died (law 7)', async () => {
    const records = Array.from({ length: 6_000 }, (_, place) => incoming(`CVE-2020-${10_000 + place}`, '2020-01-01'))
    const dying = ingest(async (writer) => {
      await writer.open('nvd')
      for (const { statement, digest } of records) await writer.put(statement, digest)
      await writer.flush()
      throw new Error('killed')
    })
    await expect(dying).rejects.toThrow('killed')
    expect(await load(records)).toMatchObject({ written: 0, unchanged: 6_000, removed: 0 })
  })

  it('only one process writes at a time', async () => {
    await ingest(async () => {
      expect(await ingestKnowledge(database, async () => 0)).toMatchObject({ error: { code: 'knowledge-busy' } })
    })
  })
})

describe('publication', () => {
  it('tells which keys and vulnerabilities changed since a generation', async () => {
    const other = incoming('CVE-2020-0002', '2020-01-01', {
      affected: [{ kind: 'product', vendor: 'V', product: 'P', scheme: 'generic', intervals: [], status: 'affected' }],
    })
    await load([incoming('CVE-2020-0001', '2020-01-01'), other])
    const first = await generation()
    expect(await changesSince(database, first)).toMatchObject({ kind: 'some', keys: new Set(), epss: 'same' })
    await load([incoming('CVE-2020-0001', '2022-01-01'), other])
    expect(await changesSince(database, first)).toEqual({
      kind: 'some',
      keys: new Set(['pypi/a']),
      vulnerabilityIds: new Set(['CVE-2020-0001']),
      epss: 'same',
    })
    expect(await changesSince(database, 'elsewhere.1')).toEqual({ kind: 'everything' })
  })

  it('an alias that joins two records marks both and their keys as changed', async () => {
    await load([incoming('CVE-2020-0001', '2020-01-01')])
    const first = await generation()
    await load([incoming('GHSA-a', '2020-01-01', { source: 'osv:npm', aliases: ['CVE-2020-0001'] })])
    const changes = await changesSince(database, first)
    expect(changes.kind === 'some' && [...changes.vulnerabilityIds].sort()).toEqual(['CVE-2020-0001', 'GHSA-a'])
  })

  it('tells newer scores from those that change what was known before', async () => {
    const since = async (...days: [date: string, probability: number][]) => {
      const before = await generation()
      for (const [date, probability] of days) await loadDay(score('CVE-2020-0001', date, probability))
      await ingest((writer) => writer.publish(indexPath, now))
      const changes = await changesSince(database, before)
      return changes.kind === 'some' ? changes.epss : changes.kind
    }
    await load([incoming('CVE-2020-0001', '2020-01-01')])
    expect(await since(['2026-08-02', 0.5])).toBe('history')
    expect(await since(['2026-08-02', 0.5])).toBe('same')
    expect(await since(['2026-08-03', 0.5], ['2026-08-04', 0.6])).toBe('scores')
    expect(await since(['2026-08-04', 0.7])).toBe('history')
    expect(await since(['2026-07-01', 0.7])).toBe('history')
    expect(await since(['2026-08-05', 0.5], ['2026-07-02', 0.6])).toBe('history')
  })

  it('a new day of scores rewrites only the end of the index', async () => {
    await load([incoming('CVE-2020-0001', '2020-01-01')])
    await loadDay(score('CVE-2020-0001', '2026-08-02', 0.5))
    const before = await generation()
    expect(await ingest((writer) => writer.publish(indexPath, now))).toMatchObject({ rewritten: 'epss' })
    expect(await changesSince(database, before)).toMatchObject({ kind: 'some', keys: new Set(), epss: 'history' })
    expect(await ingest((writer) => writer.publish(indexPath, now))).toMatchObject({ rewritten: 'dates' })
    const index = openIndex(indexPath)
    if (!index.ok) throw new Error(index.error.message)
    expect(index.value.vulnerability('CVE-2020-0001')?.epss?.probability).toBe(0.5)
    expect(index.value.statements('pypi/a')).toHaveLength(1)
    index.value.close()
  })

  it('the database and the index file say the same of a vulnerability', async () => {
    await loadDay(score('CVE-2020-0001', '2026-07-05', 0.25))
    await loadDay(score('CVE-2020-0001', '2026-08-02', 0.5))
    await load([
      incoming('CVE-2020-0001', '2020-01-01', { title: 'T' }),
      incoming('GHSA-a', '2020-01-01', { source: 'osv:npm', aliases: ['CVE-2020-0001'] }),
    ])
    const index = openIndex(indexPath)
    if (!index.ok) throw new Error(index.error.message)
    const detail = await readVulnerability(database, 'GHSA-a')
    expect(index.value.vulnerability('GHSA-a')).toEqual(detail?.facts)
    expect(detail?.statements.map((entry) => entry.recordId)).toEqual(['CVE-2020-0001', 'GHSA-a'])
    index.value.close()
  })
})

describe('EPSS', () => {
  it('days may come in any order and keep each CVE at its place', async () => {
    await loadDay(score('CVE-2020-0002', '2026-08-02', 0.2))
    await loadDay(score('CVE-2020-0001', '2026-07-05', 0.00001), score('CVE-2020-0002', '2026-07-05', 1))
    const points = await epssHistory(database, 'CVE-2020-0002')
    expect(points.map(({ date, probability }) => [date, probability])).toEqual([
      ['2026-07-05', 1],
      ['2026-08-02', 0.2],
    ])
    expect(points.map((point) => point.percentile)).toEqual([undefined, 0.5])
    expect(await epssHistory(database, 'CVE-2020-0001')).toHaveLength(1)
    expect(await epssHistory(database, 'GHSA-a')).toEqual([])
  })
})

const kev: KevStatement = {
  asserter: 'CISA',
  cve: 'CVE-2020-0001',
  dateAdded: '2022-01-01' as Day,
  ransomware: 'known',
}
const exploit: ExploitSignal = {
  kind: 'poc',
  cve: 'CVE-2020-0001',
  source: 'poc',
  reference: 'x',
  date: '2022-01-01' as Day,
}

it('a day that was never read to its end leaves nothing, not even the places of its CVEs', async () => {
  await ingest(async (writer) => {
    const broken = await writer.beginEpssDay()
    broken.add(score('CVE-2020-0001', '2026-01-01', 0.1))
    const day = await writer.beginEpssDay()
    day.add(score('CVE-2020-0002', '2026-01-02', 0.2))
    await writer.writeEpssDay(day)
  })
  const { rows } = await database.withClient((client) => client.query('select codes from epss_block'))
  expect(rows.map(({ codes }: { codes: Buffer }) => codes.length)).toEqual([8])
})

describe('signals', () => {
  it('a catalogue is replaced as a whole and only differences count', async () => {
    const replace = (...statements: KevStatement[]) =>
      ingest(async (writer) => {
        await writer.replaceKev('CISA', statements, now)
        return { ...writer.counts }
      })
    expect(await replace(kev)).toMatchObject({ written: 1, removed: 0 })
    expect(await replace(kev)).toMatchObject({ written: 0, removed: 0 })
    expect(await replace({ ...kev, ransomware: 'unknown' })).toMatchObject({ written: 1, removed: 0 })
    expect(await replace()).toMatchObject({ written: 0, removed: 1 })
  })
})

describe('bundles', () => {
  const bundlePath = join(folder, 'knowledge.lunette')

  async function exported() {
    await loadDay(score('CVE-2020-0001', '2026-08-02', 0.5))
    await load([
      incoming('CVE-2020-0001', '2020-01-01', { title: 'line\nfeed\ttab \\ "quote"' }),
      incoming('GHSA-a', '2020-01-01', { source: 'osv:npm', aliases: ['CVE-2020-0001'] }),
    ])
    await ingest(async (writer) => {
      await writer.replaceKev('CISA', [kev], now)
      await writer.replaceExploits('poc', [exploit], now)
      await writer.confirm(['epss', 'osv:Hex'], now)
    })
    const feeds = [{ id: 'nvd', name: 'NVD', licence: 'public domain', attribution: 'NIST' }]
    await exportBundle(database, createWriteStream(bundlePath), { feeds, createdAt: now })
  }

  it('an empty database that imports a bundle knows the same; importing again changes nothing', async () => {
    await exported()
    await ingest((writer) => writer.publish(indexPath, now))
    const [before, detail] = [await content(), await readVulnerability(database, 'CVE-2020-0001')]
    await database.withClient((client) => client.query(`truncate ${TABLES.join(', ')}`))
    const imported = await importBundle(database, bundlePath)
    expect(imported).toMatchObject({ ok: true, value: { older: [], outcome: { status: 'complete', read: 6 } } })
    await ingest((writer) => writer.publish(indexPath, now))
    expect(await content()).toEqual(before)
    expect(await readVulnerability(database, 'CVE-2020-0001')).toEqual(detail)
    expect(await importBundle(database, bundlePath)).toMatchObject({ value: { written: 0, removed: 0 } })
  })

  it('what came in a bundle is told apart from what a feed has read here', async () => {
    await exported()
    await database.withClient((client) => client.query(`truncate ${TABLES.join(', ')}`))
    await importBundle(database, bundlePath)
    const brought = (await bundledSources(database)).map(({ source }) => source)
    // Scores are no records, and what was read and says nothing was read all the same.
    expect(brought).toEqual(expect.arrayContaining(['epss', 'kev/CISA', 'osv:Hex']))
    await registerFeeds(database, [{ id: 'kev', name: 'CISA KEV' }])
    await database.withClient((client) =>
      client.query(`update feed set state = '{"sources":["kev/CISA"]}' where id = 'kev'`),
    )
    expect((await bundledSources(database)).map(({ source }) => source)).toEqual(
      brought.filter((source) => source !== 'kev/CISA'),
    )
    await database.withClient((client) => client.query(`delete from feed`))
  })

  it('a damaged, shortened or foreign bundle is refused before anything is written', async () => {
    await exported()
    const bytes = readFileSync(bundlePath)
    await database.withClient((client) => client.query('truncate statement, kev'))
    const damaged = Buffer.from(bytes)
    damaged[Math.floor(bytes.length / 2)]! ^= 1
    for (const hostile of [damaged, bytes.subarray(0, bytes.length / 2), Buffer.from('hello'), Buffer.alloc(0)]) {
      writeFileSync(bundlePath, hostile)
      expect(await importBundle(database, bundlePath)).toMatchObject({ ok: false, error: { code: 'bundle-refused' } })
    }
    expect(await content()).toMatchObject({ statement: [], kev: [] })
  })
})

describe('feed runs', () => {
  it('a failed run keeps the last good state and says why', async () => {
    await registerFeeds(database, [{ id: 'kev', name: 'CISA KEV' }])
    const outcome = { status: 'complete' as const, read: 2, kept: 2, dropped: [] }
    const good = await beginFeedRun(database, 'kev', now)
    await endFeedRun(
      database,
      { runId: good, feedId: 'kev' },
      { outcome, written: 2, removed: 0, bytes: 9, state: { etag: 'a' } },
      now,
    )
    const bad = await beginFeedRun(database, 'kev', now)
    const failure = { code: 'feed-truncated', message: 'the file ends early' }
    await endFeedRun(
      database,
      { runId: bad, feedId: 'kev' },
      {
        outcome: { ...outcome, status: 'failed', kept: 0 },
        written: 0,
        removed: 0,
        bytes: 4,
        state: { etag: 'b' },
        problem: failure,
      },
      now,
    )
    expect(await feedState(database, 'kev')).toEqual({ etag: 'a' })
    expect(await feedStates(database)).toMatchObject([
      { id: 'kev', status: 'failed', lastSuccess: now, nextDue: '2026-08-10T01:00:00.000Z', problem: failure },
    ])
  })

  it('a run is being read as long as its writer lives, and is interrupted when that is gone', async () => {
    await registerFeeds(database, [{ id: 'kev', name: 'CISA KEV' }])
    const seen = async () => {
      await endInterruptedRuns(database)
      const [feed] = await feedStates(database)
      return [feed?.status, feed?.problem?.code]
    }
    await ingest(async () => {
      await beginFeedRun(database, 'kev', now)
      expect(await seen()).toEqual(['running', undefined])
    })
    expect(await seen()).toEqual(['failed', 'interrupted'])
  })

  it('the next writer closes what another left, be it of a feed that it does not read', async () => {
    await registerFeeds(database, [{ id: 'kev', name: 'CISA KEV' }])
    await ingest(() => beginFeedRun(database, 'kev', now))
    await ingest(async () => {
      expect(await feedStates(database)).toMatchObject([{ status: 'failed', problem: { code: 'interrupted' } }])
    })
  })
})
