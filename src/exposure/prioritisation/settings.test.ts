import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { CvssSeverity, Exposure } from '#core/vocabulary'
import { exposureChecks } from '../../intake/discovery/exposures/registry.ts'
import * as mailRules from '../../intake/discovery/probes/mail-policy/rules.ts'
import { DEFAULT_TABLE, prioritiseStated, tableById } from './index.ts'
import { settingFacts } from './settings.ts'

const bod = tableById(DEFAULT_TABLE)!
const discovery = new URL('../../intake/discovery', import.meta.url).pathname

/** Rules of checks and of mail policy by what they are, those of other probes by what their files say. */
function ownRules(): string[] {
  const files = readdirSync(discovery, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /(?<!test)\.ts$/.test(name),
  )
  const written = files.flatMap((name) =>
    [...readFileSync(join(discovery, name), 'utf8').matchAll(/ruleId: '([^']+)'/g)].map(([, id]) => id!),
  )
  const mail = Object.values(mailRules.rules).map(({ ruleId }) => ruleId)
  return [...new Set([...exposureChecks.map(({ id }) => id), ...mail, ...written])].sort()
}

function decided(ruleId: string, severity: CvssSeverity, exposure: Exposure = 'internet', tool = 'discovery') {
  const facts = {
    id: '',
    aliases: [],
    retired: false,
    severities: [],
    cwes: [],
    ssvc: [],
    kev: [],
    exploits: [],
    records: [],
  }
  const asset = { exposure, exposureBasis: 'observed' as const, exposureBy: 'outside', criticality: 'unknown' as const }
  const context = { facts, asset, knowledge: {}, asOf: '2026-08-08' }
  return prioritiseStated(context, bod, { tool, ruleId, severity, known: false, isRule: true })
}

test('of every rule of our discovery it is known how it is used', () => {
  expect(ownRules().length).toBeGreaterThan(90)
  expect(ownRules().filter((rule) => !settingFacts('discovery', rule))).toEqual([])
})

test('decisions spread: an open database on the internet first, a missing safeguard last', () => {
  expect(decided('mongodb-noauth', 'critical').priority).toMatchObject({
    outcome: '3D',
    urgency: 'now',
    basis: 'stated',
  })
  expect(decided('git-exposed', 'high').priority).toMatchObject({ outcome: '14D', urgency: 'soon', basis: 'stated' })
  expect(decided('rdp-exposed', 'high').priority).toMatchObject({ outcome: '14D', exploitation: 'active' })
  expect(decided('mta-sts-missing', 'low').priority).toMatchObject({ outcome: '60D', urgency: 'scheduled' })
  const order = [
    decided('mongodb-noauth', 'critical'),
    decided('git-exposed', 'high'),
    decided('expired-cert', 'high'),
    decided('caa-missing', 'low'),
  ].map(({ rank }) => rank)
  expect(order).toEqual(order.toSorted((a, b) => b - a))
})

test('where it is not known whether anybody reaches it, only that is assumed', () => {
  const { priority } = decided('redis-noauth', 'critical', 'unknown')
  expect(priority).toMatchObject({ outcome: '3D', basis: 'assumed' })
  expect(priority.inputs.filter(({ basis }) => basis === 'assumed').map(({ label }) => label)).toEqual([
    'Publicly Exposed',
  ])
})

test('what is reported of a rule opens to the report, and is no entry in KEV', () => {
  const { priority } = decided('env-exposed', 'critical')
  expect(priority.why).toContain('https://www.cisa.gov/news-events/cybersecurity-advisories/aa24-016a')
  expect(priority.inputs.find(({ label }) => label === 'In KEV')).toMatchObject({ value: 'N', basis: 'stated' })
})

test('another tool’s rule of the same name says nothing of how it is used', () => {
  expect(decided('mta-sts-missing', 'low', 'internet', 'nuclei').priority).toMatchObject({
    outcome: '3D',
    basis: 'assumed',
  })
})

test('another tool’s rule is not assumed to be in KEV, and comes after a vulnerability that is decided alike', () => {
  const facts = {
    id: 'CVE-2026-1',
    aliases: [],
    retired: false,
    severities: [],
    cwes: [],
    ssvc: [],
    kev: [],
    exploits: [],
    records: [],
  }
  const asset = { exposure: 'unknown' as const, exposureBasis: 'assumed' as const, criticality: 'unknown' as const }
  const context = { facts, asset, knowledge: { kev: '2026-08-07', exploits: '2026-08-07' }, asOf: '2026-08-08' }
  const cve = prioritiseStated(context, bod, {
    tool: 'nmap',
    ruleId: 'vulners',
    severity: 'low',
    known: false,
    isRule: false,
  })
  const lint = decided('nullPointer', 'critical', 'unknown', 'cppcheck')
  expect(lint.priority.why).not.toContain('KEV')
  expect(lint.priority.inputs.find(({ label }) => label === 'In KEV')).toMatchObject({ value: 'N', basis: 'stated' })
  expect([cve.priority.outcome, cve.priority.basis]).toEqual([lint.priority.outcome, lint.priority.basis])
  expect(cve.rank).toBeGreaterThan(lint.rank)
})

test('of every finding about safeguards it is known how it is used: none is a flaw in software that KEV could list', () => {
  const written = readFileSync(new URL('../../flows/record-safeguards.ts', import.meta.url), 'utf8')
  const kinds = ['rate', 'drift', 'budget', 'window'].map((kind) => `monitor-${kind}`)
  const rules = [...[...written.matchAll(/plain\('([a-z-]+)'/g)].map(([, rule]) => rule!), ...kinds, 'inference-port']
  expect(rules).toContain('dead-control')
  for (const rule of rules) {
    const { inputs } = decided(rule, 'high', 'internal', 'safeguards').priority
    expect(inputs.filter(({ basis }) => basis === 'assumed')).toEqual([])
    expect(inputs.find(({ label }) => label === 'In KEV')?.value).toBe('N')
  }
})

test('a dead safeguard comes before one that fails some cases, and that before an alarm', () => {
  const rank = (rule: string) => decided(rule, 'high', 'internet', 'safeguards').rank
  expect(rank('dead-control')).toBeGreaterThan(rank('evaluation-failed'))
  expect(rank('evaluation-failed')).toBeGreaterThan(rank('monitor-rate'))
})
