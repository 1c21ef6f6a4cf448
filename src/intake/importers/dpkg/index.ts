import type { Importer, ImportInput, ImportResult } from '../contract.ts'
import { readText } from '../shared/input/text.ts'
import { InventoryCollector } from '../shared/inventory/collector.ts'
import { addInstalled, distributionOf, finishDatabase, stanzas } from '../shared/inventory/package-database.ts'

const SOURCE = /^(\S+)(?:\s+\(([^)]+)\))?$/

/** Debian's package database: `status`, or the single files of `status.d` that distroless images keep. */
export const dpkg: Importer = {
  id: 'dpkg',
  title: 'dpkg status',
  kind: 'package-database',
  evidence: 'package-database',
  formats: 'var/lib/dpkg/status and status.d',
  files: ['var/lib/dpkg/status', 'var/lib/dpkg/status.d/*'],
  recognises: ({ path, head, name }) =>
    !/\.md5sums$/.test(name) &&
    (/(?:^|\/)dpkg\/status(?:\.d\/[^/]+)?$/.test(path) ||
      /^Package: \S+\n(?:.*\n)*?(?:Status|Version): /.test(head.toString('latin1').slice(0, 4_096))),
  read,
}

async function read(input: ImportInput): Promise<ImportResult> {
  const collector = new InventoryCollector(input.limits)
  const layouts = ['var/lib/dpkg/status', `var/lib/dpkg/status.d/${input.name}`]
  const distribution = await distributionOf(input, layouts)
  const { text, replaced } = await readText(input)
  if (replaced) collector.note('invalid-utf-8', `${input.path}: bytes replaced`)
  for (const { fields, line } of stanzas(text, /^([A-Za-z][A-Za-z0-9-]*):(.*)$/)) {
    const name = fields.get('Package')
    const version = fields.get('Version')
    if (isRemoved(fields.get('Status'))) continue
    if (!name || !version) {
      collector.drop('incomplete-entry', `line ${line}: no ${name ? 'Version' : 'Package'}`)
      continue
    }
    const source = SOURCE.exec(fields.get('Source') ?? '')
    const upstream = source ? { name: source[1]!, version: source[2] ?? version } : { name, version }
    addInstalled(
      collector,
      'dpkg',
      'deb',
      { name, version, architecture: fields.get('Architecture'), upstream, pointer: `line ${line}` },
      distribution,
      input.path,
    )
  }
  return finishDatabase(collector, 'dpkg', 'dpkg status', input, distribution, layouts)
}

/** Packages whose configuration alone is left, or that were never unpacked. status.d states no status at all. */
function isRemoved(status: string | undefined): boolean {
  return status !== undefined && !/ (?:installed|unpacked|half-configured|half-installed|triggers-\w+)$/.test(status)
}
