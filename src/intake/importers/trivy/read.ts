import { err, parseInstant, problem } from '#core/kernel'
import type { Distribution, Subject } from '#core/vocabulary'
import type { ImportInput, ImportResult } from '../contract.ts'
import { asObject, asObjects, asText, type JsonObject } from '../shared/input/json-value.ts'
import { readText } from '../shared/input/text.ts'
import { InventoryCollector } from '../shared/inventory/collector.ts'
import { distribution } from '../shared/inventory/distribution.ts'
import { relateByLabels } from '../shared/inventory/image-labels.ts'
import { subjectNameOf } from '../shared/inventory/subject-name.ts'
import { readMisconfiguration, readSecret, readVulnerability } from './finding.ts'
import { TargetPackages } from './package.ts'

/** What the report says of the whole of what was scanned. */
interface Report {
  results: JsonObject[]
  head: JsonObject
  format: string
}

/** Reads a Trivy report whole. */
export async function readTrivy(input: ImportInput): Promise<ImportResult> {
  const { text, replaced } = await readText(input)
  const report = parseReport(text)
  if (!report)
    return err(problem('invalid-syntax', 'The file is no Trivy report. Write it with `trivy --format json`.'))
  const collector = new InventoryCollector(input.limits)
  collector.findings = []
  if (replaced) collector.note('invalid-utf-8', `${input.path}: bytes replaced`)
  const system = systemOf(report)
  for (const [index, result] of report.results.entries()) readResult(collector, input, result, index, system)
  const labels = asObject(asObject(asObject(asObject(report.head.Metadata)?.ImageConfig)?.config)?.Labels)
  relateByLabels(collector, (name) => asText(labels?.[name]))
  return collector.finish({
    importer: 'trivy',
    format: report.format,
    subject: subjectOf(report, input, system),
    statedAt: statedAtOf(report.head),
    tool: toolOf(report.head),
    configuration: configurationOf(report),
  })
}

function parseReport(text: string): Report | undefined {
  try {
    const document: unknown = JSON.parse(text)
    // Before schema 2 the report was the list of targets, and `null` where there was none.
    if (document === null) return { results: [], head: {}, format: 'Trivy JSON, schema 1' }
    if (Array.isArray(document)) return { results: asObjects(document), head: {}, format: 'Trivy JSON, schema 1' }
    const head = asObject(document)
    if (!head || (head.SchemaVersion === undefined && head.Results === undefined)) return undefined
    return { results: asObjects(head.Results), head, format: `Trivy JSON, schema ${asText(head.SchemaVersion) ?? '2'}` }
  } catch {
    return undefined
  }
}

function readResult(
  collector: InventoryCollector,
  input: ImportInput,
  result: JsonObject,
  index: number,
  system: Distribution | undefined,
): void {
  const packages = new TargetPackages(collector, { path: input.path, index, type: asText(result.Type) ?? '', system })
  const target = asText(result.Target) ?? ''
  for (const one of asObjects(result.Packages)) packages.add(one)
  for (const [at, one] of asObjects(result.Vulnerabilities).entries())
    readVulnerability(collector, packages, one, `/Results/${index}/Vulnerabilities/${at}`)
  for (const [at, one] of asObjects(result.Misconfigurations).entries())
    readMisconfiguration(collector, target, one, `/Results/${index}/Misconfigurations/${at}`)
  for (const [at, one] of asObjects(result.Secrets).entries())
    readSecret(collector, target, one, `/Results/${index}/Secrets/${at}`)
}

/** The distribution in the metadata; before schema 2 it stood in the target's name: `debian (debian 10.8)`. */
function systemOf({ head, results }: Report): Distribution | undefined {
  const os = asObject(asObject(head.Metadata)?.OS)
  const family = asText(os?.Family)
  if (family) return distribution(family, asText(os?.Name))
  for (const { Target } of results) {
    const said = /\(([a-z][a-z .-]*?) (\d[\w.]*)\)$/.exec(asText(Target)?.slice(-200) ?? '')
    if (said) return distribution(said[1]!, said[2])
  }
  return undefined
}

function subjectOf({ head, results }: Report, input: ImportInput, system: Distribution | undefined): Subject {
  const first = asText(results[0]?.Target)?.replace(/ \([^()]*\)$/, '')
  const name = asText(head.ArtifactName) ?? (system && first ? first : subjectNameOf(input.name))
  return { name, kind: kindOf(asText(head.ArtifactType), system), ...(system ? { distribution: system } : {}) }
}

function kindOf(type: string | undefined, system: Distribution | undefined): Subject['kind'] {
  if (type === 'container_image') return 'container-image'
  if (type === 'repository') return 'repository'
  if (type === 'vm' || type === 'filesystem') return system ? 'host' : 'repository'
  return system ? 'container-image' : 'repository'
}

function statedAtOf(head: JsonObject): string | undefined {
  return parseInstant(asText(head.CreatedAt) ?? '')
}

function toolOf(head: JsonObject): string {
  const version = asText(asObject(head.Trivy)?.Version)
  return version ? `trivy ${version}` : 'trivy'
}

/**
 * Trivy does not say what it was told to look for, only results show it. A report with packages looked for
 * vulnerabilities, Trivy's usual run; one without is a run of another kind, which takes nothing back from it.
 */
function configurationOf({ results }: Report): string | undefined {
  const classes = new Set(results.map(({ Class }) => asText(Class)))
  if (results.some(({ Vulnerabilities, Packages }) => Vulnerabilities || Packages)) return undefined
  if (classes.has('os-pkgs') || classes.has('lang-pkgs')) return undefined
  return ['config', 'secret', 'license', 'license-file'].find((one) => classes.has(one))
}
