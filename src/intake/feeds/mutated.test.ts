import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { mutated, mutations } from '../../../test/support/mutated.ts'
import { tarOf } from '../../../test/support/tar.ts'
import { defaultFeedLimits, type FeedLimits } from './contract.ts'
import { memorySink } from './memory-sink.kit.ts'
import { feeds } from './registry.ts'

/*
 * Fuzzing close to the truth: a valid document of each feed with some of its values dropped, replaced, doubled, deepened
 * or blown up. Random bytes rarely get past the first check of a reader; these do.
 */

const folder = mkdtempSync(join(tmpdir(), 'lunette-mutated-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const limits: FeedLimits = { ...defaultFeedLimits, bytes: 16 * 1024 ** 2, recordBytes: 256 * 1024 }
const RUNS = 150

const osv = {
  schema_version: '1.6.0',
  id: 'GHSA-aaaa-bbbb-cccc',
  modified: '2026-08-01T00:00:00Z',
  published: '2026-07-01T00:00:00Z',
  withdrawn: '2026-08-02T00:00:00Z',
  aliases: ['CVE-2026-1000'],
  related: ['CVE-2026-1001'],
  summary: 'A summary',
  details: 'Details.',
  severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
  affected: [
    {
      package: { ecosystem: 'npm', name: 'left', purl: 'pkg:npm/left' },
      ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '1.0.0' }, { last_affected: '2.0.0' }] }],
      versions: ['0.1.0'],
      ecosystem_specific: { severity: 'high' },
      database_specific: { source: 'x' },
    },
  ],
  references: [{ type: 'WEB', url: 'https://example.org/' }],
  database_specific: { cwe_ids: ['CWE-79'] },
}
const cvss = { version: '3.1', vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', baseScore: 9.8 }
const nvdCve = {
  id: 'CVE-2026-1000',
  vulnStatus: 'Analyzed',
  published: '2026-07-01T00:00:00.000',
  lastModified: '2026-08-01T00:00:00.000',
  descriptions: [{ lang: 'en', value: 'A flaw.' }],
  metrics: { cvssMetricV31: [{ source: 'nvd@nist.gov', type: 'Primary', cvssData: cvss }] },
  weaknesses: [{ source: 'nvd@nist.gov', description: [{ lang: 'en', value: 'CWE-79' }] }],
  configurations: [
    {
      operator: 'AND',
      nodes: [
        {
          operator: 'OR',
          negate: false,
          cpeMatch: [
            { vulnerable: true, criteria: 'cpe:2.3:a:acme:server:*:*:*:*:*:*:*:*', versionEndExcluding: '2.0' },
          ],
        },
      ],
    },
  ],
  references: [{ url: 'https://example.org/', tags: ['Patch'] }],
}
const cve5 = {
  dataType: 'CVE_RECORD',
  dataVersion: '5.1',
  cveMetadata: {
    cveId: 'CVE-2026-1000',
    state: 'PUBLISHED',
    datePublished: '2026-07-01T00:00:00Z',
    dateUpdated: '2026-08-01T00:00:00Z',
  },
  containers: {
    cna: {
      providerMetadata: { orgId: 'x', shortName: 'acme' },
      title: 'A flaw',
      descriptions: [{ lang: 'en', value: 'A flaw.' }],
      affected: [
        {
          vendor: 'acme',
          product: 'server',
          packageName: 'left',
          collectionURL: 'https://www.npmjs.com',
          defaultStatus: 'unaffected',
          cpes: ['cpe:2.3:a:acme:server:*:*:*:*:*:*:*:*'],
          versions: [
            {
              version: '1.0',
              lessThan: '2.0',
              status: 'affected',
              versionType: 'semver',
              changes: [{ at: '1.5', status: 'unaffected' }],
            },
          ],
        },
      ],
      metrics: [{ cvssV3_1: cvss }],
      problemTypes: [{ descriptions: [{ cweId: 'CWE-79', lang: 'en', description: 'x', type: 'CWE' }] }],
      references: [{ url: 'https://example.org/' }],
    },
    adp: [
      {
        providerMetadata: { shortName: 'CISA-ADP' },
        metrics: [
          {
            other: {
              type: 'ssvc',
              content: {
                id: 'CVE-2026-1000',
                role: 'CISA Coordinator',
                version: '2.0.3',
                timestamp: '2026-08-01T00:00:00Z',
                options: [{ Exploitation: 'poc' }, { Automatable: 'yes' }, { 'Technical Impact': 'total' }],
              },
            },
          },
        ],
      },
    ],
  },
}
const kevEntry = {
  cveID: 'CVE-2026-1000',
  vendorProject: 'Acme',
  product: 'Server',
  dateAdded: '2026-08-01',
  dueDate: '2026-08-22',
  knownRansomwareCampaignUse: 'Known',
}
const module = {
  fullname: 'exploit/multi/http/x',
  type: 'exploit',
  added: '2026-08-01',
  mod_time: '2026-08-01 00:00:00 +0000',
  references: ['CVE-2026-1000'],
  rank: 600,
}

const stixBundle = {
  type: 'bundle',
  objects: [
    { type: 'x-mitre-collection', x_mitre_version: '18.1' },
    {
      type: 'attack-pattern',
      name: 'Spearphishing Link',
      modified: '2026-01-01T00:00:00.000Z',
      external_references: [{ source_name: 'mitre-attack', external_id: 'T1566.002' }],
    },
  ],
}

/** By feed: a document, and how it is written. CSV feeds get the cells of their rows mutated. */
const samples: Readonly<Record<string, { document: unknown; write: (document: unknown) => string | Uint8Array }>> = {
  osv: { document: osv, write: (one) => JSON.stringify(one) },
  rubysec: {
    document: {
      gem: 'rack',
      cve: '2026-1000',
      ghsa: 'aaaa-bbbb-cccc',
      date: '2026-08-01',
      title: 'A flaw',
      description: 'A flaw.',
      patched_versions: ['~> 1.6.2', '>= 2.0.0'],
      unaffected_versions: ['< 1.0.0'],
    },
    write: (one) => JSON.stringify(one),
  },
  rustsec: {
    document: {
      advisory: {
        id: 'RUSTSEC-2026-0001',
        package: 'left',
        date: '2026-08-01',
        aliases: ['CVE-2026-1000'],
        cvss: cvss.vectorString,
      },
      versions: { patched: ['>=1.0.0'], unaffected: ['<0.1.0'] },
      affected: { functions: { 'left::pad': ['<1.0.0'] } },
      _body: '# A flaw\n\nMore.',
    },
    write: (one) => JSON.stringify(one),
  },
  'friends-of-php': {
    document: {
      reference: 'composer://acme/left',
      title: 'A flaw',
      cve: 'CVE-2026-1000',
      branches: { '1.x': { time: '2026-08-01 00:00:00', versions: ['>=1.0.0', '<1.0.5'] } },
      _path: 'acme/left/CVE-2026-1000.yaml',
    },
    write: (one) => JSON.stringify(one),
  },
  cve: { document: cve5, write: (one) => JSON.stringify(one) },
  nvd: { document: { vulnerabilities: [{ cve: nvdCve }] }, write: (one) => JSON.stringify(one) },
  anchore: {
    document: {
      _annotation: { cve_id: 'CVE-2026-1000', modified: '2026-08-01T00:00:00Z' },
      cve: { configurations: nvdCve.configurations },
    },
    write: (one) => JSON.stringify(one),
  },
  kev: {
    document: { dateReleased: '2026-08-01T00:00:00Z', catalogVersion: '2026.08.01', vulnerabilities: [kevEntry] },
    write: (one) => JSON.stringify(one),
  },
  'kev-others': { document: { vulnerabilities: [kevEntry] }, write: (one) => JSON.stringify(one) },
  metasploit: { document: { 'exploit_x/y': module }, write: (one) => JSON.stringify(one) },
  nuclei: {
    document: { ID: 'CVE-2026-1000', Info: { Name: 'x' }, file_path: 'http/cves/x.yaml' },
    write: (one) => JSON.stringify(one),
  },
  epss: {
    document: [['CVE-2026-1000', '0.5', '0.9']],
    write: (rows) =>
      `#model_version:v2026.03.14,score_date:2026-08-01T00:00:00+0000\ncve,epss,percentile\n${csv(rows)}`,
  },
  'exploit-db': {
    document: [
      [
        '1',
        'exploits/x.py',
        'A title',
        '2026-08-01',
        'someone',
        'remote',
        'linux',
        '',
        '2026-08-01',
        '2026-08-02',
        '0',
        'CVE-2026-1000',
        '',
        '',
        '',
        '',
        '',
      ],
    ],
    write: (rows) =>
      `id,file,description,date_published,author,type,platform,port,date_added,date_updated,verified,codes,tags,aliases,screenshot_url,application_url,source_url\n${csv(rows)}`,
  },
  ransomware: {
    document: [['SMB', 'CVE-2026-1000', 'Akira', 'x']],
    write: (rows) =>
      tarOf({
        'Vulnerabilities/x.md': Buffer.from(
          `| Product | CVE(s) | Ransomware Group(s) | Source(s) |\n|---|---|---|---|\n${csv(rows).replaceAll(',', '|').replace(/^/gm, '|')}\n`,
        ),
      }),
  },
  recog: {
    document: { pattern: '^Acme/([\\d.]+)$', product: 'Acme' },
    write: (document) => tarOf({ 'recog-main/xml/http_servers.xml': Buffer.from(recogXml(document)) }),
  },
  wappalyzer: {
    document: { apps: { Acme: { cats: [1], headers: { server: 'Acme/([\\d.]+)\\;version:\\1' } } } },
    write: (document) => JSON.stringify(document),
  },
  retire: {
    document: {
      acme: {
        extractors: { filename: ['acme-(§§version§§)\\.js'] },
        vulnerabilities: [{ below: '1.0.0', severity: 'high', identifiers: { summary: 'x', CVE: ['CVE-2026-1000'] } }],
      },
    },
    write: (document) => JSON.stringify(document),
  },
  endoflife: {
    document: {
      title: 'Acme',
      identifiers: [{ cpe: 'cpe:2.3:a:acme:acme' }],
      releases: [{ releaseCycle: '1', eol: '2020-01-01', latest: '1.9', latestReleaseDate: '2019-01-01' }],
    },
    write: (document) => JSON.stringify(document),
  },
  atlas: {
    document: {
      version: '5.6.0',
      matrices: [{ techniques: [{ id: 'AML.T0051.000', name: 'Direct', 'subtechnique-of': 'AML.T0051' }] }],
    },
    write: (document) => JSON.stringify(document),
  },
  'attack-enterprise': { document: stixBundle, write: (document) => JSON.stringify(document) },
  'attack-ics': { document: stixBundle, write: (document) => JSON.stringify(document) },
  ip2asn: { document: [['192.0.2.0', '192.0.2.255', 64500, 'ZZ', 'EXAMPLE']], write: tabbed },
  poc: { document: [['CVE-2026-1000', '2026-08-01']], write: (rows) => `cve,first_seen\n${csv(rows)}` },
}

function recogXml(document: unknown): string {
  const { pattern, product } = (document ?? {}) as Record<string, unknown>
  const quoted = (value: unknown) =>
    asCell(value).replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
  return `<?xml version="1.0"?><fingerprints matches="http_header.server" protocol="http" database_type="service"><fingerprint pattern="${quoted(pattern)}"><description>x</description><param pos="0" name="service.product" value="${quoted(product)}"/><param pos="1" name="service.version"/></fingerprint></fingerprints>`
}

function csv(rows: unknown): string {
  if (!Array.isArray(rows)) return asCell(rows)
  return rows.map((row) => (Array.isArray(row) ? row.map((cell) => asCell(cell)).join(',') : asCell(row))).join('\n')
}

function tabbed(rows: unknown): string {
  const line = (row: unknown) => (Array.isArray(row) ? row.map((cell) => asCell(cell)).join('\t') : asCell(row))
  return (Array.isArray(rows) ? rows : [rows]).map(line).join('\n')
}

function asCell(cell: unknown): string {
  return typeof cell === 'string' ? cell : (JSON.stringify(cell) ?? '')
}

describe.each(feeds.map((feed) => [feed.id, feed] as const))('%s', (id, feed) => {
  const sample = samples[id] ?? samples.poc!

  async function read(text: string | Uint8Array) {
    const path = join(folder, `${id}-input`)
    writeFileSync(path, text)
    const sink = memorySink()
    return {
      sink,
      read: await feed.read(
        { path, name: id === 'kev-others' ? 'kev/Other/kev.json' : 'file-2026-08-01' },
        sink,
        limits,
      ),
    }
  }

  it('the sample itself is read', async () => {
    const { sink, read: done } = await read(sample.write(sample.document))
    expect(done).toMatchObject({ ok: true, value: { outcome: { kept: 1 } } })
    const { statements, kev, exploits, scores, fingerprints, catalogues } = sink
    expect(
      statements.length + kev.length + exploits.length + scores.length + fingerprints.size + catalogues.length,
    ).toBe(1)
  })

  it('a damaged record never throws, and is kept or dropped and counted', async () => {
    await fc.assert(
      fc.asyncProperty(mutations, async (changes) => {
        const { read: done } = await read(sample.write(mutated(sample.document, changes)))
        if (!done.ok) {
          expect(done.error.message).not.toBe('')
          return
        }
        const { read: seen, kept, dropped } = done.value.outcome
        expect(kept + dropped.reduce((total, { count }) => total + count, 0)).toBe(seen)
      }),
      { numRuns: RUNS },
    )
  })
})
