import { canonicalJson, digestOf } from '#core/kernel'
import type { ReportedFinding, ReportedKind } from '#core/vocabulary'
import { asObject, asObjects, asStrings, asText, type JsonObject } from '../shared/input/json-value.ts'
import type { InventoryCollector } from '../shared/inventory/collector.ts'
import { bareFinding } from '../shared/report/finding.ts'
import { severityOfScore } from '../shared/report/severity.ts'
import { cwesOf, vulnerabilityIdsIn } from '../shared/report/vulnerability-ids.ts'
import { cut, MAX_TEXT, MAX_TITLE, word, words } from '../shared/report/words.ts'
import type { Packages } from './package.ts'
import { placeOf } from './place.ts'
import type { Rules } from './rule.ts'

interface RunOf {
  rules: Rules
  packages: Packages
  run: JsonObject
}

/** `kind`s that say that nothing is wrong (3.27.9); `open` and `review` wait for somebody's judgement. */
const nothingWrong = new Set(['pass', 'notApplicable', 'informational'])

/** One result of a run. The snippets of code it may carry are never taken: they are where secrets stand. */
export function readResult(collector: InventoryCollector, of: RunOf, result: JsonObject, ref: string): void {
  const found = of.rules.of(result)
  const message = messageOf(result, found.rule)
  const id = word(found.id) ?? cut(message, 100)
  if (id === undefined) {
    collector.drop('no-rule', ref)
    return
  }
  if (nothingWrong.has(asText(result.kind) ?? 'fail')) {
    collector.note('nothing-wrong', `${ref}: ${id}`)
    return
  }
  const tags = [asObject(found.rule.properties), asObject(result.properties)].flatMap((bag) => words(bag?.tags))
  const vulnerabilityIds = vulnerabilityIdsIn([id, ...tags].join(' '))
  const kind = kindOf(vulnerabilityIds, tags, id)
  const component = vulnerabilityIds.length > 0 ? of.packages.of(result, found.rule, ref) : undefined
  const remedy = cut(asObject(found.rule.help)?.text, MAX_TEXT)
  const description = kind === 'secret' ? undefined : cut(message, MAX_TEXT)
  collector.report({
    ...bareFinding(ref, id, undefined),
    ...severityOfResult(result, found.rule),
    kind,
    title: titleOf(found.rule, kind === 'secret' ? undefined : message, id),
    ...(description ? { description } : {}),
    ...(remedy ? { remedy } : {}),
    ...(component ? { component } : {}),
    vulnerabilityIds,
    cwes: cwesOf(tags.flatMap((tag) => /(?:^|\/|\b)cwe[-_ ]?\d+/i.exec(tag)?.[0].replace('/', '') ?? [])),
    place: placeOf(result, of.run),
    ...stateOf(result),
    references: words([found.rule.helpUri]),
    ...fingerprintOf(result),
  })
}

const MAX_FINGERPRINTS = 50

/** The producer's own fingerprints (3.27.17, 3.27.18); those of a column move with it. */
function fingerprintOf({ fingerprints, partialFingerprints }: JsonObject): Pick<ReportedFinding, 'fingerprint'> {
  const said = [fingerprints, partialFingerprints].flatMap((bag) => Object.entries(asObject(bag) ?? {}))
  const kept = said.filter(([key, value]) => typeof value === 'string' && !/column/i.test(key))
  if (kept.length === 0) return {}
  return { fingerprint: digestOf(canonicalJson(kept.slice(0, MAX_FINGERPRINTS).sort())).slice(0, 22) }
}

/** The rule in short; tools that repeat one sentence for each place say more in the message. */
function titleOf(rule: JsonObject, message: string | undefined, id: string): string {
  const short = asText(asObject(rule.shortDescription)?.text)
  return cut(short ?? message ?? asText(rule.name) ?? id, MAX_TITLE) ?? id
}

function messageOf({ message }: JsonObject, rule: JsonObject): string | undefined {
  const said = asObject(message) ?? {}
  const named = asObject(asObject(rule.messageStrings)?.[asText(said.id) ?? ''])
  const text = asText(said.text) ?? asText(named?.text) ?? asText(said.markdown)
  const given = asStrings(said.arguments)
  return text?.slice(0, MAX_TEXT).replace(/\{(\d{1,2})\}/g, (whole, index) => given[Number(index)] ?? whole)
}

function kindOf(ids: readonly string[], tags: readonly string[], rule: string): ReportedKind {
  if (ids.length > 0) return 'vulnerability'
  const said = new Set(tags.map((tag) => tag.toLowerCase()))
  if (said.has('secret') || said.has('secrets') || /^(?:secret|gitleaks)\b/i.test(rule)) return 'secret'
  if (said.has('misconfiguration') || said.has('iac') || said.has('configuration')) return 'misconfiguration'
  return said.has('license') || said.has('licence') ? 'licence' : 'weakness'
}

/** The rule's score where it has one (`security-severity`), else the level, kept as the tool's own word beside it. */
function severityOfResult(result: JsonObject, rule: JsonObject): Pick<ReportedFinding, 'severity' | 'severityWord'> {
  const level = asText(result.level) ?? asText(asObject(rule.defaultConfiguration)?.level) ?? 'warning'
  const bags = [asObject(result.properties), asObject(rule.properties)]
  const score = bags.map((bag) => Number.parseFloat(asText(bag?.['security-severity']) ?? '')).find((one) => one >= 0)
  const severity = (score === undefined ? undefined : severityOfScore(score)) ?? severityOfLevel(level)
  return { ...(severity ? { severity } : {}), ...(level ? { severityWord: level.slice(0, 40) } : {}) }
}

function severityOfLevel(level: string): ReportedFinding['severity'] {
  if (level === 'error') return 'high'
  if (level === 'warning') return 'medium'
  return level === 'note' ? 'low' : level === 'none' ? 'none' : undefined
}

/** Suppressed: at least one suppression, and none under review or rejected (3.27.23). `absent`: gone since the baseline. */
function stateOf({ suppressions, baselineState }: JsonObject): Pick<ReportedFinding, 'state' | 'stateReason'> {
  if (baselineState === 'absent') return { state: 'fixed', stateReason: 'absent since the baseline' }
  const said = asObjects(suppressions)
  const isSuppressed = said.length > 0 && said.every(({ status }) => status === undefined || status === 'accepted')
  if (!isSuppressed) return { state: 'open' }
  const reason = said.map(({ justification, kind }) => word(justification) ?? word(kind)).find(Boolean)
  return { state: 'suppressed', ...(reason ? { stateReason: reason } : {}) }
}
