import { commandLine } from '#core/kernel'
import { versionWords } from '#core/version-words'
import { DEFAULT_MAX_AGE_DAYS, sourceName, type Urgency } from '#core/vocabulary'
import { componentWords } from './component-words.ts'
import { fitColumns, GAP } from './fit-columns.ts'
import { blindSpots, type ReportFinding, type ScanReport } from './scan-report.ts'

const marks: Readonly<Record<Urgency, string>> = {
  now: '▲ now',
  soon: '◆ soon',
  scheduled: '● scheduled',
  defer: '○ defer',
}
const colours: Readonly<Record<Urgency, string>> = { now: '31', soon: '33', scheduled: '34', defer: '90' }

export interface TextOptions {
  /** Columns of the terminal, `Infinity` where nobody looks at one; longer cells are cut with an ellipsis. */
  width: number
  colour: boolean
  /** Rows shown; the rest is counted. */
  limit: number
}

/** A column of the findings. Where not all fit, longer cells lose their end, or their beginning where the end tells more. */
interface Column {
  title: string
  /** The least that is left of it. */
  least: number
  /** It gives way before all others, down to this. */
  first?: number
  keeps?: 'end'
  of(finding: ReportFinding): string
}

const before: readonly Column[] = [
  { title: 'decision', least: 12, of: ({ priority }) => marks[priority.urgency] },
  { title: 'vulnerability', least: 24, of: ({ vulnerabilityId }) => vulnerabilityId },
  { title: 'component', least: 24, keeps: 'end', of: ({ component }) => component.name },
  { title: 'version', least: 16, first: 22, of: versionsOf },
]
/** Where there is one file only, it says nothing. */
const file: Column = {
  title: 'file',
  least: 24,
  keeps: 'end',
  of: ({ component }) => fileWords(component.files ?? []),
}
const after: readonly Column[] = [
  {
    title: 'fixed in',
    least: 16,
    of: ({ fixedVersion, fixState }) => fixedVersion ?? (fixState === 'wont-fix' ? 'will not fix' : '–'),
  },
  { title: 'verdict', least: 16, of: ({ match }) => match.verdict },
  { title: 'why', least: 20, first: 40, of: ({ priority }) => priority.why },
]

function versionsOf({ component, others }: ReportFinding): string {
  const versions = others.map(({ version = '' }) => version)
  return versionWords(component.version ?? null, versions) ?? '(none)'
}

function fileWords([first = '–', ...others]: readonly string[]): string {
  return others.length > 0 ? `${first} +${others.length}` : first
}

/** The report for a person: what could not be judged first, then the ranked findings with the reason on the row. */
export function textOf(report: ScanReport, options: TextOptions): string {
  const shown = report.findings.slice(0, options.limit)
  const hidden = report.findings.length - shown.length
  const columns = report.files.read > 1 ? [...before, file, ...after] : [...before, ...after]
  const lines = table(columns, shown, options.width)
  const coloured = lines.map((line, index) => {
    const finding = shown[index - 1]
    return options.colour && finding ? `\u001b[${colours[finding.priority.urgency]}m${line}\u001b[0m` : line
  })
  return [
    ...coverageLines(report),
    ...neverReadLines(report.knowledge),
    ...blindLines(report),
    '',
    ...(shown.length > 0 ? coloured : [nothingFound(report)]),
    ...(hidden > 0 ? [`… and ${hidden} more (--limit 0 shows all, --json has everything)`] : []),
    '',
    summaryLine(report),
  ].join('\n')
}

/** Nothing found where nothing could be judged is no good news. */
function nothingFound(report: ScanReport): string {
  if (report.unknown >= report.components)
    return 'No finding, and no component that could be judged: this says nothing about them.'
  if (blindSpots(report).length > 0)
    return 'No finding in what was read and could be judged: this says nothing about the rest.'
  return 'No finding among the components that could be judged.'
}

const origins: Readonly<Record<ScanReport['knowledge']['origin'], string>> = {
  index: 'the feeds',
  starter: `the starter that comes with Lunette (run "${commandLine('feeds refresh')}")`,
  none: 'nothing',
}

/** What counts is the age of the data, not when it was last put together. */
function knowledgeWords({ builtAt, oldest, origin }: ScanReport['knowledge']): string {
  const age = oldest
    ? `the oldest of it (${sourceName(oldest.of)}) as of ${oldest.asOf.slice(0, 10)}`
    : 'of no stated age'
  return `knowledge from ${origins[origin]}, ${age}; put together ${builtAt.slice(0, 16)}Z`
}

/** The findings stand below: a list of all ecosystems of a large inventory would push them out of sight. */
const MOST_ECOSYSTEMS = 12

function coverageLines(report: ScanReport): string[] {
  const head = `${componentWords(report.components, report.listed)} in ${report.target}; ${knowledgeWords(report.knowledge)}`
  if (report.components === 0)
    return [head, 'Nothing could be judged: no component was found. Was the inventory made in the right place?']
  if (report.unknown === 0) return [head, 'All of them could be judged.', ...fixesOnlyLines(report)]
  const percent = Math.round((100 * report.unknown) / Math.max(1, report.components))
  const rows = report.coverage
    .map((row) => ({ row, unknown: Object.values(row.unknown).reduce((total, count) => total + count, 0) }))
    .filter(({ unknown }) => unknown > 0)
    .toSorted((a, b) => b.unknown - a.unknown)
    .map(({ row, unknown }) => `  ${row.ecosystem}: ${unknown} of ${row.components} unknown (${whyUnknown(row)})`)
  const more = rows.length - MOST_ECOSYSTEMS
  return [
    head,
    `unknown: ${report.unknown} of ${count(report.components, 'component')} (${percent} %) cannot be called clean; what is found among them is firm, that nothing more is found proves nothing:`,
    ...rows.slice(0, MOST_ECOSYSTEMS),
    ...(more > 0 ? [`  … and ${count(more, 'ecosystem')} more (--json has all)`] : []),
    ...fixesOnlyLines(report),
  ]
}

/** The rest of the feeds may be of today: what nobody ever read must not look like it. */
function neverReadLines({ neverRead, origin }: ScanReport['knowledge']): string[] {
  if (neverRead.length === 0 || origin !== 'index') return []
  return [
    `never read: ${neverRead.map(sourceName).join(', ')}; of what they say only the part is known that came with Lunette, of its own day, and that they are silent proves nothing: run "${commandLine('feeds refresh')}"`,
  ]
}

/** Distributions that publish what they fixed: of what they have not fixed nothing is known. */
function fixesOnlyLines({ coverage }: ScanReport): string[] {
  const rows = coverage.filter(({ fixesOnly, covered }) => fixesOnly && covered > 0)
  if (rows.length === 0) return []
  const components = rows.reduce((total, { covered }) => total + covered, 0)
  const names = rows.slice(0, 5).map(({ ecosystem }) => ecosystem)
  const more = rows.length > names.length ? ' …' : ''
  return [
    `fixes only: ${count(components, 'component')} of ${names.join(', ')}${more} are judged by what was fixed; what their distribution has not fixed yet it does not list`,
  ]
}

const MOST_BLIND = 10

/** What was not looked at stands above the findings: a short list must not read as a clean one. */
function blindLines(report: ScanReport): string[] {
  const spots = blindSpots(report)
  if (spots.length === 0) return []
  const shown = spots.slice(0, MOST_BLIND).map((spot) => `  ${plain(spot)}`)
  const more = spots.length > MOST_BLIND ? [`  … and ${spots.length - MOST_BLIND} more (--json has all)`] : []
  return ['Not everything could be looked at, so that nothing more is found proves nothing:', ...shown, ...more]
}

function whyUnknown({ unknown, asOf, maxAgeDays = DEFAULT_MAX_AGE_DAYS }: ScanReport['coverage'][number]): string {
  const parts: [number, string][] = [
    [unknown.noKnowledge, 'no knowledge loaded'],
    [
      unknown.stale,
      `knowledge out of date, as of ${asOf?.slice(0, 10) ?? 'nobody says when'}; more than ${maxAgeDays} days`,
    ],
    [unknown.noVersion, 'no usable version'],
    [unknown.noIdentity, 'no purl or CPE'],
  ]
  return parts
    .filter(([count]) => count > 0)
    .map(([count, words]) => `${count} ${words}`)
    .join(', ')
}

function summaryLine(report: ScanReport): string {
  const counts = Object.groupBy(report.findings, (finding) => finding.priority.urgency)
  const words = (Object.keys(marks) as Urgency[]).map((urgency) => `${counts[urgency]?.length ?? 0} ${urgency}`)
  return `${count(report.findings.length, 'finding')}: ${words.join(', ')}; ${count(report.unknown, 'component')} unknown`
}

function count(number: number, noun: string): string {
  return `${number} ${number === 1 ? noun : `${noun}s`}`
}

/** Plain columns within the width. */
function table(columns: readonly Column[], findings: readonly ReportFinding[], width: number): string[] {
  const rows = [columns.map(({ title }) => title), ...findings.map((one) => columns.map(({ of }) => plain(of(one))))]
  const needs = columns.map((column, at) => ({ ...column, needs: Math.max(...rows.map((row) => row[at]!.length)) }))
  const widths = fitColumns(needs, width)
  const gap = ' '.repeat(GAP)
  return rows.map((row) =>
    row
      .map((cell, at) => cut(cell, widths[at]!, columns[at]!.keeps))
      .join(gap)
      .trimEnd(),
  )
}

/** Control characters from untrusted names must not reach the terminal. */
function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is removed.
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '·')
}

function cut(text: string, width: number, keeps?: 'end'): string {
  if (text.length <= width) return text.padEnd(width)
  return keeps === 'end' ? `…${text.slice(1 - width)}` : `${text.slice(0, width - 1)}…`
}
