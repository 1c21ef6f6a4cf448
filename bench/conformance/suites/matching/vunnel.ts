import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Statement, VexStatement } from '#core/vocabulary'
import { type Json, object, text } from './json.ts'
import { readOsvRecord } from './osv.ts'
import { readCsafRecord } from './vunnel-csaf.ts'
import { readGithubRecord } from './vunnel-github.ts'
import { readNvdRecord } from './vunnel-nvd.ts'
import { readOsRecord } from './vunnel-os.ts'
import { readVexRecord } from './vunnel-vex.ts'

/** The records of one advisory folder. */
export interface AdvisoryFolder {
  records: { identifier: string; statements: Statement[]; vex: VexStatement[] }[]
}

/** Reads a folder of records in vunnel's envelope `{schema, identifier, item}`; the schema's name picks the reader. */
export function readAdvisoryFolder(folder: string): AdvisoryFolder {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  return { records: paths.flatMap(readRecord) }
}

function readRecord(path: string): AdvisoryFolder['records'] {
  const envelope = object(JSON.parse(readFileSync(path, 'utf8')))
  const item = object(envelope?.item)
  const identifier = text(envelope?.identifier)
  const schema = text(envelope?.schema) ?? ''
  if (item === undefined || identifier === undefined) return []
  if (schema.includes('/annotated-openvex/')) return [{ identifier, statements: [], vex: readVexRecord(item) }]
  const reader = Object.entries(readers).find(([name]) => schema.includes(`/${name}/`))?.[1]
  return [{ identifier, statements: reader?.(item) ?? [], vex: [] }]
}

const readers: Readonly<Record<string, (item: Json) => Statement[]>> = {
  os: readOsRecord,
  'github-security-advisory': readGithubRecord,
  osv: readOsvRecord,
  nvd: readNvdRecord,
  'csaf-vex': (item) => readCsafRecord(item, 'Hummingbird:1'),
}
