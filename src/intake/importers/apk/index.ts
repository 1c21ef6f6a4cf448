import type { Importer, ImportInput, ImportResult } from '../contract.ts'
import { readText } from '../shared/input/text.ts'
import { InventoryCollector } from '../shared/inventory/collector.ts'
import { addInstalled, distributionOf, finishDatabase, stanzas } from '../shared/inventory/package-database.ts'

const layouts = ['lib/apk/db/installed', 'usr/lib/apk/db/installed']

/** Alpine's package database (and Wolfi's, Chainguard's). */
export const apk: Importer = {
  id: 'apk',
  title: 'apk installed',
  kind: 'package-database',
  evidence: 'package-database',
  formats: 'lib/apk/db/installed',
  files: layouts,
  recognises: ({ path, head }) =>
    /(?:^|\/)apk\/db\/installed$/.test(path) ||
    /^(?:[A-Za-z]:.*\n)*P:\S+\nV:\S+\n/.test(head.toString('latin1').slice(0, 4_096)),
  read,
}

async function read(input: ImportInput): Promise<ImportResult> {
  const collector = new InventoryCollector(input.limits)
  const distribution = await distributionOf(input, layouts)
  const { text, replaced } = await readText(input)
  if (replaced) collector.note('invalid-utf-8', `${input.path}: bytes replaced`)
  for (const { fields, line } of stanzas(text, /^([A-Za-z]):(.*)$/)) {
    const name = fields.get('P')
    const version = fields.get('V')
    if (!name || !version) {
      collector.drop('incomplete-entry', `line ${line}: no ${name ? 'version (V)' : 'name (P)'}`)
      continue
    }
    const upstream = { name: fields.get('o') || name, version }
    const installed = {
      name,
      version,
      architecture: fields.get('A'),
      upstream,
      licence: fields.get('L'),
      pointer: `line ${line}`,
    }
    addInstalled(collector, 'apk', 'apk', installed, distribution, input.path)
  }
  return finishDatabase(collector, 'apk', 'apk installed', input, distribution, layouts)
}
