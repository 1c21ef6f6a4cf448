import type { FixState, Verdict } from '#core/vocabulary'
import { blindSpots, type ReportFinding, type ScanReport } from './scan-report.ts'

/** CycloneDX's impact states. A scan's verdict is a machine's claim: only `likely-fixed` leaves "in triage" words to people. */
const states: Readonly<Record<Verdict, string>> = {
  affected: 'exploitable',
  'likely-affected': 'in_triage',
  'likely-fixed': 'in_triage',
  'not-affected': 'not_affected',
  unknown: 'in_triage',
}

const responses: Readonly<Record<FixState, string[]>> = {
  fixed: ['update'],
  'not-fixed': [],
  'wont-fix': ['will_not_fix'],
  'end-of-life': ['will_not_fix'],
  unknown: [],
}

const ratingMethods: Readonly<Record<string, string>> = {
  '2.0': 'CVSSv2',
  '3.0': 'CVSSv3',
  '3.1': 'CVSSv31',
  '4.0': 'CVSSv4',
}

/** The findings as a CycloneDX 1.6 VEX document; components are listed so that `affects` resolves within it. */
export function cyclonedxVexOf(report: ScanReport, toolVersion: string): object {
  const components = new Map(
    report.findings.flatMap(affectedBy).map((component) => [refOf(component), componentOf(component)]),
  )
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      timestamp: report.scannedAt,
      tools: { components: [{ type: 'application', name: 'Lunette', version: toolVersion }] },
      component: {
        type: 'application',
        name: report.subject.name,
        ...(report.subject.version && { version: report.subject.version }),
      },
      properties: [
        { name: 'lunette:components', value: String(report.components) },
        { name: 'lunette:unknown-components', value: String(report.unknown) },
        ...blindSpots(report).map((value) => ({ name: 'lunette:not-looked-at', value })),
      ],
    },
    components: [...components.values()],
    vulnerabilities: report.findings.map(vulnerabilityOf),
  }
}

type Affected = Pick<ReportFinding['component'], 'name' | 'version' | 'purl' | 'cpes'>

/** The component in each version that matches. */
function affectedBy({ component, others }: ReportFinding): Affected[] {
  return [component, ...others]
}

function refOf(component: Affected): string {
  return component.purl ?? component.cpes[0] ?? `${component.name}@${component.version ?? ''}`
}

function componentOf(component: Affected): object {
  const { name, version, purl, cpes } = component
  return {
    'bom-ref': refOf(component),
    type: 'library',
    name,
    ...(version && { version }),
    ...(purl && { purl }),
    ...(cpes[0] && { cpe: cpes[0] }),
  }
}

function vulnerabilityOf(finding: ReportFinding): object {
  const { match, priority, fixedVersion, fixState } = finding
  const { cvss } = priority
  return {
    'bom-ref': finding.id,
    id: finding.vulnerabilityId,
    source: { name: match.source },
    references: finding.aliases.map((id) => ({ id, source: { name: match.source } })),
    ...(cvss && {
      ratings: [
        {
          source: { name: cvss.by },
          score: cvss.score,
          method: ratingMethods[cvss.version] ?? 'other',
          vector: cvss.vector,
        },
      ],
    }),
    ...(fixedVersion && { recommendation: `Upgrade to ${fixedVersion}` }),
    analysis: {
      state: states[match.verdict],
      response: responses[fixState],
      detail: match.reasons.map((reason) => reason.text).join(' → '),
    },
    affects: affectedBy(finding).map((component) => ({ ref: refOf(component) })),
    properties: [
      { name: 'lunette:verdict', value: match.verdict },
      { name: 'lunette:decision', value: priority.outcomeLabel },
      { name: 'lunette:why', value: priority.why },
    ],
  }
}
