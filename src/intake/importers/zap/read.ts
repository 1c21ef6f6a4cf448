import { err, parseInstant, problem } from '#core/kernel'
import type { ImportInput, ImportResult } from '../contract.ts'
import { limited } from '../shared/input/decompress.ts'
import { xmlElements } from '../shared/input/xml-elements.ts'
import { InventoryCollector } from '../shared/inventory/collector.ts'
import { subjectNameOf } from '../shared/inventory/subject-name.ts'
import { readSite } from './site.ts'

/** Reads a ZAP report site by site. */
export async function readZap(input: ImportInput): Promise<ImportResult> {
  const collector = new InventoryCollector(input.limits)
  collector.findings = []
  const hosts: string[] = []
  let root: Readonly<Record<string, string>> | undefined
  const isSite = (path: readonly string[]) => path.length === 2 && path[0] === 'OWASPZAPReport' && path[1] === 'site'
  for await (const element of xmlElements(limited(input.bytes(), input.limits.bytes), input.limits, isSite)) {
    root = element.root
    hosts.push(...readSite(collector, element.node))
  }
  if (!root) return err(problem('invalid-syntax', 'The file is no ZAP report with a site. Write it as XML with ZAP.'))
  return collector.finish({
    importer: 'zap',
    format: 'ZAP XML',
    subject: { name: hosts[0] ?? subjectNameOf(input.name), kind: 'host' },
    statedAt: statedAtOf(root.generated),
    tool: `zap ${root.version ?? ''}`.trim(),
    hosts,
    // Which rules ran, and which pages were met, is not in the file.
    complete: false,
  })
}

/** `Mon, 26 Apr 2021 07:03:32`, in the zone of whoever ran it: taken as UTC. */
function statedAtOf(generated = ''): string | undefined {
  const time = Date.parse(`${generated.slice(0, 60)} UTC`)
  return Number.isNaN(time) ? undefined : parseInstant(new Date(time).toISOString())
}
