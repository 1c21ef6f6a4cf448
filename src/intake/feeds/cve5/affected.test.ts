import { describe, expect, it, test } from 'vitest'
import { affectedOf, type Speaker } from './affected.ts'

const LONG = 400
const cna: Speaker = { by: 'acme', container: 'cna' }
const adp: Speaker = { by: 'CISA-ADP', container: 'adp' }

function product(cpes: string[], versions: object[]) {
  return { vendor: 'example', product: 'switch', cpes, versions }
}

describe('affected products of a CVE 5 record', () => {
  it('leaves commit ranges out: commits are no versions', () => {
    const commits = [{ version: '1da177e4c3f4', lessThan: '5f4b3f1a2b0c', status: 'affected', versionType: 'git' }]
    const releases = [{ version: '4.1', lessThan: '4.19.5', status: 'affected', versionType: 'semver' }]
    expect(affectedOf(product([], commits), cna)).toEqual([])
    expect(affectedOf(product([], [...commits, ...releases]), cna)).toEqual([
      expect.objectContaining({ intervals: [{ min: '4.1', max: '4.19.5' }] }),
    ])
  })

  it('does not multiply exact names with exact versions', () => {
    const versions = Array.from({ length: LONG }, (_, place) => `12.${place}`)
    const cpes = versions.map((version) => `cpe:2.3:o:example:switch:${version}:*:*:*:*:*:*:*`)
    const stated = versions.map((version) => ({ version, status: 'affected' }))
    const [entry, ...more] = affectedOf(product(cpes, stated), adp)
    expect(more).toEqual([])
    expect(entry?.kind === 'cpe' && entry.nodes[0]?.matches.map((match) => match.cpe)).toEqual(cpes)
  })

  it('gives a range to the product of a name that has a version of its own', () => {
    const cpes = ['cpe:2.3:a:example:reader:9.0:*:*:*:*:*:*:*', 'cpe:2.3:a:example:reader:9.1:*:*:*:*:*:*:*']
    const [entry] = affectedOf(product(cpes, [{ version: '9.0', lessThan: '9.4.4', status: 'affected' }]), adp)
    expect(entry?.kind === 'cpe' && entry.nodes[0]?.matches).toEqual([
      { cpe: 'cpe:2.3:a:example:reader:*:*:*:*:*:*:*:*', vulnerable: true, min: '9.0', max: '9.4.4' },
    ])
  })

  it('takes every version where names times versions grow too many', () => {
    const cpes = Array.from({ length: LONG }, (_, place) => `cpe:2.3:o:example:switch_${place}:*:*:*:*:*:*:*:*`)
    const stated = Array.from({ length: LONG }, (_, place) => ({ version: `1.${place}`, status: 'affected' }))
    const [entry] = affectedOf(product(cpes, stated), adp)
    expect(entry?.kind === 'cpe' && entry.nodes[0]?.matches).toEqual(cpes.map((cpe) => ({ cpe, vulnerable: true })))
  })
})

test('a change within a range ends or begins what is affected', () => {
  const product = {
    vendor: 'v',
    product: 'p',
    versions: [
      {
        version: '1.0',
        status: 'affected',
        lessThan: '2.0',
        versionType: 'semver',
        changes: [{ at: '1.5', status: 'unaffected' }],
      },
    ],
  }
  const groups = affectedOf(product, cna)
  expect(groups).toMatchObject([
    { status: 'affected', intervals: [{ min: '1.0', max: '1.5' }] },
    { status: 'unaffected', intervals: [{ min: '1.5', max: '2.0' }] },
  ])
})

test('affected by default means whatever is not listed otherwise', () => {
  const product = {
    vendor: 'v',
    product: 'p',
    defaultStatus: 'affected',
    versions: [{ version: '2.0', status: 'unaffected', lessThan: '*', versionType: 'semver' }],
  }
  expect(affectedOf(product, cna)).toMatchObject([
    { status: 'unaffected' },
    { status: 'affected', intervals: [{ max: '2.0' }] },
  ])
})

it('a range that ends where it begins means what came before, never nothing', () => {
  const version = { version: '2.0', lessThan: '2.0', status: 'affected', versionType: 'semver' }
  const [entry] = affectedOf({ vendor: 'acme', product: 'server', versions: [version] }, cna)
  expect(entry).toMatchObject({ intervals: [{ max: '2.0' }] })
  expect(entry && 'intervals' in entry && entry.intervals[0]).not.toHaveProperty('min')
})

it('a CNA’s product keeps its versions, its CPEs and what it calls unaffected', () => {
  const cpes = ['cpe:2.3:a:acme:server:*:*:*:*:*:*:*:*']
  const versions = [
    { version: '1.0', lessThan: '2.0', status: 'affected' },
    { version: '1.5', lessThan: '1.6', status: 'unaffected' },
  ]
  expect(affectedOf({ vendor: 'Acme', product: 'Server', cpes, versions, defaultStatus: 'unaffected' }, cna)).toEqual([
    expect.objectContaining({
      kind: 'product',
      container: 'cna',
      status: 'affected',
      defaultStatus: 'unaffected',
      cpes,
      intervals: [
        { min: '1.0', max: '1.5' },
        { min: '1.6', max: '2.0' },
      ],
    }),
    expect.objectContaining({ status: 'unaffected', intervals: [{ min: '1.5', max: '1.6' }] }),
  ])
})

it('a CPE with a version of its own is that version where the record bounds none', () => {
  const cpes = ['cpe:2.3:a:acme:server:8.9:p1:*:*:*:*:*:*', 'cpe:2.3:a:acme:client:*:*:*:*:*:*:*:*']
  const versions = [{ version: '0', status: 'affected', lessThanOrEqual: '*' }]
  expect(affectedOf({ vendor: 'Acme', product: 'Server', cpes, versions }, cna)).toEqual([
    expect.objectContaining({ cpes: [cpes[1]], intervals: [{}] }),
    expect.objectContaining({ intervals: [], versions: ['8.9p1'] }),
  ])
})

it('a default of unaffected counts only where every version is one', () => {
  const stated = (version: string) =>
    affectedOf(
      { vendor: 'v', product: 'p', defaultStatus: 'unaffected', versions: [{ version, status: 'affected' }] },
      cna,
    )
  expect(stated('1.2.3')[0]).toHaveProperty('defaultStatus')
  for (const sentence of ['1.x', 'early builds', '3.0 and friends'])
    expect(stated(sentence)[0]).not.toHaveProperty('defaultStatus')
})

it.each([
  ['prior to 5.1', { max: '5.1' }],
  ['before v5.1', { max: '5.1' }],
  ['5.1 and earlier', { max: '5.1', maxInclusive: true }],
  ['5.1 or prior versions', { max: '5.1', maxInclusive: true }],
  ['through 5.1', { max: '5.1', maxInclusive: true }],
  ['up to and including 5.1', { max: '5.1', maxInclusive: true }],
  ['2.11.0 through 2.12.2', { min: '2.11.0', max: '2.12.2', maxInclusive: true }],
  ['Fixed in Server 1.1.1j (Affected 1.1.1-1.1.1i)', { min: '1.1.1', max: '1.1.1i', maxInclusive: true }],
  ['from 4.0 to 4.2', { min: '4.0', max: '4.2', maxInclusive: true }],
])('reads the words %s', (version, interval) => {
  const [entry] = affectedOf({ vendor: 'v', product: 'p', versions: [{ version, status: 'affected' }] }, cna)
  expect(entry).toMatchObject({ intervals: [interval] })
})

it('a line’s end `4.19.*` is the beginning of the next line', () => {
  const versions = [{ version: '4.19.5', lessThanOrEqual: '4.19.*', status: 'unaffected' }]
  const [entry] = affectedOf({ vendor: 'v', product: 'p', versions }, cna)
  expect(entry).toMatchObject({ intervals: [{ min: '4.19.5', max: '4.20' }] })
})

it('a range up to where it begins is that version, and what came before has no clear status', () => {
  const versions = [{ version: '18.19.0', lessThanOrEqual: '18.19.0', status: 'affected', versionType: 'semver' }]
  expect(affectedOf({ vendor: 'v', product: 'p', versions, defaultStatus: 'unaffected' }, cna)).toMatchObject([
    { status: 'affected', versions: ['18.19.0'], intervals: [] },
    { status: 'unknown', intervals: [{ max: '18.19.0', maxInclusive: true }] },
  ])
})
