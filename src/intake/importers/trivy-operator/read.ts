import { err, parseInstant, problem } from '#core/kernel'
import type { Subject } from '#core/vocabulary'
import type { ImportInput, ImportResult } from '../contract.ts'
import { asObject, asObjects, asText, type JsonObject } from '../shared/input/json-value.ts'
import { readText } from '../shared/input/text.ts'
import { InventoryCollector } from '../shared/inventory/collector.ts'
import { subjectNameOf } from '../shared/inventory/subject-name.ts'
import { readReport } from './report.ts'
import { workloadOf } from './workload.ts'

/** Reads the operator's reports whole. */
export async function readTrivyOperator(input: ImportInput): Promise<ImportResult> {
  const { text, replaced } = await readText(input)
  const reports = reportsOf(text)
  if (!reports)
    return err(problem('invalid-syntax', 'The file holds no report of the Trivy operator. Write it with `kubectl`.'))
  const collector = new InventoryCollector(input.limits)
  collector.findings = []
  if (replaced) collector.note('invalid-utf-8', `${input.path}: bytes replaced`)
  for (const [index, report] of reports.entries()) readReport(collector, report, `report ${index}`, input.path)
  relateWorkloads(collector, reports)
  const times = reports.flatMap(({ report }) => parseInstant(asText(asObject(report)?.updateTimestamp)) ?? [])
  return collector.finish({
    importer: 'trivy-operator',
    format: 'Trivy operator JSON',
    subject: subjectOf(reports, input),
    statedAt: times.sort().at(-1),
    tool: 'trivy-operator',
    configuration: [...new Set(reports.map(({ kind }) => asText(kind) ?? ''))].sort().join(' '),
  })
}

/** One report, a list (`kind: List`), an array, or lists under the names of their kinds. */
function reportsOf(text: string): JsonObject[] | undefined {
  try {
    const document: unknown = JSON.parse(text)
    const object = asObject(document)
    if (!object) return Array.isArray(document) ? asObjects(document) : undefined
    if (object.report !== undefined) return [object]
    if (object.items !== undefined) return asObjects(object.items)
    const lists = Object.entries(object).filter(([key]) => key.endsWith('.aquasecurity.github.io'))
    return lists.length > 0 ? lists.flatMap(([, list]) => asObjects(list)) : undefined
  } catch {
    return undefined
  }
}

/** The image where all reports are about one, else the one workload, else the file. */
function subjectOf(reports: readonly JsonObject[], input: ImportInput): Subject {
  const images = new Set(reports.flatMap(imageOf))
  const [image] = images
  if (image !== undefined && images.size === 1) return { name: image, kind: 'container-image' }
  const workloads = new Set(reports.flatMap(({ metadata }) => workloadOf(asObject(metadata) ?? {})))
  const [workload] = workloads
  return {
    name: workload !== undefined && workloads.size === 1 ? workload : subjectNameOf(input.name),
    kind: 'application',
  }
}

/** Which workload runs which image, where a report is about one image: read from the end that is not the subject. */
function relateWorkloads(collector: InventoryCollector, reports: readonly JsonObject[]): void {
  for (const report of reports) {
    const [image] = imageOf(report)
    const [workload] = workloadOf(asObject(report.metadata) ?? {})
    if (image === undefined || workload === undefined) continue
    collector.relate({
      kind: 'contains',
      from: { kind: 'application', name: workload },
      to: { kind: 'container-image', name: image },
      confidence: 100,
    })
  }
}

function imageOf({ report }: JsonObject): string[] {
  const { artifact, registry } = asObject(report) ?? {}
  const { repository, tag } = asObject(artifact) ?? {}
  const name = asText(repository)
  const place = asText(asObject(registry)?.server)
  return name ? [[place, name].filter(Boolean).join('/') + (asText(tag) ? `:${asText(tag)}` : '')] : []
}
