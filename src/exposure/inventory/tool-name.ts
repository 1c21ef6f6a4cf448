import type { ImportedInventory } from '#core/vocabulary'

/** A tool's name without its version, so that an upgrade makes no other witness. */
export function toolNameOf(tool: string | undefined): string {
  return tool?.replace(/[-\s]+v?\d\S*$/, '').trim() ?? ''
}

/** Formats that many tools write: there the tool speaks, not the format. */
const carriers = new Set(['sarif', 'defectdojo'])

/** Whose word a report is, as a source is called: `trivy`, `lint`; the same tool by whichever format it writes. */
export function reporterOf({ importer, tool }: Pick<ImportedInventory, 'importer' | 'tool'>): string {
  const name = carriers.has(importer) ? toolNameOf(tool).toLowerCase() : ''
  return name === '' ? importer : name
}
