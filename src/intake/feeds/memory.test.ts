import { execFile } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, it } from 'vitest'
import { tarOf } from '../../../test/support/tar.ts'
import { feeds } from './registry.ts'

const folder = mkdtempSync(join(tmpdir(), 'lunette-memory-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const reader = join(import.meta.dirname, '../../../test/support/read-feed-process.ts')
const MEBIBYTE = 1024 ** 2
const FILE_BYTES = 160 * MEBIBYTE
/** Far below the file, and above what a process takes while it collects its garbage late. */
const MOST_GROWTH = 96 * MEBIBYTE
const PROSE = 'a long description '.repeat(3_000)
const RECORDS = Math.ceil(FILE_BYTES / PROSE.length)

interface Shape {
  head: string
  record(cve: string): string
  between: string
  tail: string
}

const TAR_END = 1_024

const catalogue: Shape = {
  head: '{"title":"A catalogue","vulnerabilities":[',
  record: (cveID) => JSON.stringify({ cveID, dateAdded: '2026-08-01', shortDescription: PROSE }),
  between: ',\n',
  tail: '],"dateReleased":"2026-08-02T00:00:00Z"}',
}
/** Each technique with an id of its own, as they are told apart by it. */
const stix: Shape = {
  head: '{"type":"bundle","objects":[',
  record: (cve) => {
    const number = Number(cve.slice(cve.lastIndexOf('-') + 1)) - 10_000
    const external_id = `T${1_000 + Math.floor(number / 900)}.${String(number % 900).padStart(3, '0')}`
    return JSON.stringify({
      type: 'attack-pattern',
      name: cve,
      external_references: [{ external_id }],
      description: PROSE,
    })
  },
  between: ',\n',
  tail: ']}',
}
const firstSeen = table('cve,first_seen,note', (cve) => `${cve},2026-08-01,${PROSE}`)

/** Each record bears a text as long as a book chapter, of which nothing may stay. */
const shapes: Readonly<Record<string, Shape>> = {
  kev: catalogue,
  'kev-others': catalogue,
  osv: lines((id) => ({ id, details: PROSE, affected: [{ package: { ecosystem: 'npm', name: 'a' }, ranges: [] }] })),
  cve: lines((cveId) => ({
    cveMetadata: { cveId, state: 'PUBLISHED' },
    containers: { cna: { descriptions: [{ lang: 'en', value: PROSE }] } },
  })),
  nvd: {
    head: '{"vulnerabilities":[',
    record: (id) => JSON.stringify({ cve: { id, descriptions: [{ lang: 'en', value: PROSE }] } }),
    between: ',\n',
    tail: ']}',
  },
  anchore: lines((cve_id) => ({ _annotation: { cve_id, reason: PROSE }, cve: { configurations: [] } })),
  rubysec: lines((cve) => ({ gem: 'a', cve: cve.slice(4), description: PROSE, patched_versions: ['>= 2'] })),
  rustsec: lines((cve) => ({
    advisory: { id: cve.replace('CVE', 'RUSTSEC'), package: 'a', date: '2026-08-01' },
    versions: { patched: ['>= 2'] },
    _body: PROSE,
  })),
  'friends-of-php': lines((cve) => ({
    reference: 'composer://acme/a',
    title: PROSE,
    cve,
    branches: { main: { versions: ['>=1.0.0', '<1.0.5'] } },
    _path: `acme/a/${cve}.yaml`,
  })),
  epss: table('cve,epss,percentile', (cve) => `${cve},0.5,0.9,${PROSE}`),
  metasploit: {
    head: '{"first":{}',
    record: (cve) => `,"${cve}":${JSON.stringify({ type: 'exploit', references: [cve], description: PROSE })}`,
    between: '\n',
    tail: '}',
  },
  'exploit-db': table('id,file,description,codes', (cve) => `1,x.py,"${PROSE}",${cve}`),
  nuclei: lines((ID) => ({ ID, Info: { Description: PROSE } })),
  'attack-enterprise': stix,
  'attack-ics': stix,
  poc: firstSeen,
  'nuclei-first-seen': firstSeen,
  ransomware: {
    head: '',
    record: (cve) =>
      tarOf({ [`Vulnerabilities/${cve}.md`]: matrixOf(cve) })
        .toString('latin1')
        .slice(0, -TAR_END),
    between: '',
    tail: '\0'.repeat(TAR_END),
  },
}

function lines(record: (cve: string) => object): Shape {
  return { head: '', record: (cve) => JSON.stringify(record(cve)), between: '\n', tail: '\n' }
}

function matrixOf(cve: string): Buffer {
  return Buffer.from(`| CVE(s) | Ransomware Group(s) | Source(s) |\n|---|---|---|\n| ${cve} | Akira | ${PROSE} |\n`)
}

function table(header: string, record: Shape['record']): Shape {
  return { head: `${header}\n`, record, between: '\n', tail: '\n' }
}

function write(path: string, { head, record, between, tail }: Shape): void {
  const file = openSync(path, 'w')
  writeSync(file, head)
  for (let place = 0; place < RECORDS; place++)
    writeSync(file, `${place === 0 ? '' : between}${record(`CVE-2026-${10_000 + place}`)}`)
  writeSync(file, tail)
  closeSync(file)
}

it.each(feeds.filter(({ heldWhole }) => !heldWhole).map(({ id }) => id))(
  '%s holds a chunk of a large file and what it keeps, never the file',
  async (id) => {
    const path = join(folder, id)
    const shape = shapes[id]
    if (!shape) throw new Error(`say how a large file of ${id} looks`)
    write(path, shape)
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--disable-warning=ExperimentalWarning',
      reader,
      id,
      path,
      id === 'kev-others' ? 'kev/Other/kev.json' : 'file-2026-08-01',
    ])
    rmSync(path)
    const { kept, grown } = JSON.parse(stdout) as { kept: number; grown: number }
    expect(kept).toBe(RECORDS)
    expect(grown).toBeLessThan(MOST_GROWTH)
  },
  120_000,
)
