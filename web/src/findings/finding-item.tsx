import type { FindingRow } from '@contract/findings.ts'
import { Link } from '@tanstack/react-router'
import { Exposure, Unknown } from '../parts/basis.tsx'
import { Decision } from '../parts/decision.tsx'
import { EvidenceMarks } from '../parts/evidence-marks.tsx'
import { When } from '../parts/when.tsx'

const verdictWords: Readonly<Partial<Record<FindingRow['verdict'], string>>> = {
  'likely-affected': 'likely affected',
  'likely-fixed': 'likely fixed',
}

/** One finding as a row: decision, title, where, and the reason that decided. */
export function FindingItem({
  finding,
  ...attributes
}: { finding: FindingRow } & Record<`data-${string}`, string | number>) {
  const verdict = verdictWords[finding.verdict]
  return (
    <Link
      to="/findings/$id"
      params={{ id: finding.id }}
      preload={false}
      className="grid h-full grid-cols-[auto_1fr] items-start gap-x-3 gap-y-0.5 px-4 py-2 hover:bg-raised focus-visible:bg-raised focus-visible:-outline-offset-2 md:grid-cols-[5.75rem_minmax(0,1fr)_11rem_14.5rem_4.5rem] md:items-center"
      {...attributes}
    >
      <Decision urgency={finding.urgency} />
      <span className="min-w-0">
        <span className="flex items-baseline gap-2">
          <span className="truncate font-medium" title={finding.title}>
            {finding.title}
          </span>
          <span className="hidden shrink-0 font-mono text-sm text-muted lg:inline">{finding.vulnerabilityId}</span>
        </span>
        <span className="block truncate text-sm text-muted" title={finding.why}>
          <span className="font-mono">
            {finding.component.name} {finding.component.version ?? <Unknown hint="The inventory names no version" />}
          </span>
          {verdict && <span> · {verdict}</span>} · {finding.why}
        </span>
      </span>
      <span className="col-start-2 min-w-0 truncate text-sm md:col-start-auto" title={finding.asset.name}>
        <span className="md:block md:truncate">{finding.asset.name}</span>
        <span className="text-muted before:content-['_·_'] md:block md:before:content-none">
          <Exposure exposure={finding.asset.exposure} basis={finding.asset.exposureBasis} />
        </span>
      </span>
      <span className="col-start-2 min-w-0 md:col-start-auto">
        <EvidenceMarks finding={finding} />
      </span>
      <span className="hidden text-right text-sm text-muted md:block">
        {finding.dueAt ? <Due at={finding.dueAt} /> : '—'}
      </span>
    </Link>
  )
}

export function Due({ at }: { at: string }) {
  const late = Date.parse(at) < Date.now()
  return (
    <span className={late ? 'font-medium text-now' : ''}>
      {late ? (
        <>
          overdue <When at={at} />
        </>
      ) : (
        <>
          due <When at={at} />
        </>
      )}
    </span>
  )
}
