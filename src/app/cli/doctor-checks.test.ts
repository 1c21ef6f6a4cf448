import { expect, it } from 'vitest'
import type { Instant } from '#core/kernel'
import type { FeedRow } from '#exposure/knowledge/store'
import { ageCheck, runsCheck, starterCheck } from './doctor-checks.ts'

function feed(id: string, status: FeedRow['status'], problem?: FeedRow['problem']): FeedRow {
  const counts = { read: 0, kept: 0, written: 0, removed: 0, bytes: 0, dropped: [] }
  const row = { id, name: id, enabled: true, intervalHours: 24, maxAgeDays: 7, undated: false, status, ...counts }
  return { ...row, ...(problem && { problem }) }
}

const unreachable = { code: 'unreachable', message: 'the name of the host is not known' }
const interrupted = { code: 'interrupted', message: 'the process ended' }

it('feeds that fail for the same reason are told of once, with a way out that is not another try', () => {
  const failing = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => feed(id, 'failed', unreachable))
  const { state, found, mend } = runsCheck([...failing, feed('g', 'complete')], undefined)
  expect(state).toBe('warning')
  expect(found).toBe(`the last run of 6 of 7 failed; a, b, c, d, e and 1 more: ${unreachable.message}`)
  expect(mend).toContain('LUNETTE_MIRROR=<folder or URL>')
  expect(mend).toContain('npm run -s lunette -- feeds import <file>')
})

it('a first refresh that is under way is told from feeds that nobody reads', () => {
  expect(starterCheck(true).found).toBe(
    'a first refresh is under way: until it ends, only the built-in starter answers',
  )
  expect(starterCheck(false)).toMatchObject({
    found: 'no feeds loaded, only the built-in starter answers',
    mend: expect.stringContaining('feeds refresh'),
  })
})

it('a mirror that fails is named, not proposed', () => {
  const { mend } = runsCheck([feed('a', 'failed', unreachable)], '/mirror')
  expect(mend).toContain('look at the mirror /mirror')
})

it('an interrupted run is no failure of its feed, and is taken up by another', () => {
  expect(runsCheck([feed('nvd', 'failed', interrupted), feed('kev', 'complete')], undefined)).toEqual({
    state: 'warning',
    found: 'the last run of nvd was interrupted',
    mend: 'npm run -s lunette -- feeds refresh nvd',
  })
})

it.each([
  [[], 'none was read yet'],
  [[feed('kev', 'never')], 'none was read yet'],
  [[feed('kev', 'running'), feed('nvd', 'complete')], 'kev is being read'],
  [[feed('kev', 'unchanged'), feed('nvd', 'partial')], 'the last run of all 2 succeeded'],
])('%# nothing is wrong: %s', (feeds, found) => {
  expect(runsCheck(feeds, undefined)).toEqual({ state: 'good', found })
})

const now = '2026-08-10T00:00:00.000Z' as Instant
const all = ['kev/CISA', 'epss', 'exploit/metasploit', 'exploit/exploit-db', 'exploit/nuclei']

function knowledge(ecosystems: Record<string, string>, read: readonly string[]) {
  const coverages = Object.entries(ecosystems).map(([ecosystem, asOf]) => ({ ecosystem, advisories: 1, asOf }))
  const asOf = (source: string) => (read.includes(source) ? now : undefined)
  return ageCheck({ vulnerabilityCount: 9, coverages: () => coverages, asOf }, { now })
}

it('knowledge is good when all is there and of today', () => {
  expect(knowledge({ npm: now }, all)).toEqual({ state: 'good', found: '9 vulnerabilities for 1 ecosystems' })
})

it('what was never read is named beside what is out of date', () => {
  const { state, found } = knowledge({ npm: now, Go: '2022-12-14T00:00:00.000Z' }, all.slice(1))
  expect(state).toBe('warning')
  expect(found).toContain('1 of them out of date: Go speaks as of 2022-12-14; never read: CISA KEV')
})

it('knowledge of no ecosystem is no knowledge', () => {
  expect(knowledge({}, all)).toMatchObject({ state: 'warning', found: expect.stringContaining('advisories of any') })
})
