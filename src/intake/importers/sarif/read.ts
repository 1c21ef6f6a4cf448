import { digestOf, err, parseInstant, problem } from '#core/kernel'
import type { Subject } from '#core/vocabulary'
import type { ImportInput, ImportResult } from '../contract.ts'
import { asObject, asObjects, asText, type JsonObject } from '../shared/input/json-value.ts'
import { readText } from '../shared/input/text.ts'
import { InventoryCollector } from '../shared/inventory/collector.ts'
import { subjectName, subjectNameOf } from '../shared/inventory/subject-name.ts'
import { Packages } from './package.ts'
import { readResult } from './result.ts'
import { rulesOf } from './rule.ts'

/** Reads a SARIF log whole. */
export async function readSarif(input: ImportInput): Promise<ImportResult> {
  const { text, replaced } = await readText(input)
  const log = parseLog(text)
  if (!log?.runs) return err(problem('invalid-syntax', 'The file is no SARIF 2.1.0 log: it has no list of runs.'))
  const collector = new InventoryCollector(input.limits)
  collector.findings = []
  if (replaced) collector.note('invalid-utf-8', `${input.path}: bytes replaced`)
  const runs = asObjects(log.runs)
  for (const [index, run] of runs.entries()) readRun(collector, input, run, index)
  return collector.finish({
    importer: 'sarif',
    format: 'SARIF 2.1.0',
    subject: subjectOf(runs, input),
    statedAt: statedAtOf(runs),
    tool: toolOf(runs),
    configuration: configurationOf(runs),
    complete: runs.every(isComplete),
  })
}

function parseLog(text: string): JsonObject | undefined {
  try {
    return asObject(JSON.parse(text))
  } catch {
    return undefined
  }
}

function readRun(collector: InventoryCollector, input: ImportInput, run: JsonObject, index: number): void {
  const rules = rulesOf(asObject(run.tool) ?? {})
  const packages = new Packages(collector, input.path)
  for (const [at, result] of asObjects(run.results).entries())
    readResult(collector, { rules, packages, run }, result, `/runs/${index}/results/${at}`)
}

/** The repository or image that the run says it looked at. */
function subjectOf(runs: readonly JsonObject[], input: ImportInput): Subject {
  const image = asText(asObject(runs[0]?.properties)?.imageName)
  if (image) return { name: image, kind: 'container-image' }
  const repository = asText(asObjects(runs[0]?.versionControlProvenance)[0]?.repositoryUri)
  return { name: repository ? subjectName(repository, input.name) : subjectNameOf(input.name), kind: 'repository' }
}

function driverOf(run: JsonObject): JsonObject {
  return asObject(asObject(run.tool)?.driver) ?? {}
}

function toolOf(runs: readonly JsonObject[]): string | undefined {
  const tools = runs.map((run) => {
    const { name, semanticVersion, version } = driverOf(run)
    return [asText(name), asText(semanticVersion) ?? asText(version)].filter(Boolean).join(' ')
  })
  return [...new Set(tools)].filter(Boolean).join(', ') || undefined
}

function statedAtOf(runs: readonly JsonObject[]): string | undefined {
  const ends = runs
    .flatMap((run) => asObjects(run.invocations))
    .flatMap(({ endTimeUtc, startTimeUtc }) => parseInstant(endTimeUtc) ?? parseInstant(startTimeUtc) ?? [])
  return ends.sort().at(-1)
}

/** The category that tells runs of one tool apart, and how it was called: SARIF's own words for both. */
function configurationOf(runs: readonly JsonObject[]): string | undefined {
  const categories = runs.map((run) => asText(asObject(run.automationDetails)?.id)?.replace(/\/[^/]*$/, '') ?? '')
  return categories.some(Boolean) ? digestOf(categories.sort().join('\n')).slice(0, 12) : undefined
}

/** A run that did not end well covers nothing. */
function isComplete(run: JsonObject): boolean {
  return asObjects(run.invocations).every(
    ({ executionSuccessful, toolExecutionNotifications }) =>
      executionSuccessful !== false && !asObjects(toolExecutionNotifications).some(({ level }) => level === 'error'),
  )
}
