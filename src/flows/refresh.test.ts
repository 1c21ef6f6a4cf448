import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  digestOf,
  dropRecord,
  emptyOutcome,
  err,
  type Instant,
  ok,
  outcomeStatus,
  parseInstant,
  problem,
} from '#core/kernel'
import { openIndex, readStarter } from '#exposure/knowledge'
import { feedStates, readVulnerability } from '#exposure/knowledge/store'
import { defaultFeedLimits, type Feed, type FeedFile, type FeedLimits, feeds as realFeeds } from '#intake/feeds'
import { type Database, openDatabase } from '#platform/database'
import { zipOf } from '../../test/support/zip.ts'
import { DataDates } from './data-date.ts'
import { refreshKnowledge } from './refresh.ts'

const folder = mkdtempSync(join(tmpdir(), 'lunette-refresh-'))
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

/** One CVE id a line, with the dates of its modification and publication where it has any; `bad` is dropped, `broken` refuses the file. */
function lineFeed(id: string): Feed {
  return {
    id,
    name: id,
    publisher: 'test',
    licence: 'none',
    intervalHours: 24,
    official: () => [],
    mirror: [`${id}.txt`],
    whole: true,
    async read(file, sink) {
      const outcome = emptyOutcome()
      await sink.open(id)
      const text = readFileSync(file.path, 'utf8')
      for (const line of text.split('\n').filter(Boolean)) {
        outcome.read++
        if (line === 'broken') return err(problem('feed-corrupt', 'the file is damaged'))
        if (line === 'bad') {
          dropRecord(outcome, 'bad', line)
          continue
        }
        outcome.kept++
        if (sink.meets(id, digestOf(line))) continue
        const [recordId = '', date, first] = line.split(' ')
        const modified = parseInstant(date)
        const published = parseInstant(first)
        const times = { ...(modified && { modified }), ...(published && { published }) }
        const rest = { aliases: [], related: [], severities: [], cwes: [], ssvc: [], affected: [], references: [] }
        const statement = { source: id, recordId, state: 'published' as const, ...times, ...rest }
        await sink.put(statement, digestOf(line))
      }
      outcome.status = outcomeStatus(outcome)
      return ok({ outcome, touched: [id], bytes: text.length })
    },
  }
}

async function refresh(files: Readonly<Record<string, string>>, current = true) {
  for (const [id, text] of Object.entries(files)) writeFileSync(join(folder, `${id}.txt`), text)
  const report = await refreshKnowledge({
    database,
    indexPath,
    feeds: Object.keys(files).map(lineFeed),
    limits: {} as FeedLimits,
    clock: () => now,
    gather: async (feed, state) =>
      ok({ files: [{ name: `${feed.id}.txt`, path: join(folder, `${feed.id}.txt`) }], state, current }),
  })
  if (!report.ok) throw new Error(report.error.message)
  return Object.fromEntries(report.value.feeds.map((feed) => [feed.feed, feed]))
}

async function held(id: string): Promise<boolean> {
  return (await readVulnerability(database, id)) !== undefined
}

describe('refreshing feeds', () => {
  it('a feed that is refused keeps its last good state and the others go on', async () => {
    await refresh({ one: 'CVE-2020-0001\n', two: 'CVE-2020-0002\n' })
    const feeds = await refresh({ one: 'CVE-2020-0003\nbroken\n', two: 'CVE-2020-0002\nCVE-2020-0004\n' })
    expect(feeds.one).toMatchObject({ outcome: { status: 'failed' }, written: 0, problem: { code: 'feed-corrupt' } })
    expect(feeds.two).toMatchObject({ outcome: { status: 'complete' }, written: 1 })
    expect([await held('CVE-2020-0001'), await held('CVE-2020-0003'), await held('CVE-2020-0004')]).toEqual([
      true,
      false,
      true,
    ])
    expect(await feedStates(database)).toMatchObject([
      { id: 'one', status: 'failed' },
      { id: 'two', status: 'complete' },
    ])
  })

  it('unchanged files are not read again, and the next run after a failure reads', async () => {
    const files = { one: 'CVE-2020-0001\n', two: 'CVE-2020-0002\n' }
    await refresh(files)
    const again = await refresh(files)
    expect(again.two).toMatchObject({ outcome: { status: 'unchanged', read: 0 }, written: 0, removed: 0 })
    await refresh({ ...files, one: 'broken\n' })
    expect((await refresh(files)).one?.outcome.status).toBe('unchanged')
  })

  it('what a whole feed no longer has is removed, but not by a run that dropped records', async () => {
    await refresh({ one: 'CVE-2020-0001\nCVE-2020-0005\n' })
    expect((await refresh({ one: 'CVE-2020-0001\nbad\n' })).one).toMatchObject({
      removed: 0,
      outcome: { status: 'partial' },
    })
    expect(await held('CVE-2020-0005')).toBe(true)
    expect((await refresh({ one: 'CVE-2020-0001\n' })).one).toMatchObject({ removed: 1 })
    expect(await held('CVE-2020-0005')).toBe(false)
  })

  it('leaves an index file that answers', async () => {
    await refresh({ one: 'CVE-2020-0001\n' })
    const index = openIndex(indexPath)
    if (!index.ok) throw new Error(index.error.message)
    expect(index.value.vulnerability('CVE-2020-0001')?.records).toContainEqual({
      source: 'one',
      recordId: 'CVE-2020-0001',
    })
    index.value.close()
  })

  it('a mirror is as old as the newest date in it, a publisher that answered is current', async () => {
    const asOf = async () => (await feedStates(database)).find(({ id }) => id === 'dated')?.asOf
    const [old, newer] = ['CVE-2020-0001 2026-07-01T00:00:00Z', 'CVE-2020-0002 2026-07-20T00:00:00Z']
    await refresh({ dated: `${old}\n${newer}\nCVE-2020-0003 2099-01-01T00:00:00Z\n` }, false)
    expect(await asOf()).toBe('2026-07-20T00:00:00.000Z')
    await refresh({ dated: `${old}\n${newer}\n` }, false)
    expect(await asOf()).toBe('2026-07-20T00:00:00.000Z')
    await refresh({ dated: `${old}\n${newer}\nCVE-2020-0004 - 2026-07-25T00:00:00Z\n` }, false)
    expect(await asOf()).toBe('2026-07-25T00:00:00.000Z')
    await refresh({ dated: `${old}\n${newer}\n` }, true)
    expect(await asOf()).toBe(now)
  })

  it('a feed of several sources says which of them speaks of the longest ago', async () => {
    const osv = realFeeds.filter(({ id }) => id === 'osv')
    const written = (
      [
        ['Go', '2022-12-14T00:00:00Z'],
        ['npm', '2026-08-01T00:00:00Z'],
      ] as const
    ).map(([ecosystem, modified]) => {
      const affected = [{ package: { ecosystem, name: 'a' }, ranges: [] }]
      const path = join(folder, `${ecosystem}.zip`)
      const record = Buffer.from(JSON.stringify({ id: `OSV-${ecosystem}`, modified, affected }))
      writeFileSync(path, zipOf({ 'a.json': record }))
      return { name: `${ecosystem}/all.zip`, path }
    })
    await refreshKnowledge({
      database,
      indexPath,
      feeds: osv,
      limits: defaultFeedLimits,
      clock: () => now,
      gather: async (_, state) => ok({ files: written, state }),
    })
    const feed = (await feedStates(database)).find(({ id }) => id === 'osv')
    expect([feed?.asOf, feed?.oldest]).toEqual([
      '2026-08-01T00:00:00.000Z',
      { source: 'osv:Go', asOf: '2022-12-14T00:00:00.000Z' },
    ])
  })

  describe('data that dates nothing', () => {
    const nuclei = realFeeds.filter(({ id }) => id === 'nuclei')
    const path = join(folder, 'nuclei-cves.json')
    const template = (ID: string) => JSON.stringify({ ID, file_path: `${ID}.yaml` })
    const read = (current: boolean) =>
      refreshKnowledge({
        database,
        indexPath,
        feeds: nuclei,
        limits: defaultFeedLimits,
        clock: () => now,
        gather: async (_, state) => ok({ files: [{ name: 'nuclei-cves.json', path }], state, current }),
      })
    const said = async () => {
      const feed = (await feedStates(database)).find(({ id }) => id === 'nuclei')
      const index = openIndex(indexPath)
      if (!index.ok) throw new Error(index.error.message)
      const decidedBy = index.value.asOf?.('exploit/nuclei')
      index.value.close()
      expect(decidedBy).toBe(feed?.asOf)
      return [feed?.asOf, feed?.undated]
    }

    it('is as old as what it names, whenever it was copied, and also when others tell that later', async () => {
      writeFileSync(path, ['CVE-2025-8001', 'CVE-2025-8002', 'CVE-2025-8003'].map(template).join('\n'))
      await read(false)
      expect(await said()).toEqual(['2025-01-01T00:00:00.000Z', true])
      const published = ['2025-03-01', '2025-05-01', '2026-08-09'].map(
        (day, at) => `CVE-2025-800${at + 1} - ${day}T00:00:00.000Z\n`,
      )
      await refresh({ told: published.join('') })
      await read(false)
      // Two ids may have been in use long before their records were published.
      expect(await said()).toEqual(['2025-03-01T00:00:00.000Z', true])
    })

    it('is of today when its publisher was asked today', async () => {
      await read(true)
      expect(await said()).toEqual([now, false])
    })
  })

  it('an id of a year to come dates nothing, and data without an id is as of no day', () => {
    const dates = new DataDates(now, {})
    dates.noteNamed('CVE-2099-0001')
    dates.noteNamed('GHSA-aaaa-bbbb-cccc')
    dates.endFile(['osv:npm'])
    expect(dates.leastOf('osv:npm')).toBe('1970-01-01T00:00:00.000Z')
    dates.noteNamed('CVE-2024-0001')
    dates.noteNamed('CVE-2025-0001')
    dates.endFile(['osv:npm'])
    expect([dates.leastOf('osv:npm'), dates.leastOf('osv:PyPI')]).toEqual([
      '2025-01-01T00:00:00.000Z',
      '1970-01-01T00:00:00.000Z',
    ])
  })

  it('one fresh source makes no other of its feed fresh', async () => {
    const dates = new DataDates(now, {})
    dates.note('2025-01-05T00:00:00Z')
    dates.endFile(['osv:npm'])
    dates.note('2026-08-09T00:00:00Z')
    dates.endFile(['osv:PyPI', 'osv:GHSA'])
    expect(dates.of('osv:npm')).toBe('2025-01-05T00:00:00Z')
    expect(dates.of('osv:PyPI')).toBe('2026-08-09T00:00:00Z')
    const later = new DataDates(now, dates.toJSON())
    later.endFile(['osv:npm'])
    expect(later.of('osv:npm')).toBe('2025-01-05T00:00:00Z')
  })

  it('what the starter knows stays known until its source is read, and covers nothing', async () => {
    await refresh({ one: 'CVE-2020-0001\n' })
    const index = openIndex(indexPath)
    if (!index.ok) throw new Error(index.error.message)
    const found = index.value.statements('maven/org.apache.logging.log4j:log4j-core')
    expect(found.flatMap((entry) => entry.vulnerabilityIds)).toContain('CVE-2021-44228')
    const facts = index.value.vulnerability('CVE-2021-44228')
    expect(facts?.kev).toHaveLength(1)
    expect(facts?.epss?.probability).toBeGreaterThan(0.9)
    expect(index.value.coverage('Maven')).toBeUndefined()
    expect([index.value.asOf?.('kev/CISA'), index.value.asOf?.('one')]).toEqual([undefined, now])
    index.value.close()
  })

  it('a source that is read completely replaces what the starter said in its name', async () => {
    const known = async () => (await readVulnerability(database, 'CVE-2021-44228'))?.facts.records ?? []
    expect(await known()).toContainEqual({ source: 'nvd', recordId: 'CVE-2021-44228' })
    await refresh({ nvd: 'CVE-2020-0009\n' })
    expect((await known()).map((record) => record.source)).not.toContain('nvd')
    await refresh({ nvd: 'CVE-2020-0009\n' })
    expect((await known()).map((record) => record.source)).not.toContain('nvd')
  })

  it('a real record takes the place of the one the starter made, however old it is; a score known before stays in the starter’s name', async () => {
    const starter = readStarter()
    if (!starter.ok) throw new Error(starter.error.message)
    const made = starter.value.statements.find((entry) => entry.source === 'cve' && entry.severities.length > 0)
    const id = made?.recordId ?? ''
    const scoredBy = async () => {
      const found = await readVulnerability(database, id)
      return found?.statements.filter(({ facts }) => facts.severities).map(({ source }) => source) ?? []
    }
    expect(await scoredBy()).toEqual(expect.arrayContaining(['cve', 'starter']))
    await refresh({ cve: `${id}\n` })
    expect(await scoredBy()).not.toContain('cve')
    expect((await readVulnerability(database, id))?.facts.severities).toEqual(made?.severities)
  })
})

it('a catalogue is as old as its release in a copy, and of today when its publisher was asked today', async () => {
  const kev = realFeeds.find(({ id }) => id === 'kev')!
  const name = 'known_exploited_vulnerabilities.json'
  const asOf = async (dateReleased: string, current: boolean) => {
    const vulnerabilities = [{ cveID: 'CVE-2026-1000', dateAdded: '2026-07-01' }]
    writeFileSync(join(folder, name), JSON.stringify({ dateReleased, vulnerabilities }))
    await refreshKnowledge({
      database,
      indexPath,
      feeds: [kev],
      limits: defaultFeedLimits,
      clock: () => now,
      gather: async (_, state) => ok({ files: [{ name, path: join(folder, name) }], state, current }),
    })
    const index = openIndex(indexPath)
    if (!index.ok) throw new Error(index.error.message)
    const { value } = index
    const told = [value.asOf?.('kev/CISA'), value.maxAgeDays?.('kev/CISA')]
    value.close()
    return told
  }
  expect(await asOf('2026-07-01T00:00:00Z', false)).toEqual(['2026-07-01T00:00:00.000Z', 14])
  expect(await asOf('2026-07-10T00:00:00Z', false)).toEqual(['2026-07-10T00:00:00.000Z', 14])
  expect(await asOf('2099-07-10T00:00:00Z', false)).toEqual(['2026-07-10T00:00:00.000Z', 14])
  expect(await asOf('2026-07-10T00:00:00Z', true)).toEqual([now, 14])
})

it('a feed with a file a day is told which days are stored, those of the starter left out', async () => {
  const epss = realFeeds.find(({ id }) => id === 'epss')!
  const told: unknown[] = []
  const day = async (date: string) => {
    const name = `epss_scores-${date}.csv`
    writeFileSync(join(folder, name), 'cve,epss,percentile\nCVE-2026-1000,0.5,0.9\n')
    await refreshKnowledge({
      database,
      indexPath,
      feeds: [epss],
      limits: defaultFeedLimits,
      clock: () => now,
      gather: async (_, state) => {
        told.push(state.heldDays)
        return ok({ files: [{ name, path: join(folder, name) }], state: {} })
      },
    })
  }
  await day('2026-08-02')
  await day('2026-08-01')
  await day('2026-08-02')
  expect(told).toEqual([[], ['2026-08-02'], ['2026-08-01', '2026-08-02']])
})

describe('what is gone', () => {
  const record = (id: string, ...ecosystems: string[]) =>
    JSON.stringify({ id, affected: ecosystems.map((ecosystem) => ({ package: { ecosystem, name: 'a' }, ranges: [] })) })
  const archive = (...records: string[]) =>
    zipOf(Object.fromEntries(records.map((text) => [`${JSON.parse(text).id}.json`, Buffer.from(text)])))

  async function read(feedId: string, files: Readonly<Record<string, Buffer | string>>, over: Partial<FeedFile> = {}) {
    const written = Object.entries(files).map(([name, bytes]) => {
      const path = join(folder, name.replaceAll('/', '-'))
      writeFileSync(path, bytes)
      return { name, path, ...over }
    })
    const report = await refreshKnowledge({
      database,
      indexPath,
      feeds: realFeeds.filter(({ id }) => id === feedId),
      limits: defaultFeedLimits,
      clock: () => now,
      gather: async (_, state) => ok({ files: written, state, current: true }),
    })
    if (!report.ok) throw new Error(report.error.message)
    return report.value.feeds[0]!
  }

  const [left, right] = [record('GHSA-left', 'npm'), record('GHSA-right', 'npm')]
  const [both, java] = [record('GHSA-both', 'npm', 'Maven'), record('GHSA-java', 'Maven')]
  const malware = record('MAL-1', 'npm')

  it('is a record that no archive of the ecosystems it names holds any more', async () => {
    await read('osv', { 'npm/all.zip': archive(left, right, both, malware), 'Maven/all.zip': archive(both, java) })
    const maven = { 'Maven/all.zip': archive(both, java) }
    expect(await read('osv', { 'npm/all.zip': archive(left), ...maven })).toMatchObject({ removed: 2 })
    const kept = async () => [await held('GHSA-left'), await held('GHSA-right'), await held('MAL-1')]
    expect(await kept()).toEqual([true, false, false])
    // Maven's archive, which was not read again, holds it.
    expect([await held('GHSA-both'), await held('GHSA-java')]).toEqual([true, true])
    expect(await read('osv', { 'npm/all.zip': archive(left), 'Maven/all.zip': archive(java) })).toMatchObject({
      removed: 0,
    })
    expect(
      await read('osv', { 'npm/all.zip': archive(left, right), 'Maven/all.zip': archive(java, left) }),
    ).toMatchObject({ removed: 1 })
    expect(await held('GHSA-both')).toBe(false)
  })

  it('is nothing when only what changed was read, when a record was lost, or when a file lies beside the archives', async () => {
    await read('osv', { 'npm/all.zip': archive(left, right) })
    expect(await read('osv', { 'npm/all.zip': archive(left) }, { some: true })).toMatchObject({ removed: 0 })
    const damaged = zipOf({ 'a.json': Buffer.from(left), 'b.json': Buffer.from('{"no":"id"}') })
    expect(await read('osv', { 'npm/all.zip': damaged })).toMatchObject({ removed: 0, outcome: { status: 'partial' } })
    const beside = { 'osv/own.ndjson': right }
    expect(await read('osv', { 'npm/all.zip': archive(left, java), ...beside })).toMatchObject({ removed: 0 })
    expect(await read('osv', { 'npm/all.zip': archive(left), ...beside })).toMatchObject({ removed: 0 })
    expect(await held('GHSA-right')).toBe(true)
  })

  it('a record outside what a feed is asked for is counted, and neither makes its reading partial nor keeps others', async () => {
    const gem = (name: string) => JSON.stringify({ gem: name, ghsa: `${name}-0000-0000`, patched_versions: ['>= 2'] })
    const engine = JSON.stringify({ engine: 'ruby', cve: '2026-1000', _path: 'rubies/ruby/CVE-2026-1000.yml' })
    const all = await read('rubysec', { 'osv/rubysec.ndjson': [gem('rack'), gem('rails'), engine].join('\n') })
    const passed = [{ code: 'not-a-gem', count: 1 }]
    expect(all.outcome).toMatchObject({ status: 'complete', read: 3, kept: 2, dropped: passed })
    expect(await read('rubysec', { 'osv/rubysec.ndjson': [gem('rack'), engine].join('\n') })).toMatchObject({
      removed: 1,
      outcome: { status: 'complete' },
    })
    expect(await read('rubysec', { 'osv/rubysec.ndjson': [engine, '{"cve":"x"}', gem('a')].join('\n') })).toMatchObject(
      {
        removed: 0,
        outcome: { status: 'partial' },
      },
    )
  })

  it('is nothing of a feed that holds everything when only its changes were read', async () => {
    const cve = (cveId: string) =>
      JSON.stringify({ cveMetadata: { cveId, state: 'PUBLISHED' }, containers: { cna: {} } })
    await read('cve', { 'cve.ndjson': [cve('CVE-2026-7001'), cve('CVE-2026-7002')].join('\n') })
    expect(await read('cve', { changes: cve('CVE-2026-7003') }, { some: true })).toMatchObject({
      written: 1,
      removed: 0,
    })
    expect(await read('cve', { 'cve.ndjson': cve('CVE-2026-7003') })).toMatchObject({ removed: 2 })
  })
})
