import { digestOf, err, parseInstant, problem } from '#core/kernel'
import type { Subject } from '#core/vocabulary'
import type { ImportInput, ImportResult } from '../contract.ts'
import { limited } from '../shared/input/decompress.ts'
import { type XmlNode, xmlElements } from '../shared/input/xml-elements.ts'
import { InventoryCollector } from '../shared/inventory/collector.ts'
import { subjectNameOf } from '../shared/inventory/subject-name.ts'
import { readHost } from './host.ts'

/** Attributes of the run, what it covered and how it ended. */
interface Run {
  attributes: Readonly<Record<string, string>>
  covered: string[]
  isFinished: boolean
}

/** Reads an nmap run host by host. */
export async function readNmap(input: ImportInput): Promise<ImportResult> {
  const collector = new InventoryCollector(input.limits)
  collector.findings = []
  const run: Run = { attributes: {}, covered: [], isFinished: false }
  const hosts: string[] = []
  let isRun = false
  const isWanted = (path: readonly string[]) =>
    path[0] === 'nmaprun' && ((path.length === 2 && path[1] !== 'host' && taken.has(path[1]!)) || isHost(path))
  for await (const { node, root } of xmlElements(limited(input.bytes(), input.limits.bytes), input.limits, isWanted)) {
    isRun = true
    run.attributes = root
    if (node.name === 'host') hosts.push(...readHost(collector, node, input))
    else takeFact(run, node)
  }
  if (!isRun) return err(problem('invalid-syntax', 'The file is no nmap run. Write it with `nmap -oX`.'))
  return collector.finish({
    importer: 'nmap',
    format: 'nmap XML',
    subject: subjectOf([...new Set(hosts)], input),
    statedAt: statedAtOf(run.attributes.start),
    tool: `${scannerOf(run)} ${run.attributes.version ?? ''}`.trim(),
    configuration: configurationOf(run),
    hosts,
    // masscan writes the same XML, but not which ports it asked.
    complete: run.isFinished && scannerOf(run) === 'nmap',
  })
}

function scannerOf({ attributes }: Run): 'masscan' | 'nmap' {
  return attributes.scanner === 'masscan' ? 'masscan' : 'nmap'
}

const taken = new Set(['scaninfo', 'runstats'])

function isHost(path: readonly string[]): boolean {
  return path.length === 2 && path[1] === 'host'
}

function takeFact(run: Run, node: XmlNode): void {
  if (node.name === 'scaninfo') {
    const { type = '', protocol = '', services = '' } = node.attributes
    run.covered.push([type, protocol, services].join(' '))
    return
  }
  const finished = node.children.find(({ name }) => name === 'finished')
  // Runs before nmap 5 end without saying how.
  run.isFinished = finished !== undefined && (finished.attributes.exit ?? 'success') === 'success'
}

/** Ports and scripts decide what a run can see; targets and timing do not. */
function configurationOf({ attributes, covered }: Run): string {
  const args = attributes.args ?? ''
  const scripts = /--script[= ](\S+)/.exec(args)?.[1] ?? (/\s-(?:sC|A)\b/.test(args) ? 'default' : '')
  const hasVersions = /\s-(?:sV|A)\b/.test(args)
  return digestOf([...covered.sort(), scripts, hasVersions].join('\n')).slice(0, 12)
}

function statedAtOf(start: string | undefined): string | undefined {
  const seconds = Number(start)
  if (!(seconds > 0 && seconds < 32_503_680_000)) return undefined
  return parseInstant(new Date(seconds * 1000).toISOString())
}

/** The one host of a run; a run over several is called by its file, and each of its findings names its host. */
function subjectOf(hosts: readonly string[], input: ImportInput): Subject {
  const [only] = hosts
  return { name: only !== undefined && hosts.length === 1 ? only : subjectNameOf(input.name), kind: 'host' }
}
