import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type AffectedProduct, matchMethods } from '#core/vocabulary'
import { component, cpeStatement, packageStatement } from '../matching.fixture.ts'
import { type MatcherExample, testMatcher } from './matcher.kit.ts'
import { matchers } from './registry.ts'

const lodash = component({ type: 'npm', name: 'lodash', version: '4.17.15' })
const npmRange = { ecosystem: 'npm', name: 'lodash', scheme: 'npm', max: '4.17.19' } as const
const widgetCpe = 'cpe:2.3:a:acme:widget:1.2.3:*:*:*:*:*:*:*'
const product: AffectedProduct = {
  kind: 'product',
  vendor: 'acme',
  product: 'widget',
  scheme: 'generic',
  intervals: [{ max: '2.0' }],
  status: 'affected',
}

const examples: Readonly<Record<(typeof matchMethods)[number], MatcherExample>> = {
  distribution: {
    component: component({
      type: 'deb',
      name: 'libssl3',
      version: '3.0.9-1',
      distribution: { id: 'debian', versionId: '12' },
      upstream: [{ name: 'openssl' }],
    }),
    statement: packageStatement({
      source: 'osv:Debian',
      recordId: 'DSA-1-1',
      ecosystem: 'Debian:12',
      name: 'openssl',
      scheme: 'deb',
      max: '3.0.11-1~deb12u2',
    }),
    dial: 'precise',
  },
  ecosystem: { component: lodash, statement: packageStatement({ recordId: 'GHSA-1', ...npmRange }), dial: 'precise' },
  cna: {
    component: lodash,
    statement: packageStatement({ source: 'cve', recordId: 'CVE-2099-1', ...npmRange }),
    dial: 'precise',
  },
  cpe: {
    component: component({ name: 'widget', version: '1.2.3', cpes: [widgetCpe] }),
    statement: cpeStatement({ recordId: 'CVE-2099-2', cpe: 'cpe:2.3:a:acme:widget:*:*:*:*:*:*:*:*', max: '2.0' }),
    dial: 'precise',
  },
  product: {
    component: component({ name: 'widget', version: '1.2.3', cpes: [widgetCpe] }),
    statement: { ...packageStatement({ source: 'cve', recordId: 'CVE-2099-3', ...npmRange }), affected: [product] },
    dial: 'comprehensive',
  },
}

describe('the matcher registry', () => {
  it('holds one matcher per folder, in the order of trust', () => {
    const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    expect(matchers.map(({ method }) => method)).toEqual([...matchMethods])
    expect(folders.map(({ name }) => name).sort()).toEqual([...matchMethods].sort())
  })
})

for (const matcher of matchers)
  describe(`the ${matcher.method} matcher`, () => testMatcher(matcher, examples[matcher.method]))
