import type { FindingRow } from '@contract/findings.ts'
import { Link } from '@tanstack/react-router'
import { Due } from '../findings/finding-item.tsx'
import { Exposure } from '../parts/basis.tsx'
import { Decision } from '../parts/decision.tsx'
import { EvidenceMarks } from '../parts/evidence-marks.tsx'

/** The findings to begin with: what to do, where, and the reason that decided. */
export function FirstThree({ findings }: { findings: readonly FindingRow[] }) {
  return (
    <ol className="grid gap-3 px-4 lg:grid-cols-3">
      {findings.map((finding, place) => (
        <li key={finding.id} className="min-w-0">
          <Link
            to="/findings/$id"
            params={{ id: finding.id }}
            preload={false}
            data-row={place}
            className="flex h-full flex-col gap-1.5 rounded-md border border-line p-3 hover:bg-raised"
          >
            <span className="flex flex-wrap items-center gap-x-3 text-sm">
              <Decision urgency={finding.urgency} assumed={finding.basis === 'assumed'} />
              {finding.dueAt && <Due at={finding.dueAt} />}
            </span>
            <span className="font-medium text-balance wrap-anywhere">{finding.title}</span>
            <span className="wrap-anywhere">{stepOf(finding)}</span>
            <span className="text-sm text-muted">Because: {finding.why}</span>
            <span className="mt-auto flex flex-wrap items-center justify-between gap-x-4 pt-1 text-sm">
              <span className="min-w-0 truncate">
                {finding.asset.name} ·{' '}
                <Exposure exposure={finding.asset.exposure} basis={finding.asset.exposureBasis} />
              </span>
              <EvidenceMarks finding={finding} />
            </span>
          </Link>
        </li>
      ))}
    </ol>
  )
}

const noFix: Readonly<Record<string, string>> = {
  'wont-fix': 'its supplier will not fix it: replace or shield it',
  'end-of-life': 'its release is no longer supported: replace it',
}

/** What one can do about it. */
function stepOf({ component, fixedVersion, fixState }: FindingRow): string {
  const what = [component.name, component.version].filter(Boolean).join(' ')
  if (fixedVersion) return `Update ${what} to ${fixedVersion}`
  return `${what}: ${noFix[fixState] ?? 'no source names a fixed version, so look for a way around it'}`
}
