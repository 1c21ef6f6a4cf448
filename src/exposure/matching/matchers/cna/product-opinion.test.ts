import { expect, it } from 'vitest'
import type { AffectedProduct, Component, Statement } from '#core/vocabulary'
import { memoryReader } from '#exposure/knowledge'
import { matchInventory } from '../../match-inventory.ts'
import { component, cpeStatement, packageStatement } from '../../matching.fixture.ts'
import type { Dial } from '../types.ts'

const id = 'CVE-2099-1'
const named = (version: string) => `cpe:2.3:a:acme_corp:big_server:${version}:*:*:*:*:*:*:*`
const server = (version: string): Component => component({ name: 'server', version, cpes: [named(version)] })

/** What the CNA says of Acme Corp's Big Server. */
function cna(...entries: Partial<AffectedProduct>[]): Statement {
  const affected = entries.map(
    (entry): AffectedProduct => ({
      kind: 'product',
      vendor: 'Acme Corp',
      product: 'Big Server',
      scheme: 'generic',
      intervals: [],
      status: 'affected',
      container: 'cna',
      ...entry,
    }),
  )
  const words = { source: 'cve', recordId: id, ecosystem: 'npm', name: 'x', scheme: 'npm', max: '1' } as const
  return { ...packageStatement(words), affected }
}

/** NVD's range, much wider than the CNA's. */
const nvd = cpeStatement({ recordId: id, cpe: named('*'), max: '9.0' })
const below2 = { intervals: [{ max: '2.0' }] }
const settled = { ...below2, defaultStatus: 'unaffected' as const }

function judge(statements: Statement[], asked: Component, dial: Dial = 'precise') {
  const { matches } = matchInventory([asked], memoryReader(statements), { dial, vex: [] })
  return matches.map(({ verdict, method }) => `${verdict} by ${method}`)
}

it.each([
  ['inside its range', [settled], '1.0', ['affected by cna']],
  ['outside, where the rest is unaffected', [settled], '3.0', ['not-affected by cna']],
  [
    'stated to be unaffected',
    [below2, { intervals: [{ min: '3.0' }], status: 'unaffected' }],
    '3.1',
    ['not-affected by cna'],
  ],
  ['outside, where the rest has no status', [below2], '3.0', ['affected by cpe']],
  ['listed', [{ versions: ['1.0'] }], '1.0', ['affected by cna']],
  [
    'unaffected in one line, affected in another',
    [settled, { intervals: [{ min: '3.0', max: '3.2' }] }],
    '3.1',
    ['affected by cna'],
  ],
  ['of a line that is listed', [{ versions: ['3.0'], defaultStatus: 'unaffected' }], '3.0.4', ['affected by cpe']],
  [
    'of a line that ends a range',
    [{ intervals: [{ max: '3.0', maxInclusive: true }], defaultStatus: 'unaffected' }],
    '3.0.4',
    ['affected by cpe'],
  ],
  [
    'before one that has no clear status',
    [settled, { intervals: [{ max: '4.0' }], status: 'unknown' }],
    '3.0',
    ['affected by cpe'],
  ],
  ['against a sentence', [{ versions: ['some builds of the third line'] }], '3.0', ['affected by cpe']],
] satisfies [string, Partial<AffectedProduct>[], string, string[]][])(
  'the CNA decides before NVD where it gives a status: %s',
  (_, entries, version, expected) => {
    expect(judge([cna(...entries), nvd], server(version))).toEqual(expected)
  },
)

it('a fix that the CNA does not name is taken from who agrees and does', () => {
  const through = {
    intervals: [{ max: '2.0', maxInclusive: true as const }],
    defaultStatus: 'unaffected' as const,
  }
  const matchOf = (...statements: Statement[]) =>
    matchInventory([server('1.0')], memoryReader(statements), { dial: 'precise', vex: [] }).matches[0]
  const fixed = matchOf(cna(through), cpeStatement({ recordId: id, cpe: named('*'), max: '2.1' }))
  expect(fixed).toMatchObject({ method: 'cna', verdict: 'affected', fixedVersions: ['2.1'], fixState: 'fixed' })
  expect(fixed?.reasons.at(-1)).toMatchObject({ code: 'fix-by-another', source: 'nvd' })
  expect(matchOf(cna(through))).toMatchObject({ fixedVersions: [], fixState: 'unknown' })
  const own = matchOf(cna(settled), cpeStatement({ recordId: id, cpe: named('*'), max: '2.1' }))
  expect(own).toMatchObject({ fixedVersions: ['2.0'] })
  const outside = cpeStatement({ recordId: id, cpe: named('*'), max: '0.9' })
  expect(matchOf(cna(through), outside)).toMatchObject({ fixedVersions: [], fixState: 'unknown' })
})

it('what only the CNA speaks of is heard, not clean', () => {
  expect(judge([cna(settled)], server('1.0'))).toEqual(['affected by cna'])
  expect(judge([cna({ versions: ['some builds'] })], server('1.0'))).toEqual(['unknown by cna'])
  expect(judge([cna(below2)], server('3.0'))).toEqual([])
})

it('words are equal as the CPE dictionary writes them, and both of them', () => {
  expect(judge([cna({ ...below2, vendor: 'acme  corp' })], server('1.0'))).toEqual(['affected by cna'])
  expect(judge([cna({ ...below2, vendor: 'Acme' })], server('1.0'))).toEqual([])
  expect(judge([cna({ ...below2, product: 'Big Server Pro' })], server('1.0'))).toEqual([])
})

it('a CPE in the record names the product in place of its words, editions included', () => {
  const lts = 'cpe:2.3:a:acme_corp:big_server:*:*:*:*:lts:*:*:*'
  const record = cna({ ...below2, vendor: 'A.', product: 'B', cpes: [lts] })
  expect(judge([record], server('1.0'))).toEqual(['likely-affected by cna'])
  const asked = (edition: string) => component({ name: 's', version: '1.0', cpes: [lts.replace('lts', edition)] })
  expect(judge([record], asked('lts'))).toEqual(['affected by cna'])
  expect(judge([record], asked('weekly'))).toEqual([])
})

it('a purl of a code host is its vendor and product', () => {
  const asked = component({ type: 'github', namespace: 'Acme Corp', name: 'Big Server', version: 'v1.0' })
  expect(judge([cna(settled)], asked)).toEqual(['affected by cna'])
})

it('a distribution’s or a language’s package is not taken for a product by its words', () => {
  const npm = component({ type: 'npm', name: 'big_server', version: '1.0', cpes: [named('1.0')] })
  const deb = component({ ...npm, type: 'deb', distribution: { id: 'debian', versionId: '12' } })
  expect(judge([cna(settled)], npm)).toEqual([])
  expect(judge([cna(settled)], deb)).toEqual([])
})

it('where a distribution lists fixes only the CNA fills its silence, as likely', () => {
  const rpm = component({
    type: 'rpm',
    name: 'big-server',
    version: '1.0-3.el9',
    cpes: [named('1.0')],
    distribution: { id: 'almalinux', versionId: '9.4' },
  })
  expect(judge([cna(settled)], rpm)).toEqual(['likely-affected by cna'])
  const fixed = packageStatement({
    source: 'osv:AlmaLinux',
    recordId: 'ALSA-1',
    related: [id],
    ecosystem: 'AlmaLinux:9',
    name: 'big-server',
    scheme: 'rpm',
    max: '0:1.0-2.el9',
  })
  expect(judge([cna(settled), fixed], rpm)).toEqual(['not-affected by distribution'])
})

it('platforms of another system are not spoken of', () => {
  const onWindows = cna({ ...below2, platforms: ['Windows'] })
  const asked = { ...server('1.0'), distribution: { id: 'debian', versionId: '12' } }
  expect(judge([onWindows], asked)).toEqual([])
})

it('a version that its scheme cannot read is read as numbers, and one that nothing reads is unknown', () => {
  expect(judge([cna({ intervals: [{ max: '10.0.17763.6532' }], scheme: 'semver' })], server('10.0.17763.1'))).toEqual([
    'affected by cna',
  ])
})

it('an update that the CPE keeps apart is found in the CNA’s list', () => {
  const asked = component({ name: 's', cpes: ['cpe:2.3:a:acme_corp:big_server:8.9:p1:*:*:*:*:*:*'], version: '8.9p1' })
  expect(judge([cna({ versions: ['8.9P1'] })], asked)).toEqual(['affected by cna'])
})
