import { describe, expect, it } from 'vitest'
import { importBytes } from '../import-file.ts'
import { checkImporter } from '../importer.kit.ts'
import { sarif } from './index.ts'

const at = (uri: string, startLine?: number) => ({
  physicalLocation: {
    artifactLocation: { uri },
    ...(startLine ? { region: { startLine, snippet: { text: 'hunter2' } } } : {}),
  },
})

const log = {
  $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
  version: '2.1.0',
  runs: [
    {
      tool: {
        driver: {
          name: 'Lint',
          semanticVersion: '1.2.3',
          rules: [
            {
              id: 'js/injection',
              shortDescription: { text: 'Command injection' },
              helpUri: 'https://rules.example/injection',
              defaultConfiguration: { level: 'error' },
              properties: { tags: ['security', 'external/cwe/cwe-078'], 'security-severity': '9.8' },
              messageStrings: { at: { text: 'Called with {0}.' } },
            },
            { id: 'CVE-2024-4001-left', properties: { purls: ['pkg:npm/left@1.0.0'], 'security-severity': '5.0' } },
            { id: 'secret-key', shortDescription: { text: 'Key' }, properties: { tags: ['secret'] } },
          ],
        },
      },
      invocations: [{ executionSuccessful: true, endTimeUtc: '2026-10-05T06:07:08Z' }],
      artifacts: [{ location: { uri: 'src/listed.js' } }],
      results: [
        { ruleId: 'js/injection', message: { id: 'at', arguments: ['argv'] }, locations: [at('src/a%20b.js', 7)] },
        { ruleIndex: 1, message: { text: 'left 1.0.0' }, locations: [at('package-lock.json')] },
        { rule: { index: 2 }, message: { text: 'found hunter2' }, locations: [at('deploy.key', 1)] },
        {
          ruleId: 'js/injection/part',
          level: 'note',
          message: { text: 'minor' },
          locations: [{ physicalLocation: { artifactLocation: { index: 0 } } }],
          suppressions: [{ kind: 'inSource', justification: 'by design' }],
        },
        { ruleId: 'js/injection', kind: 'pass', message: { text: 'fine' } },
        {
          ruleId: 'web',
          message: { text: 'Old TLS' },
          locations: [at('https://shop.example:8443/a?b=hunter2')],
          baselineState: 'absent',
        },
        { message: {} },
      ],
    },
  ],
}

checkImporter(sarif, [
  {
    path: 'lint.sarif',
    content: JSON.stringify(log),
    components: ['pkg:npm/left@1.0.0'],
    findings: [
      'weakness js/injection',
      'vulnerability CVE-2024-4001-left',
      'secret secret-key',
      'weakness js/injection/part',
      'weakness web',
    ],
    notes: ['no-rule', 'nothing-wrong'],
  },
  { path: 'none.json', content: '{"version":"2.1.0","runs":[]}', components: [], findings: [] },
])

async function read(document: object = log) {
  const result = await importBytes(Buffer.from(JSON.stringify(document)), 'lint.sarif')
  if (!result.ok) throw new Error(result.error.message)
  return result.value.inventory
}

describe('what a SARIF log says', () => {
  it('a rule’s own score decides before the level, and the level is kept as the tool’s word', async () => {
    const { findings = [] } = await read()
    expect(findings[0]).toMatchObject({
      severity: 'critical',
      severityWord: 'error',
      cwes: ['CWE-78'],
      title: 'Command injection',
      description: 'Called with argv.',
      place: { path: 'src/a b.js', line: 7 },
      references: ['https://rules.example/injection'],
    })
    expect(findings[4]).toMatchObject({ severity: 'medium', severityWord: 'warning' })
  })

  it('a rule about one package names it', async () => {
    const { findings = [] } = await read()
    expect(findings[1]).toMatchObject({
      vulnerabilityIds: ['CVE-2024-4001'],
      component: { name: 'left', version: '1.0.0' },
    })
  })

  it('snippets, messages about secrets and queries are never taken', async () =>
    expect(JSON.stringify(await read())).not.toContain('hunter2'))

  it('suppressions and what is absent since the baseline are the tool’s word', async () => {
    const { findings = [] } = await read()
    expect(findings[3]).toMatchObject({
      state: 'suppressed',
      stateReason: 'by design',
      place: { path: 'src/listed.js' },
    })
    expect(findings[4]).toMatchObject({ state: 'fixed', place: { host: 'shop.example', port: 8443 } })
  })

  it('a suppression that was rejected suppresses nothing', async () => {
    const [run] = log.runs
    const result = { ...run!.results[3], suppressions: [{ kind: 'external', status: 'rejected' }] }
    const { findings = [] } = await read({ ...log, runs: [{ ...run, results: [result] }] })
    expect(findings[0]).toMatchObject({ state: 'open' })
  })

  it('a fingerprint is the producer’s own, the same wherever the line is, and no column’s', async () => {
    const [run] = log.runs
    const of = async (over: object) => {
      const result = { ...run!.results[0], ...over }
      return (await read({ ...log, runs: [{ ...run, results: [result] }] })).findings?.[0]?.fingerprint
    }
    const partialFingerprints = { 'primaryLocationLineHash/v1': 'c0ffee:1', primaryLocationStartColumnFingerprint: '4' }
    const seen = await of({ partialFingerprints })
    expect(seen).toMatch(/^[\w-]{22}$/)
    expect(
      await of({
        partialFingerprints: { ...partialFingerprints, primaryLocationStartColumnFingerprint: '9' },
        locations: [at('src/a%20b.js', 70)],
      }),
    ).toBe(seen)
    expect(await of({ partialFingerprints: { 'primaryLocationLineHash/v1': 'decade:1' } })).not.toBe(seen)
    expect(await of({})).toBeUndefined()
  })

  it('a run that failed covers nothing', async () => {
    const [run] = log.runs
    expect((await read()).complete).toBeUndefined()
    const failed = { ...log, runs: [{ ...run, invocations: [{ executionSuccessful: false }] }] }
    expect((await read(failed)).complete).toBe(false)
  })
})
