import { percentWords as percent } from '@contract/finding-words.ts'
import type { FindingRow } from '@contract/findings.ts'

const exploitWords: Readonly<Partial<Record<FindingRow['exploitation'], string>>> = {
  weaponised: 'exploit',
  'public poc': 'PoC',
}

/** KEV, exploit, EPSS with its direction, CVSS: small facts beside the row. A tool's rule has none of them, only its word. */
export function EvidenceMarks({
  finding,
}: {
  finding: Pick<FindingRow, 'kev' | 'exploitation' | 'epss' | 'epssChange30d' | 'cvss'> &
    Partial<Pick<FindingRow, 'ruleId' | 'severity'>>
}) {
  if (finding.ruleId)
    return (
      <span
        className="text-sm whitespace-nowrap text-muted"
        title="The tool's own word: EPSS and CVSS are of vulnerabilities"
      >
        severity {finding.severity ?? 'unknown'}, stated
      </span>
    )
  const exploit = exploitWords[finding.exploitation]
  return (
    <span className="flex flex-wrap items-center gap-x-2.5 gap-y-0.5 text-sm whitespace-nowrap">
      {finding.kev && <span className="rounded border border-current px-1 font-semibold">KEV</span>}
      {finding.kev === null && (
        <span className="text-muted" title="No catalogue of exploited vulnerabilities that speaks of today is loaded">
          KEV unknown
        </span>
      )}
      {exploit && <span className="rounded border border-line px-1">{exploit}</span>}
      <span className="text-muted" title="EPSS: probability of exploitation activity in the next 30 days">
        EPSS {finding.epss === null ? 'unknown' : percent(finding.epss)}
        <Trend change={finding.epssChange30d} />
      </span>
      <span className="text-muted" title="CVSS base score">
        CVSS {finding.cvss === null ? 'unknown' : finding.cvss.toFixed(1)}
      </span>
    </span>
  )
}

const NOTICEABLE = 0.005

function Trend({ change }: { change: number | null }) {
  if (change === null || Math.abs(change) < NOTICEABLE) return null
  const words = `${change > 0 ? 'up' : 'down'} ${percent(Math.abs(change))} in 30 days`
  return (
    <span title={words}>
      {' '}
      {change > 0 ? '↑' : '↓'}
      <span className="sr-only">{words}</span>
    </span>
  )
}
