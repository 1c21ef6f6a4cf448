import { describe, expect, it } from 'vitest'
import { importBytes } from '../import-file.ts'
import { checkImporter } from '../importer.kit.ts'
import { nuclei } from './index.ts'

const results = [
  {
    'template-id': 'CVE-2024-2001',
    info: {
      name: 'Shop <= 2.0 - Remote Code Execution',
      severity: 'critical',
      tags: ['cve', 'rce'],
      reference: ['https://vendor.example/advisory'],
      remediation: 'Update to 2.1.',
      classification: {
        'cve-id': ['cve-2024-2001'],
        'cwe-id': ['cwe-78'],
        'cvss-metrics': 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
        'cvss-score': 9.8,
      },
    },
    type: 'http',
    host: 'shop.example',
    port: '8443',
    'matched-at': 'https://user:word@shop.example:8443/run?token=hunter2#x',
    'extracted-results': ['hunter2'],
    request: 'GET /run?token=hunter2 HTTP/1.1',
    response: 'HTTP/1.1 200 OK\r\nset-cookie: hunter2',
    'curl-command': 'curl -H hunter2',
    ip: '192.0.2.7',
    timestamp: '2026-10-05T06:07:08.123456789+02:00',
    'matcher-status': true,
  },
  {
    'template-id': 'http-missing-security-headers',
    info: { name: 'HTTP Missing Security Headers', severity: 'info', tags: ['misconfig', 'headers'] },
    'matcher-name': 'x-frame-options',
    type: 'http',
    host: 'https://shop.example',
    'matched-at': 'https://shop.example/',
  },
  {
    templateID: 'openssh-detect',
    info: { name: 'OpenSSH Detect', severity: 'info', tags: 'network,ssh' },
    matched: '192.0.2.8:22',
    host: '192.0.2.8',
  },
  { 'template-id': 'quiet', info: { severity: 'low' }, 'matcher-status': false, host: 'shop.example' },
  { 'template-id': '', info: {} },
]

const findings = [
  'vulnerability CVE-2024-2001',
  'misconfiguration http-missing-security-headers',
  'exposure openssh-detect',
]
const notes = ['no-rule', 'not-matched']

checkImporter(nuclei, [
  {
    path: 'out.jsonl',
    content: `${results.map((one) => JSON.stringify(one)).join('\n')}\n`,
    components: [],
    findings,
    notes,
  },
  { path: 'out.json', content: JSON.stringify(results, null, 2), components: [], findings, notes },
  {
    path: 'cut.jsonl',
    content: `${JSON.stringify(results[0])}\n{"template-id": "cu`,
    components: [],
    findings: findings.slice(0, 1),
    notes: ['invalid-json'],
  },
])

async function read() {
  const result = await importBytes(Buffer.from(JSON.stringify(results)), 'out.json')
  if (!result.ok) throw new Error(result.error.message)
  return result.value.inventory
}

describe('what nuclei says', () => {
  it('each result is at its own host', async () => {
    const { findings: read3 = [] } = await read()
    expect(read3.map(({ place }) => place)).toEqual([
      { host: 'shop.example', port: 8443, protocol: 'https', url: 'https://shop.example:8443/run' },
      { host: 'shop.example', port: 443, protocol: 'https', url: 'https://shop.example/' },
      { host: '192.0.2.8', port: 22 },
    ])
  })

  it('nothing of requests, responses, credentials and extracted values is taken', async () => {
    const text = JSON.stringify(await read())
    expect(text).not.toContain('hunter2')
    expect(text).not.toContain('user:word')
  })

  it('the matcher tells results of one template at one place apart', async () => {
    const { findings: [, second] = [] } = await read()
    expect(second).toMatchObject({ aspect: 'x-frame-options', severity: 'none' })
  })

  it('ids and weaknesses are in the spelling of their sources', async () => {
    const { findings: [first] = [] } = await read()
    expect(first).toMatchObject({
      vulnerabilityIds: ['CVE-2024-2001'],
      cwes: ['CWE-78'],
      severity: 'critical',
      facts: { severities: [{ score: 9.8 }] },
    })
  })

  it('says nothing of what it covered, so that nothing it is silent about is gone', async () =>
    expect((await read()).complete).toBe(false))

  it('other JSON is refused by name', async () => {
    const read = await importBytes(Buffer.from('{"a":1}\n{"b":2}\n'), 'x.json', { importer: 'nuclei' })
    expect(read).toMatchObject({ ok: false, error: { code: 'invalid-syntax' } })
  })
})
