import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createGunzip, gunzipSync } from 'node:zlib'
import type { Statement } from '#core/vocabulary'
import { list, object } from '../conformance/suites/matching/json.ts'
import { readOsvRecord } from '../conformance/suites/matching/osv.ts'
import { readNvdRecord } from '../conformance/suites/matching/vunnel-nvd.ts'

/** Every statement about software of the mirror that is in NVD or OSV shape, and of the advisory samples beside it. */
export async function* mirrorStatements(data: string): AsyncGenerator<Statement> {
  const feeds = join(data, 'feeds')
  yield* nvdStatements(join(feeds, 'nvd'))
  const overrides = join(feeds, 'cve', 'anchore-nvd-overrides.ndjson.gz')
  for await (const record of records(overrides)) {
    for (const statement of readNvdRecord(record)) yield { ...statement, source: 'anchore' }
  }
  const osv = [
    ...['go', 'pypa'].map((name) => join(feeds, 'osv', `${name}.ndjson.gz`)),
    ...['almalinux', 'bitnami', 'drupal', 'psf'].map((name) =>
      join(data, 'conformance/advisories', `${name}.ndjson.gz`),
    ),
  ]
  for (const path of osv) for await (const record of records(path)) yield* readOsvRecord(record)
}

/** Year feeds and the modified feed overlap: the newest `lastModified` stands. */
function* nvdStatements(folder: string): Generator<Statement> {
  const newest = new Map<string, { at: string; statement: Statement }>()
  for (const name of readdirSync(folder).sort()) {
    const feed = object(JSON.parse(gunzipSync(readFileSync(join(folder, name))).toString('utf8')))
    for (const item of list(feed?.vulnerabilities)) {
      const [statement] = readNvdRecord(item)
      const at = String(object(item.cve)?.lastModified ?? '')
      if (statement && at >= (newest.get(statement.recordId)?.at ?? ''))
        newest.set(statement.recordId, { at, statement })
    }
  }
  for (const { statement } of newest.values()) yield statement
}

async function* records(path: string): AsyncGenerator<Record<string, unknown>> {
  if (!existsSync(path)) return
  const lines = createInterface({
    input: createReadStream(path).pipe(createGunzip()),
    crlfDelay: Number.POSITIVE_INFINITY,
  })
  for await (const line of lines) {
    const record = line === '' ? undefined : object(JSON.parse(line))
    if (record) yield record
  }
}
