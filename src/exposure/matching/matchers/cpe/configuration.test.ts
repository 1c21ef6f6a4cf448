import { expect, it } from 'vitest'
import type { AffectedCpe, CpeNode } from '#core/vocabulary'
import { identify } from '../../identity.ts'
import { component } from '../../matching.fixture.ts'
import { meetConfiguration } from './configuration.ts'

const acme = 'cpe:2.3:a:acme:server:1.0:*:*:*:*:*:*:*'
const server: CpeNode = { operator: 'OR', matches: [{ cpe: acme, vulnerable: true }] }
const on = (product: string, negate?: true): CpeNode => ({
  operator: 'OR',
  matches: [{ cpe: `cpe:2.3:o:vendor:${product}:-:*:*:*:*:*:*:*`, vulnerable: false }],
  ...(negate ? { negate } : {}),
})
const both = (platform: CpeNode): AffectedCpe => ({ kind: 'cpe', operator: 'AND', nodes: [server, platform] })

function meet(configuration: AffectedCpe, linux = true) {
  const identity = identify(
    component({ name: 'server', version: '1.0', cpes: [acme] }),
    linux ? { id: 'debian', versionId: '12' } : undefined,
  )
  const [cpe] = identity.cpes()
  const finding = meetConfiguration(identity, cpe!, configuration)
  return finding && `${finding.containment}, platform ${finding.platform}`
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
