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

/** Where no version fixes it, what the sources say; silence is not shown on the row. */
const fixWords: Readonly<Record<string, string>> = {
  'not-fixed': 'no fix yet',
  'wont-fix': 'will not be fixed',
  'end-of-life': 'end of life',
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
      className="grid h-full grid-cols-[auto_minmax(0,1fr)] content-center items-center gap-x-3 gap-y-0.5 px-4 py-1.5 hover:bg-raised focus-visible:bg-raised focus-visible:-outline-offset-2 md:grid-cols-[5.75rem_minmax(0,5fr)_minmax(0,6fr)_minmax(0,2.5fr)_5rem]"
      {...attributes}
    >
      <Decision urgency={finding.urgency} assumed={finding.basis === 'assumed'} />
      <span className="min-w-0">
        <span className="flex items-baseline gap-2">
          <span className="truncate font-medium" title={finding.title}>
            {finding.title}
          </span>
          {!finding.title.startsWith(finding.vulnerabilityId ?? '') && (
            <span className="hidden shrink-0 font-mono text-sm text-muted lg:inline">{finding.vulnerabilityId}</span>
          )}
        </span>
        <span className="flex gap-1.5 text-sm text-muted">
          <span className="truncate font-mono" title={`${finding.component.name} ${finding.component.version ?? ''}`}>
            {finding.component.name}
          </span>
          <span className="max-w-[45%] shrink-0 truncate font-mono" title={finding.component.version ?? undefined}>
            {finding.component.version ?? <Unknown hint="The inventory names no version" />}
          </span>
          <span
            className="max-w-[40%] shrink-0 truncate font-mono"
            title={finding.fixedVersion ? `fixed in ${finding.fixedVersion}` : undefined}
          >
            {finding.fixedVersion ? `→ ${finding.fixedVersion}` : fixWords[finding.fixState]}
          </span>
          {verdict && <span className="shrink-0">· {verdict}</span>}
        </span>
      </span>
      <span className="col-span-2 min-w-0 md:col-span-1">
        <span className="block truncate text-sm" title={finding.why}>
          {finding.why}
        </span>
        <EvidenceMarks finding={finding} />
      </span>
      <span className="col-span-2 flex min-w-0 items-baseline gap-2 text-sm md:col-span-1 md:block">
        <span className="truncate md:block" title={finding.asset.name}>
          {finding.asset.name}
        </span>
        <span className="shrink-0 text-muted md:block">
          <Exposure exposure={finding.asset.exposure} basis={finding.asset.exposureBasis} />
        </span>
        <span className="ml-auto shrink-0 text-muted md:hidden">{finding.dueAt && <Due at={finding.dueAt} />}</span>
      </span>
      <span className="hidden text-right text-sm text-muted md:block">
        {finding.dueAt ? <Due at={finding.dueAt} /> : '—'}
      </span>
    </Link>
  )
}

/** Time left, or how long it is overdue. */
export function Due({ at }: { at: string }) {
  const late = Date.parse(at) < Date.now()
  return (
    <span className={`whitespace-nowrap ${late ? 'font-medium text-now' : ''}`}>
      {late ? 'overdue ' : 'due '}
      <When at={at} short />
    </span>
  )
}
