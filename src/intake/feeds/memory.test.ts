import { execFile } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, it } from 'vitest'

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

/** Each record bears a text as long as a book chapter, of which nothing may stay. */
const shapes: Readonly<Record<string, Shape>> = {
  kev: {
    head: '{"title":"A catalogue","vulnerabilities":[',
    record: (cveID) => JSON.stringify({ cveID, dateAdded: '2026-08-01', shortDescription: PROSE }),
    between: ',\n',
    tail: '],"dateReleased":"2026-08-02T00:00:00Z"}',
  },
  epss: table('cve,epss,percentile', (cve) => `${cve},0.5,0.9,${PROSE}`),
  metasploit: {
    head: '{"first":{}',
    record: (cve) => `,"${cve}":${JSON.stringify({ type: 'exploit', references: [cve], description: PROSE })}`,
    between: '\n',
    tail: '}',
  },
  'exploit-db': table('id,file,description,codes', (cve) => `1,x.py,"${PROSE}",${cve}`),
  nuclei: table('', (ID) => JSON.stringify({ ID, Info: { Description: PROSE } })),
  poc: table('cve,first_seen,note', (cve) => `${cve},2026-08-01,${PROSE}`),
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

it.each(Object.entries(shapes))(
  '%s holds a chunk of a large file and what it keeps, never the file',
  async (id, shape) => {
    const path = join(folder, id)
    write(path, shape)
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--disable-warning=ExperimentalWarning',
      reader,
      id,
      path,
    ])
    rmSync(path)
    const { kept, grown } = JSON.parse(stdout) as { kept: number; grown: number }
    expect(kept).toBe(RECORDS)
    expect(grown).toBeLessThan(MOST_GROWTH)
  },
  120_000,
)
