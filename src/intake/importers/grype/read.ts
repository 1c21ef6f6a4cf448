import { canonicalJson, digestOf, err, parseInstant, problem } from '#core/kernel'
import type { Distribution, Subject } from '#core/vocabulary'
import type { ImportInput, ImportResult } from '../contract.ts'
import { limited } from '../shared/input/decompress.ts'
import { type JsonElement, readJsonElements } from '../shared/input/json-elements.ts'
import { asObject, asStrings, asText, type JsonObject } from '../shared/input/json-value.ts'
import { InventoryCollector } from '../shared/inventory/collector.ts'
import { distribution } from '../shared/inventory/distribution.ts'
import { relateByLabels } from '../shared/inventory/image-labels.ts'
import { subjectName, subjectNameOf } from '../shared/inventory/subject-name.ts'
import { dayStated } from '../shared/report/facts.ts'
import { readMatch } from './match.ts'
import { MatchedPackages } from './package.ts'

const wanted = {
  matches: 'elements',
  ignoredMatches: 'elements',
  source: 'value',
  distro: 'value',
  descriptor: 'value',
} as const

/** Reads a Grype report match by match. */
export async function readGrype(input: ImportInput): Promise<ImportResult> {
  const collector = new InventoryCollector(input.limits)
  collector.findings = []
  const packages = new MatchedPackages(collector, input.path)
  const head: Record<string, unknown> = {}
  const seen = new Set<string>()
  await readJsonElements(limited(input.bytes(), input.limits.bytes), wanted, input.limits, (element) => {
    seen.add(element.key)
    if (element.replaced) collector.note('invalid-utf-8', `${input.path}: bytes replaced`)
    if (element.key === 'matches' || element.key === 'ignoredMatches') takeMatch(collector, packages, element)
    else head[element.key] = element.value
  })
  if (!seen.has('matches') && asText(asObject(head.descriptor)?.name) !== 'grype')
    return err(problem('invalid-syntax', 'The file is no Grype report. Write it with `grype --output json`.'))
  const labels = asObject(asObject(asObject(head.source)?.target)?.labels)
  tellNotListed(collector, head)
  relateByLabels(collector, (name) => asText(labels?.[name]))
  return collector.finish(factsOf(head, input))
}

/**
 * Grype names what of its database its matches rest on: where CISA's catalogue is among it, a CVE without an entry was not
 * listed on that day.
 */
function tellNotListed({ findings = [] }: InventoryCollector, head: JsonObject): void {
  const database = asObject(asObject(head.descriptor)?.db)
  const notInKev = dayStated(asObject(asObject(database?.providers)?.kev)?.captured)
  if (notInKev === undefined) return
  for (const finding of findings) {
    const isCve = finding.vulnerabilityIds.some((id) => id.startsWith('CVE-'))
    if (isCve && !finding.facts?.kev) finding.facts = { ...finding.facts, notInKev }
  }
}

function takeMatch(collector: InventoryCollector, packages: MatchedPackages, element: JsonElement): void {
  const ref = `/${element.key}/${element.index}`
  const said = asObject(element.value)
  // Grype writes `null` for no matches.
  if (element.index < 0 && element.value === null) return
  if (said && element.index >= 0) readMatch(collector, packages, said, ref)
  else collector.drop(element.refused ?? 'no-object', ref)
}

function factsOf(head: JsonObject, input: ImportInput) {
  const descriptor = asObject(head.descriptor)
  const version = asText(descriptor?.version)
  return {
    importer: 'grype',
    format: 'Grype JSON',
    subject: subjectOf(asObject(head.source), systemOf(asObject(head.distro)), input),
    statedAt: parseInstant(descriptor?.timestamp),
    tool: version ? `grype ${version}` : 'grype',
    configuration: configurationOf(asObject(descriptor?.configuration)),
  }
}

function systemOf(distro: JsonObject | undefined): Distribution | undefined {
  const name = asText(distro?.name)
  if (!name) return undefined
  const like = asStrings(distro?.idLike)
  return { ...distribution(name, asText(distro?.version)), ...(like.length > 0 ? { like } : {}) }
}

function subjectOf(source: JsonObject | undefined, system: Distribution | undefined, input: ImportInput): Subject {
  const type = asText(source?.type) ?? ''
  const target = asObject(source?.target)
  const stated = asText(target?.userInput) ?? asText(source?.target) ?? asText(target?.path)
  const name = stated ? subjectName(stated, input.name) : subjectNameOf(input.name)
  return { name, kind: kindOf(type, system), ...(system ? { distribution: system } : {}) }
}

function kindOf(type: string, system: Distribution | undefined): Subject['kind'] {
  if (type === 'image') return 'container-image'
  if (type === 'directory' || type === 'file') return 'repository'
  return system ? 'container-image' : 'application'
}

/** What decides which matches a run shows; the rest of its settings only decides how. */
const deciding = ['only-fixed', 'only-notfixed', 'ignore-wontfix', 'ignore', 'exclude', 'search', 'match', 'vex-add']

function configurationOf(configuration: JsonObject | undefined): string | undefined {
  if (!configuration) return undefined
  const chosen = deciding.map((key) => [key, configuration[key] ?? null])
  return digestOf(canonicalJson(chosen)).slice(0, 12)
}
