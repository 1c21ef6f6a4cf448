import { versionWords } from '#core/version-words'
import type { Urgency } from '#core/vocabulary'
import { blindSpots, type ReportFinding, type ScanReport } from './scan-report.ts'

const levels: Readonly<Record<Urgency, 'error' | 'warning' | 'note'>> = {
  now: 'error',
  soon: 'warning',
  scheduled: 'warning',
  defer: 'note',
}

/** The findings as a SARIF 2.1.0 log (OASIS): one rule per vulnerability, one result per finding, reasons in the message. */
export function sarifOf(report: ScanReport, toolVersion: string): object {
  const rules = [...new Map(report.findings.map((finding) => [finding.vulnerabilityId, ruleOf(finding)])).values()]
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Lunette', version: toolVersion, rules } },
        invocations: [
          {
            executionSuccessful: true,
            endTimeUtc: report.scannedAt,
            toolExecutionNotifications: notifications(report),
          },
        ],
        results: report.findings.map(resultOf),
      },
    ],
  }
}

function ruleOf(finding: ReportFinding): object {
  const score = finding.priority.cvss?.score
  return {
    id: finding.vulnerabilityId,
    shortDescription: { text: finding.title ?? finding.vulnerabilityId },
    properties: {
      tags: ['security', 'vulnerability'],
      ...(score !== undefined && { 'security-severity': score.toFixed(1) }),
    },
  }
}

function resultOf(finding: ReportFinding): object {
  const { component, others, match, priority, fixedVersion: fix } = finding
  const versions = versionWords(
    component.version ?? null,
    others.map(({ version = '' }) => version),
  )
  const name = versions ? `${component.name} ${versions}` : component.name
  return {
    ruleId: finding.vulnerabilityId,
    level: levels[priority.urgency],
    message: { text: `${name}: ${priority.outcomeLabel} (${priority.why}).${fix ? ` Fixed in ${fix}.` : ''}` },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: encodeURI(component.path ?? component.name) } },
        logicalLocations: [{ fullyQualifiedName: component.purl ?? name }],
      },
    ],
    partialFingerprints: { 'lunette/finding': finding.id },
    rank: Math.round((finding.priority.epss?.probability ?? 0) * 100),
    properties: {
      verdict: match.verdict,
      method: match.method,
      urgency: priority.urgency,
      basis: priority.basis,
      reasons: match.reasons.map((reason) => reason.text),
    },
  }
}

/** SARIF has no place for "unknown": it is said as a notification, so that an empty result list never reads as clean. */
function notifications(report: ScanReport): object[] {
  const unknown = `${report.unknown} of ${report.components} components cannot be called clean.`
  return [
    ...(report.unknown > 0 ? [warning('unknown-components', unknown)] : []),
    ...blindSpots(report).map((spot) => warning('not-looked-at', spot)),
  ]
}

function warning(id: string, text: string): object {
  return { level: 'warning', descriptor: { id }, message: { text } }
}
