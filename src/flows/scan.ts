import type { OtherComponent, ReportFinding, ScanReport } from '#action/reports'
import type { Clock, Report } from '#core/kernel'
import type { Component, DecisionTable, KnowledgeReader, VexStatement } from '#core/vocabulary'
import { draftFindings, type FindingDraft } from '#exposure/findings'
import { reportedVulnerabilities, reportWords } from '#exposure/inventory'
import { withCurrency } from '#exposure/knowledge'
import type { Dial } from '#exposure/matching'
import type { AssetContext } from '#exposure/prioritisation'
import { assess } from './assess.ts'
import { knowledgeBehind } from './knowledge-behind.ts'
import { type ScannedComponents, type ScannedFile, scannedComponents } from './scanned-components.ts'
import { countUnrecorded } from './unrecorded.ts'

export interface ScanOptions {
  target: string
  asset: AssetContext
  table: DecisionTable
  dial: Dial
  vex: readonly VexStatement[]
  origin: ScanReport['knowledge']['origin']
  refused: { path: string; reason: string }[]
  /** Knowledge older than this counts as none; left out: each feed has its own limit. */
  maxAgeDays?: number | undefined
  report?: Report
}

/** Matches and ranks what the importers read, without recording anything. Pure but for the clock. */
export function scan(
  imports: readonly ScannedFile[],
  knowledge: KnowledgeReader,
  clock: Clock,
  options: ScanOptions,
): ScanReport {
  const scanned = scannedComponents(imports)
  const { components, listed, refOf } = scanned
  const reported = imports.flatMap(
    ({ inventory }, file) => reportedVulnerabilities(inventory, (component) => refOf(component, file)) ?? [],
  )
  const vex = [...options.vex, ...imports.flatMap(({ inventory }) => inventory.vex)]
  const scannedAt = clock()
  const currency = { now: scannedAt, maxAgeDays: options.maxAgeDays }
  const subject = imports[0]?.inventory.subject
  const assessment = assess(components, knowledge, {
    ...options,
    vex,
    reported,
    reportedFacts: imports.flatMap(({ inventory }) => reportWords(inventory)),
    currency,
    ...(imports.length === 1 && subject && { subject }),
  })
  const coverage = withCurrency(assessment.coverage, currency)
  const byRef = new Map(components.map((component) => [component.ref, component]))
  const drafts = draftFindings(options.target, assessment.judged)
  const findings = drafts.map((draft) => reportFinding(draft, byRef, scanned)).toSorted(byRank)
  return {
    schema: 'lunette-scan/1',
    target: options.target,
    subject: {
      name: subject?.name ?? options.target,
      ...(subject?.version && { version: subject.version }),
      kind: subject?.kind ?? 'application',
    },
    knowledge: knowledgeBehind(knowledge, { origin: options.origin, findings, coverage }),
    scannedAt,
    components: components.length,
    listed,
    unknown: assessment.unknown + coverage.reduce((total, row) => total + row.unknown.stale, 0),
    coverage,
    findings,
    files: { read: imports.length, refused: options.refused },
    dropped: imports.flatMap((one) => countUnrecorded(one).outcome.dropped),
    incomplete: imports.flatMap((one) => incompleteness(one, options.target)),
  }
}

function incompleteness({ inventory, path }: ScannedFile, target: string): ScanReport['incomplete'] {
  const at = path ?? target
  if (inventory.directOnly) return [{ path: at, reason: 'direct dependencies only, what they pull in is not in it' }]
  if (inventory.complete === false) return [{ path: at, reason: 'the run broke off, or does not say what it covered' }]
  return []
}

function reportFinding(
  draft: FindingDraft,
  components: ReadonlyMap<string, Component>,
  { filesOf }: ScannedComponents,
): ReportFinding {
  const files = [...new Set(draft.components.flatMap(filesOf))]
  const component = components.get(draft.match.componentRef)!
  const path = component.evidence.find((evidence) => evidence.path)?.path
  return {
    id: draft.id,
    vulnerabilityId: draft.vulnerabilityId,
    aliases: draft.aliases,
    title: draft.title,
    component: {
      name: draft.componentName,
      ...(component.version && { version: component.version }),
      ...(component.purl && { purl: component.purl }),
      cpes: component.cpes,
      ...(draft.ecosystem && { ecosystem: draft.ecosystem }),
      location: component.location,
      ...(path && { path }),
      ...(files.length > 0 && { files }),
    },
    others: othersOf(draft, components),
    match: draft.match,
    fixedVersion: draft.fixedVersion,
    fixState: draft.fixState,
    priority: draft.priority,
    rank: draft.rank,
  }
}

/** The first component of each version. */
function othersOf(
  { components: refs, componentName: name, otherVersions }: FindingDraft,
  components: ReadonlyMap<string, Component>,
): OtherComponent[] {
  if (otherVersions.length === 0) return []
  const all = refs.flatMap((ref) => components.get(ref) ?? [])
  return otherVersions.flatMap(({ version, fixedVersion }) => {
    const component = all.find((one) => (one.version ?? '') === version)
    if (!component) return []
    const { purl, cpes } = component
    return [{ name, ...(version && { version }), ...(purl && { purl }), cpes, fixedVersion }]
  })
}

function byRank(a: ReportFinding, b: ReportFinding): number {
  if (a.rank !== b.rank) return b.rank - a.rank
  if (a.vulnerabilityId !== b.vulnerabilityId) return a.vulnerabilityId < b.vulnerabilityId ? -1 : 1
  return a.id < b.id ? -1 : 1
}
