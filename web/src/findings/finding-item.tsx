import { versionList, workedWords } from '@contract/finding-words.ts'
import type { FindingRow } from '@contract/findings.ts'
import { Link } from '@tanstack/react-router'
import type { CSSProperties } from 'react'
import { Exposure, Unknown } from '../parts/basis.tsx'
import { Decision } from '../parts/decision.tsx'
import { EvidenceMarks } from '../parts/evidence-marks.tsx'
import { Reason } from '../parts/reason.tsx'
import { versionParts } from '../parts/version-parts.ts'
import { Ago, When } from '../parts/when.tsx'
import { Claimed } from './claimed.tsx'

const verdictWords: Readonly<Partial<Record<FindingRow['verdict'], string>>> = {
  'likely-affected': 'likely affected',
  'likely-fixed': 'likely fixed',
}

/** Where no fixed version is named, what the sources say; that they are silent is not that there is none. */
const fixWords: Readonly<Record<string, string>> = {
  'not-fixed': 'no fix yet',
  'wont-fix': 'will not be fixed',
  'end-of-life': 'end of life',
  unknown: 'fix not known',
}

/** Width of each column that may be left out. */
const widths: Readonly<Record<string, string>> = {
  why: 'minmax(0,6fr)',
  evidence: 'minmax(0,3fr)',
  asset: 'minmax(9.5rem,2fr)',
  owner: 'minmax(0,1.5fr)',
  assignee: 'minmax(0,1.5fr)',
  team: 'minmax(0,1.5fr)',
  seen: '6rem',
  due: '6rem',
}
const usual = ['why', 'evidence', 'asset', 'due']

/** Evidence stands below the reason where both are shown. */
function gridOf(columns: readonly string[]): string {
  const own = columns.filter((column) => column !== 'evidence' || !columns.includes('why'))
  return ['5.75rem', 'minmax(0,5.5fr)', ...own.map((column) => widths[column])].join(' ')
}

/** One finding as a row: decision, title, where, and the reason that decided. On a phone all of it is shown. */
export function FindingItem({
  finding,
  columns = usual,
  ...attributes
}: { finding: FindingRow; columns?: readonly string[] } & Record<`data-${string}`, string | number>) {
  // What is over is due no more.
  const dueAt = finding.state === 'open' ? finding.dueAt : null
  const told = columns.includes('assignee') ? { ...finding, assignee: null } : finding
  const shows = (column: string) => (columns.includes(column) ? '' : 'md:hidden')
  return (
    <Link
      to="/findings/$id"
      params={{ id: finding.id }}
      preload={false}
      style={{ '--columns': gridOf(columns) } as CSSProperties}
      className="grid h-full grid-cols-[auto_minmax(0,1fr)] content-center items-center gap-x-3 gap-y-0.5 px-4 py-1.5 hover:bg-raised focus-visible:bg-raised focus-visible:-outline-offset-2 md:grid-cols-(--columns) md:py-1 dense:py-0"
      {...attributes}
    >
      {finding.state === 'open' ? (
        <Decision urgency={finding.urgency} assumed={finding.basis === 'assumed'} stacked />
      ) : (
        <Closed finding={finding} />
      )}
      <What finding={finding} />
      <span
        className={`col-span-2 min-w-0 md:col-span-1 dense:flex dense:items-baseline dense:gap-3 ${columns.includes('why') || columns.includes('evidence') ? '' : 'md:hidden'}`}
      >
        <Reason why={finding.why} show={shows('why')} />
        <span className={`dense:shrink-0 ${shows('evidence')}`}>
          <EvidenceMarks finding={finding} />
        </span>
      </span>
      <span
        className={`col-span-2 flex min-w-0 items-baseline gap-2 text-sm md:col-span-1 md:block dense:flex ${shows('asset')}`}
      >
        <span className="two-lines min-w-0 wrap-anywhere" title={finding.asset.name}>
          {finding.asset.name}
        </span>
        <span className="shrink-0 truncate text-muted max-md:max-w-1/2 md:block">
          <Exposure exposure={finding.asset.exposure} basis={finding.asset.exposureBasis} />
          {!columns.includes('due') && <Worked finding={told} />}
        </span>
        <span className="ml-auto max-w-1/2 shrink-0 truncate text-muted md:hidden">
          {columns.includes('due') && <Worked finding={told} />} {dueAt && <Due at={dueAt} />}
        </span>
      </span>
      {columns.includes('owner') && (
        <span className="hidden truncate text-sm text-muted md:block">{finding.asset.owner ?? 'no owner'}</span>
      )}
      {columns.includes('assignee') && (
        <span className="hidden truncate text-sm text-muted md:block">{finding.assignee ?? 'nobody'}</span>
      )}
      {columns.includes('team') && (
        <span className="hidden truncate text-sm text-muted md:block">{finding.team ?? 'no team'}</span>
      )}
      {columns.includes('seen') && (
        <span className="hidden truncate text-sm text-muted md:block">
          <When at={finding.firstSeen} short />
        </span>
      )}
      {columns.includes('due') && (
        <span className="hidden min-w-0 text-right text-sm text-muted md:block">
          {dueAt ? <Due at={dueAt} /> : '—'}
          <span className="block truncate dense:hidden">
            <Worked finding={told} />
          </span>
        </span>
      )}
    </Link>
  )
}

/** That nothing is to be done stands first, in full ink; what had been decided below it. */
function Closed({ finding: { state, urgency } }: { finding: FindingRow }) {
  return (
    <span className="flex w-fit flex-col items-start gap-0.5">
      <span className="rounded-md border border-ink px-1 text-sm font-medium whitespace-nowrap">{state}</span>
      <span className="dense:hidden">
        <Decision urgency={urgency} quiet />
      </span>
    </span>
  )
}

/** Who works on it and whether they have begun, where no column says so. */
function Worked({ finding }: { finding: Pick<FindingRow, 'assignee' | 'progress'> }) {
  const worked = workedWords(finding)
  if (!worked) return null
  return (
    <span className="text-ink" title={`worked on: ${worked}`}>
      <span className="sr-only">worked on by</span> {worked}
    </span>
  )
}

/** What is wrong, in which component, and what would mend it. */
function What({ finding }: { finding: FindingRow }) {
  const verdict = verdictWords[finding.verdict]
  return (
    <span className="min-w-0 dense:flex dense:items-baseline dense:gap-2">
      <span className="flex min-w-0 items-baseline gap-2">
        <span className="two-line-title font-medium" title={finding.title}>
          {finding.title}
        </span>
        {!finding.title.startsWith(nameOf(finding)) && (
          <span
            className={`hidden truncate font-mono text-sm text-muted dense:hidden ${finding.vulnerabilityId ? 'shrink-0 lg:inline' : 'min-w-0 max-w-1/2 shrink-[9] 2xl:inline'}`}
            title={nameOf(finding)}
          >
            {nameOf(finding)}
          </span>
        )}
      </span>
      <span className="flex min-w-0 gap-1.5 overflow-hidden text-sm text-muted dense:max-w-1/2 dense:shrink-0">
        <Where finding={finding} />
        {!finding.claimed && finding.fixedVersion && (
          <Version arrow version={finding.fixedVersion} title={`fixed in ${finding.fixedVersion}`} />
        )}
        {!finding.claimed && !finding.fixedVersion && (
          <span className="max-w-[40%] min-w-0 shrink-[3] truncate font-mono dense:hidden">
            {fixWords[finding.fixState]}
          </span>
        )}
        <Claimed finding={finding} short />
        {verdict && !finding.claimed && <span className="shrink-0 dense:hidden">· {verdict}</span>}
      </span>
    </span>
  )
}

function nameOf({ vulnerabilityId, ruleId }: FindingRow): string {
  return vulnerabilityId ?? ruleId ?? ''
}

/** The component with its version; of what is in none, its kind and its place. */
function Where({ finding: { component, kind, location } }: { finding: FindingRow }) {
  if (component.name === '')
    return (
      <>
        <span className="shrink-0">{kind}</span>
        <span className="truncate font-mono" title={location}>
          {location}
        </span>
      </>
    )
  const all = versionList(component.version, component.otherVersions)
  return (
    <>
      <span className="max-w-[60%] min-w-12 truncate font-mono" title={`${component.name} ${all ?? ''}`}>
        <span className="2xl:hidden">{shortOf(component.name)}</span>
        <span className="max-2xl:hidden">{component.name}</span>
      </span>
      {/* Which component it is matters more than its version: where room is short, this gives way first. */}
      {all === null ? (
        <span className="max-w-[45%] min-w-0 shrink-[9] truncate font-mono">
          <Unknown hint="The inventory names no version" />
        </span>
      ) : component.otherVersions.length > 0 ? (
        <span className="shrink-0" title={all}>
          {component.otherVersions.length + 1} versions
        </span>
      ) : (
        <Version version={all} title={all} />
      )}
    </>
  )
}

/** Where room is short it is cut in its middle: its end tells it from another. */
function Version({ arrow = false, version, title }: { arrow?: boolean; version: string; title: string }) {
  const [start, end] = versionParts(version)
  // Its first character and what says that it is cut.
  const room = end.length + (end === '' ? 0 : 2.2) + (arrow ? 2 : 0)
  return (
    <span
      className={`flex max-w-[45%] shrink-[99] font-mono ${arrow ? 'dense:hidden' : ''}`}
      style={{ minWidth: `${room}ch` }}
      title={title}
    >
      {arrow && <span className="shrink-0 whitespace-pre">→ </span>}
      <span className="truncate">{start}</span>
      <span className="shrink-0">{end}</span>
    </span>
  )
}

/** Where rows are narrow its group or host would take the room of both versions. */
function shortOf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1) || name
}

/** Time left, or how long it is overdue. */
export function Due({ at }: { at: string }) {
  const late = Date.parse(at) < Date.now()
  return (
    <span className={`whitespace-nowrap ${late ? 'font-medium text-now' : ''}`}>
      {late ? (
        <>
          <Ago at={at} /> overdue
        </>
      ) : (
        <>
          due <When at={at} short />
        </>
      )}
    </span>
  )
}
