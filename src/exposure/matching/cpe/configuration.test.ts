import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { AffectedCpe, CpeNode } from '#core/vocabulary'
import { identify } from '../identity.ts'
import { component } from '../matching.fixture.ts'
import { meetConfiguration, meetCriteria } from './configuration.ts'
import { Surroundings } from './surroundings.ts'

const acme = 'cpe:2.3:a:acme:server:1.0:*:*:*:*:*:*:*'
const server: CpeNode = { operator: 'OR', matches: [{ cpe: acme, vulnerable: true }] }
const on = (product: string, negate?: true): CpeNode => ({
  operator: 'OR',
  matches: [{ cpe: `cpe:2.3:o:vendor:${product}:-:*:*:*:*:*:*:*`, vulnerable: false }],
  ...(negate ? { negate } : {}),
})
const both = (platform: CpeNode): AffectedCpe => ({ kind: 'cpe', operator: 'AND', nodes: [server, platform] })

const debian = { id: 'debian', versionId: '12' }

function meet(configuration: AffectedCpe, linux = true, beside: string[] = [], own = acme) {
  const asked = component({ name: 'server', version: '1.0', cpes: [own] })
  const others = beside.map((cpe) => component({ name: cpe, cpes: [cpe] }))
  const around = linux ? debian : undefined
  const identity = identify(asked, around)
  const [cpe] = identity.cpes.names()
  const finding = meetConfiguration(identity, cpe!, configuration, new Surroundings([asked, ...others], around))
  if (!finding) return undefined
  return `${finding.containment}, ${finding.fit === 'yes' ? '' : 'perhaps, '}platform ${finding.platform}`
}

it.each([
  ['the component alone', { kind: 'cpe', operator: 'OR', nodes: [server] }, 'inside, platform met'],
  ['on the platform that is there', both(on('linux_kernel')), 'inside, platform met'],
  ['on a platform that cannot be there', both(on('windows_10')), 'outside, platform unseen'],
  ['on a platform nobody saw', both(on('unheard_of')), 'inside, platform unseen'],
  ['anywhere but on the platform that is there', both(on('linux_kernel', true)), 'outside, platform unseen'],
  ['anywhere but on one that cannot be there', both(on('windows_10', true)), 'inside, platform met'],
  ['a negated configuration', { kind: 'cpe', operator: 'OR', nodes: [server], negate: true }, undefined],
  ['what a negated node lists', { kind: 'cpe', operator: 'OR', nodes: [{ ...server, negate: true }] }, undefined],
] satisfies [string, AffectedCpe, string | undefined][])('%s', (_, configuration, outcome) => {
  expect(meet(configuration)).toBe(outcome)
})

it('on an unknown system no platform is met or absent', () => {
  expect(meet(both(on('windows_10')), false)).toBe('inside, platform unseen')
})

const named = (name: string) => `cpe:2.3:${name}:*:*:*:*:*:*:*`
const asks = (cpe: string): AffectedCpe => both({ operator: 'OR', matches: [{ cpe, vulnerable: false }] })

it.each([
  ['the companion that is there', 'a:php:php:*', ['a:php:php:8.1'], 'inside, platform met'],
  ['a companion nobody listed', 'a:php:php:*', [], 'inside, platform unseen'],
  ['the companion in another version', 'a:php:php:7.4', ['a:php:php:8.1'], 'outside, platform unseen'],
  [
    'the other system that is there',
    'o:microsoft:windows_10:*',
    ['o:microsoft:windows_10:1809'],
    'inside, platform met',
  ],
  ['another system than is named', 'o:microsoft:windows_10:*', ['o:apple:macos:14.0'], 'outside, platform unseen'],
  ['hardware that is there', 'h:acme:box:-', ['h:acme:box:-'], 'inside, platform met'],
  ['other hardware than is named', 'h:acme:box:-', ['h:acme:crate:-'], 'outside, platform unseen'],
  ['hardware of which nobody says anything', 'h:acme:box:-', [], 'inside, platform unseen'],
])('running on %s', (_, asked, beside, outcome) => {
  expect(meet(asks(named(asked)), false, beside.map(named))).toBe(outcome)
})

it.each([
  ['debian_linux:12', 'met'],
  ['debian_linux:12.1', 'unseen'],
  ['debian_linux:-', 'met'],
])('the distribution it was found in is the platform %s', (product, platform) => {
  expect(meet(asks(named(`o:debian:${product}`)))).toBe(`inside, platform ${platform}`)
})

it('another release of the distribution it was found in is no platform of it', () => {
  expect(meet(asks(named('o:debian:debian_linux:11')))).toBe('outside, platform unseen')
})

const edition = (words: string, max: string): AffectedCpe => ({
  kind: 'cpe',
  operator: 'OR',
  nodes: [{ operator: 'OR', matches: [{ cpe: `cpe:2.3:a:acme:server:*:*:*:*:${words}`, vulnerable: true, max }] }],
})

it.each([
  ['of its edition', 'lts:*:*:*', 'lts', '2.0', 'inside, platform met'],
  ['of another edition', '-:*:*:*', 'lts', '2.0', undefined],
  ['of any edition', '*:*:*:*', 'lts', '2.0', 'inside, platform met'],
  ['of an edition it does not state', 'lts:*:*:*', '*', '2.0', 'inside, perhaps, platform met'],
  ['for a target it does not state', '*:wordpress:*:*', '*', '2.0', 'inside, perhaps, platform met'],
  ['for hardware it is not built for', '*:*:x64:*', '*:*:arm', '2.0', undefined],
])('a range %s', (_, words, ours, max, outcome) => {
  const fields = ours.split(':')
  const own = `cpe:2.3:a:acme:server:1.0:*:*:*:${[...fields, '*', '*', '*'].slice(0, 4).join(':')}`
  expect(meet(edition(words, max), false, [], own)).toBe(outcome)
})

it.each([
  ['a:acme:server:1.?:*', 'inside'],
  ['a:acme:server:*.0:*', 'inside'],
  ['a:acme:server:2.*:*', 'outside'],
])('wildcards in a version stand for characters: %s', (criteria, containment) => {
  const pattern: CpeNode = { operator: 'OR', matches: [{ cpe: `cpe:2.3:${criteria}:*:*:*:*:*:*`, vulnerable: true }] }
  expect(meet({ kind: 'cpe', operator: 'OR', nodes: [pattern] })).toContain(containment)
})

it.each([
  ['20211105', '20211105', 'inside, platform met'],
  ['20211105', '20211106', 'outside, platform met'],
  ['1.0.0', '1.0', 'inside, platform met'],
  ['1.1', '1.0', 'outside, platform met'],
  ['1.0a', '1.0', 'outside, platform met'],
])('criteria for the one version %s of a build of %s: %s', (theirs, ours, outcome) => {
  const single: AffectedCpe = {
    kind: 'cpe',
    operator: 'OR',
    nodes: [{ operator: 'OR', matches: [{ cpe: named(`a:acme:server:${theirs}`), vulnerable: true }] }],
  }
  expect(meet(single, true, [], named(`a:acme:server:${ours}`))).toBe(outcome)
})

it('criteria looked up by version are met as if each were tried, the first of those that fit alike', () => {
  const versions = ['1.0', '1.0.0', '1', '1.1', '1.0a', '10', '20211105', '2.0', '*', '-', '1.*', '1\\.0', '1.0-r1']
  const version = fc.constantFrom(...versions)
  const product = fc.constantFrom('acme:server', 'acme:other', 'acme:se\\/rver')
  const bounds = fc.constantFrom({}, { max: '1.1' }, { min: '1.0', max: '2.0', maxInclusive: true as const })
  const criteria = fc
    .tuple(product, version, bounds)
    .map(([of, at, within]) => ({ cpe: named(`a:${of}:${at}`), vulnerable: true, ...within }))
  fc.assert(
    fc.property(fc.array(criteria, { maxLength: 8 }), version, (matches, own) => {
      const identity = identify(component({ name: 's', cpes: [named(`a:acme:server:${own}`)] }))
      const [cpe] = identity.cpes.names()
      if (cpe === undefined) return
      const places = ['outside', 'unparsable', 'inside']
      const tried = matches.flatMap((one) => {
        const met = meetCriteria(identity, cpe, one)
        return met ? [{ one, met, rank: places.indexOf(met.containment) * 2 + Number(met.fit === 'yes') }] : []
      })
      const best = tried.toSorted((a, b) => b.rank - a.rank)[0]
      const configuration: AffectedCpe = { kind: 'cpe', operator: 'OR', nodes: [{ operator: 'OR', matches }] }
      const found = meetConfiguration(identity, cpe, configuration, new Surroundings([], undefined))
      expect(found && [found.criteria, found.containment, found.fit]).toEqual(
        best && [best.one, best.met.containment, best.met.fit],
      )
    }),
  )
})

it('companions are found however many are asked for', () => {
  const products = Array.from({ length: 100 }, (_, place) => `p${place}`)
  const beside = products
    .filter((_, place) => place % 2 === 0)
    .map((product) => `cpe:2.3:a:V:${product}:1:*:*:*:*:*:*:*`)
  const others = beside.map((cpe) => component({ name: cpe, cpes: [cpe] }))
  const surroundings = new Surroundings(others, undefined)
  const answers = products.map((product) =>
    surroundings.meets({ cpe: named(`a:v:${product}:1`), vulnerable: false }, undefined),
  )
  expect(answers).toEqual(products.map((_, place) => (place % 2 === 0 ? 'yes' : 'unknown')))
})
