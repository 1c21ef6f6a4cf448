import { describe, expect, it } from 'vitest'
import type { Feed } from '../contract.ts'
import { readText } from '../read-text.kit.ts'
import { friendsOfPhp } from './friends-of-php.ts'
import { rubysec } from './rubysec.ts'
import { rustsec } from './rustsec.ts'

async function statements(feed: Feed, ...records: object[]) {
  const { result, taken } = await readText(feed, records.map((record) => JSON.stringify(record)).join('\n'))
  return { result, statements: taken.statements }
}

const packagesOf = async (feed: Feed, record: object) => (await statements(feed, record)).statements[0]?.affected

describe('ruby-advisory-db', () => {
  const advisory = { gem: 'rack', cve: '2026-1000', ghsa: 'aaaa-bbbb-cccc', date: '2026-08-01' }

  it('what is neither patched nor unaffected is affected', async () => {
    const versions = { patched_versions: ['~> 1.6.2', '>= 2.0.0'], unaffected_versions: ['< 1.0.0'] }
    expect(await packagesOf(rubysec, { ...advisory, ...versions })).toMatchObject([
      {
        ecosystem: 'RubyGems',
        name: 'rack',
        intervals: [
          { min: '1.0.0', max: '1.6.2' },
          { min: '1.7.0.A', max: '2.0.0' },
        ],
        fixState: 'fixed',
      },
    ])
  })

  it('without a patched version every version is affected, and no fix is claimed', async () => {
    expect(await packagesOf(rubysec, advisory)).toMatchObject([{ intervals: [{}], fixState: 'unknown' }])
  })

  it('its ids are aliases in the form others write', async () => {
    const {
      statements: [statement],
    } = await statements(rubysec, advisory)
    expect(statement?.aliases).toEqual(['CVE-2026-1000', 'GHSA-aaaa-bbbb-cccc'])
  })

  it('a range nobody can read is dropped, and the next is read', async () => {
    const { result, statements: kept } = await statements(
      rubysec,
      { ...advisory, patched_versions: ['~~ 2'] },
      advisory,
    )
    expect(kept).toHaveLength(1)
    expect(result).toMatchObject({
      ok: true,
      value: { outcome: { dropped: [{ code: 'unreadable-range', count: 1 }] } },
    })
  })
})

describe('RustSec', () => {
  const record = (advisory: object, over: object = {}) => ({
    advisory: { id: 'RUSTSEC-2026-0001', package: 'left', date: '2026-08-01', aliases: ['CVE-2026-1000'], ...advisory },
    versions: { patched: ['>= 1.0.0'], unaffected: ['< 0.1.0'] },
    ...over,
  })

  it('says what is affected, with the functions, and takes its title from the text', async () => {
    const functions = { 'left::pad': ['< 1.0.0'] }
    const {
      statements: [statement],
    } = await statements(rustsec, record({}, { affected: { functions }, _body: '# A flaw\n\nMore.' }))
    expect(statement).toMatchObject({
      recordId: 'RUSTSEC-2026-0001',
      title: 'A flaw',
      description: 'More.',
      affected: [{ intervals: [{ min: '0.1.0', max: '1.0.0' }], symbols: ['left::pad'], fixState: 'fixed' }],
    })
  })

  it('unmaintained is no vulnerability; unsound is one', async () => {
    expect(await packagesOf(rustsec, record({ informational: 'unmaintained' }))).toEqual([])
    expect(await packagesOf(rustsec, record({ informational: 'unsound' }))).toHaveLength(1)
  })

  it('a withdrawn one affects nothing any more', async () => {
    const {
      statements: [statement],
    } = await statements(rustsec, record({ withdrawn: '2026-08-02' }))
    expect(statement).toMatchObject({ state: 'withdrawn', affected: [] })
  })
})

describe('FriendsOfPHP', () => {
  const advisory = { reference: 'composer://Acme/Left', cve: 'CVE-2026-1000', _path: 'acme/left/CVE-2026-1000.yaml' }

  it('the bounds of a branch hold together, and each branch for itself', async () => {
    const branches = {
      '1.x': { time: '2026-08-01 10:00:00', versions: ['>=1.0.0', '<1.0.5'] },
      '2.x': { time: '2026-07-30 10:00:00', versions: ['>=2.0.0', '<2.3.0'] },
    }
    const {
      statements: [statement],
    } = await statements(friendsOfPhp, { ...advisory, branches })
    expect(statement).toMatchObject({
      recordId: 'FOP:acme/left/CVE-2026-1000',
      published: '2026-07-30T10:00:00.000Z',
      modified: '2026-08-01T10:00:00.000Z',
    })
    const [entry] = statement?.affected ?? []
    expect(
      entry?.kind === 'package' && [entry.name, ...entry.intervals.map(({ min, max }) => `${min} ${max}`)],
    ).toEqual(['acme/left', '1.0.0 1.0.5', '2.0.0 2.3.0'])
  })

  it('without a time, the day a file is named after dates it', async () => {
    const dated = {
      ...advisory,
      branches: { '1.x': { time: null, versions: ['<1.0.5'] } },
      _path: 'acme/left/2017-05-15.yaml',
    }
    const {
      statements: [statement],
    } = await statements(friendsOfPhp, dated)
    expect(statement?.published).toBe('2017-05-15T00:00:00.000Z')
  })

  it('a package of nobody’s registry is dropped', async () => {
    const { result } = await statements(
      friendsOfPhp,
      { ...advisory, reference: 'pear://left' },
      { ...advisory, branches: {} },
    )
    expect(result).toMatchObject({ ok: true, value: { outcome: { dropped: [{ code: 'no-package', count: 1 }] } } })
  })
})
