import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Day, Instant } from '#core/kernel'
import type { Component, ExploitSignalKind, Exposure, SsvcStatement, Statement } from '#core/vocabulary'
import { memoryReader } from '#exposure/knowledge'
import { tables } from '#exposure/prioritisation'
import { assess, extentOf } from './assess.ts'

const CVE = 'CVE-2026-1000'
const now = '2026-08-20T00:00:00.000Z' as Instant
const daysAgo = (days: number) => new Date(Date.parse(now) - days * 86_400_000).toISOString()
const sources = ['kev/CISA', 'epss', 'exploit/metasploit', 'exploit/exploit-db', 'exploit/nuclei']

const component: Component = {
  ref: 'left-pad',
  type: 'npm',
  name: 'left-pad',
  version: '1.3.0',
  purl: 'pkg:npm/left-pad@1.3.0',
  cpes: [],
  upstream: [],
  licences: [],
  location: '',
  dependsOn: [],
  evidence: [],
}

function statement(ssvc: SsvcStatement[], published?: Instant): Statement {
  return {
    ...(published && { published }),
    source: 'osv:npm',
    recordId: CVE,
    state: 'published',
    aliases: [],
    related: [],
    severities: [],
    cwes: [],
    ssvc,
    references: [],
    affected: [
      {
        kind: 'package',
        ecosystem: 'npm',
        name: 'left-pad',
        scheme: 'npm',
        intervals: [{ max: '1.3.1' }],
        status: 'affected',
      },
    ],
  }
}

interface Known {
  published?: Instant
  listed: boolean
  exploits: ExploitSignalKind[]
  ssvc: SsvcStatement[]
  exposure: Exposure
}

/** The place of the outcome in its table, larger is more urgent, with sources as old as said. */
function placesOf({ published, listed, exploits, ssvc, exposure }: Known, ages: readonly number[]): number[] {
  const reader = memoryReader([statement(ssvc, published)], {
    kev: listed ? [{ cve: CVE, asserter: 'CISA', dateAdded: '2026-08-01' as Day, ransomware: 'unknown' }] : [],
    exploits: exploits.map((kind) => ({ kind, cve: CVE, source: 'metasploit', reference: kind })),
    asOf: new Map(sources.map((source, place) => [source, daysAgo(ages[place]!)])),
  })
  return tables.map((table) => {
    const { judged } = assess([component], reader, {
      asset: { exposure, exposureBasis: 'stated', criticality: 'unknown' },
      table,
      dial: 'precise',
      vex: [],
      reported: [],
      currency: { now },
    })
    return table.outcome.values.findIndex(({ key }) => key === judged[0]!.priority.outcome)
  })
}

it('a source that goes out of date never lowers a priority, whatever was known', () => {
  const ssvc = fc.record(
    {
      by: fc.constant('CISA-ADP'),
      exploitation: fc.constantFrom('none', 'public poc', 'active'),
      automatable: fc.constantFrom('yes', 'no'),
      technicalImpact: fc.constantFrom('partial', 'total'),
    },
    { requiredKeys: ['by'] },
  ) as fc.Arbitrary<SsvcStatement>
  const known: fc.Arbitrary<Known> = fc.record(
    {
      published: fc.integer({ min: 0, max: 40 }).map((days) => daysAgo(days) as Instant),
      listed: fc.boolean(),
      exploits: fc.subarray<ExploitSignalKind>(['module', 'exploit', 'poc', 'template', 'ransomware']),
      ssvc: fc.array(ssvc, { maxLength: 2 }),
      exposure: fc.constantFrom<Exposure>('internet', 'internal', 'isolated', 'unknown'),
    },
    { requiredKeys: ['listed', 'exploits', 'ssvc', 'exposure'] },
  )
  const age = fc.integer({ min: 0, max: 20 })
  const pairs = fc.array(fc.tuple(age, age), { minLength: sources.length, maxLength: sources.length })
  fc.assert(
    fc.property(known, pairs, (of, ages) => {
      const fresher = placesOf(
        of,
        ages.map((pair) => Math.min(...pair)),
      )
      const older = placesOf(
        of,
        ages.map((pair) => Math.max(...pair)),
      )
      for (const [place, outcome] of older.entries()) expect(outcome).toBeGreaterThanOrEqual(fresher[place]!)
    }),
    { numRuns: 200 },
  )
})

it('an old catalogue is no longer heard when it is silent, and still when it speaks', () => {
  const calm: Known = { listed: false, exploits: [], ssvc: [], exposure: 'internal' }
  const place = (known: Known, age: number) => placesOf(known, [age, age, age, age, age])[0]
  expect(place(calm, 8)).toBeGreaterThan(place(calm, 1)!)
  const listed = { ...calm, listed: true }
  expect(place(listed, 8)).toBe(place(listed, 1))
})

it('the silence of an old catalogue is heard of what it could have listed, for a year', () => {
  const calm: Known = { listed: false, exploits: [], ssvc: [], exposure: 'internal' }
  const place = (known: Known, age: number) => placesOf(known, [age, age, age, age, age])[0]
  const before = { ...calm, published: daysAgo(400) as Instant }
  expect(place(before, 30)).toBe(place(before, 1))
  expect(place(before, 366)).toBeGreaterThan(place(before, 30)!)
  expect(place({ ...calm, published: daysAgo(9) as Instant }, 30)).toBeGreaterThan(place(before, 30)!)
})

it.each([
  ['its feed’s own', { now }, 10, undefined],
  ['the installation’s', { now, maxAgeDays: 5 }, 10, ['kev']],
  ['the usual seven days where a feed names none', { now }, undefined, ['kev']],
])('the limit of an age is %s', (_which, currency, limit, outdated) => {
  const reader = { ...memoryReader([], { asOf: new Map([['kev/CISA', '2026-08-12']]) }), maxAgeDays: () => limit }
  expect(extentOf(reader, currency).outdated).toEqual(outdated)
})

it('exploit indexes are silent together: one that is out of date makes all so', () => {
  const ages = [1, 1, 1, 1, 9]
  const reader = memoryReader([], { asOf: new Map(sources.map((source, place) => [source, daysAgo(ages[place]!)])) })
  expect(extentOf(reader, { now }).outdated).toEqual(['exploits'])
})
