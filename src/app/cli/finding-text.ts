import { type FindingDetail, type FindingRow, fixedWords, levReachWords, percentWords } from '#contract'
import { starterWords } from '#contract/starter-words'
import { versionWords } from '#core/version-words'
import { columns } from './say.ts'

export const urgencyMarks = { now: '▲', soon: '◆', scheduled: '●', defer: '○' } as const
export const notSeenYet = 'claimed fixed, not seen yet'

/** The component with its version; of what is in none, its kind and place. */
export function placeOf({ component, kind, location }: FindingRow): string {
  return component.name === ''
    ? `${kind}, ${location}`
    : `${component.name} ${versionWords(component.version, component.otherVersions) ?? ''}`.trimEnd()
}

/** One finding for a terminal: what it is, why it is urgent, what is known of exploitation, why it matches, who saw it. */
export function findingText(finding: FindingDetail): string {
  return [
    ...head(finding),
    ...section(`Why ${finding.urgency} (${finding.priority.tableName ?? finding.priority.table})`, inputs(finding)),
    ...(finding.vulnerabilityId === null ? [] : section('Exploitation', pairs(exploitation(finding)))),
    ...section(`Why it matches: ${finding.verdict}, ${fixedWords(finding)}`, reasons(finding)),
    ...section('Seen by', witnesses(finding)),
  ].join('\n')
}

function section(title: string, lines: string[]): string[] {
  return lines.length > 0 ? ['', title, ...lines] : []
}

function head(finding: FindingDetail): string[] {
  const { asset, component, title, claimed, disposition } = finding
  const subject = finding.vulnerabilityId ?? finding.ruleId ?? finding.kind
  const people = [finding.assignee && `worked on by ${finding.assignee}`, finding.team && `team ${finding.team}`]
  return [
    `${urgencyMarks[finding.urgency]} ${finding.urgency} · ${finding.priority.outcomeLabel}${standing(finding)}`,
    `${subject} in ${placeOf(finding)} on ${asset.name} (${asset.exposure}, ${asset.exposureBasis})`,
    // Where no source has a title, it is made of what the line above says.
    ...(isMadeUp(title, subject, component.name) ? [] : [title]),
    [
      `first seen ${finding.firstSeen.slice(0, 10)}`,
      asset.owner ? `owner ${asset.owner}` : 'no owner',
      ...people.filter(Boolean),
    ].join(' · '),
    ...(claimed ? [`${notSeenYet}: by ${claimed.by} on ${claimed.at.slice(0, 10)}`] : []),
    ...(disposition && finding.state === 'suppressed'
      ? [
          `ruled ${disposition.status} by ${disposition.madeBy} until ${disposition.endsAt.slice(0, 10)}: ${disposition.reason}`,
        ]
      : []),
  ]
}

function isMadeUp(title: string, subject: string, component: string): boolean {
  const names = [component, component.slice(component.lastIndexOf('/') + 1)]
  return [subject, ...names.map((name) => `${subject} in ${name}`)].includes(title)
}

function standing({ state, resolution, dueAt }: FindingDetail): string {
  if (state === 'resolved') return ` · resolved${resolution ? `: ${resolution}` : ''}`
  if (state === 'suppressed') return ' · off the list by a ruling'
  return dueAt ? ` · due ${dueAt.slice(0, 10)}` : ' · no due date'
}

function inputs({ priority }: FindingDetail): string[] {
  const rows = priority.inputs.map((one) => [
    '',
    one.label,
    one.valueLabel,
    one.basis,
    starterWords(one.source),
    one.text,
  ])
  return columns(['', 'input', 'value', 'known by', 'source', 'because'], rows).split('\n')
}

function exploitation(finding: FindingDetail): [name: string, words: string][] {
  const { exploitation: evidence, epss, lev, cvss } = finding.priority
  const exploits = dated(finding, (kind) => kind !== 'kev' && kind !== 'published')
  return [
    ['evidence', evidence === 'unknown' ? 'unknown: no loaded catalogue speaks of exploitation' : evidence],
    ['KEV', kevWords(finding)],
    ...(exploits.length > 0 ? [['exploits', exploits.join(', ')] as [string, string]] : []),
    [
      'EPSS',
      epss
        ? `${percentWords(epss.probability)} in 30 days, as of ${epss.date}, ${epss.by ? `from a ${epss.by} report` : `model ${epss.modelVersion}`}`
        : 'unknown: no score is loaded',
    ],
    ['LEV', lev ? levWords(lev) : 'unknown: it needs EPSS history'],
    [
      'CVSS',
      cvss
        ? `${cvss.score.toFixed(1)} by ${starterWords(cvss.by)}, ${cvss.vector}`
        : 'unknown: no source has scored it',
    ],
  ]
}

/** What the catalogues say; where the built-in starter decided, what the decision says. */
function kevWords(finding: FindingDetail): string {
  const listed = dated(finding, (kind) => kind === 'kev')
  if (listed.length > 0) return listed.join(', ')
  const decided = finding.priority.inputs.find(({ text }) => text.startsWith('in KEV'))
  if (decided) return decided.text
  if (finding.kev === null) return 'unknown: no catalogue that speaks of today is loaded'
  return finding.kev ? 'listed' : 'in no loaded catalogue'
}

function dated({ timeline }: FindingDetail, isWanted: (kind: string) => boolean): string[] {
  return timeline
    .filter(({ kind }) => isWanted(kind))
    .map(({ at, text, source }) => `${text} since ${at.slice(0, 10)} (${source})`)
}

function levWords(lev: NonNullable<FindingDetail['priority']['lev']>): string {
  const reach = levReachWords(lev)
  return `${percentWords(lev.probability)} that it was exploited before${reach ? ` (${reach})` : ''}`
}

function pairs(rows: [name: string, words: string][]): string[] {
  return columns(
    ['', '', ''],
    rows.map((row) => ['', ...row]),
  )
    .split('\n')
    .slice(1)
}

function reasons({ match }: FindingDetail): string[] {
  const words = match.reasons.map(({ text, source }) => (source === 'starter' ? starterWords(text) : text))
  return words.map((text, index) => `  ${index + 1}. ${text}`)
}

const MOST_WITNESSES = 10

function witnesses({ witnesses: all }: FindingDetail): string[] {
  const rows = all.slice(0, MOST_WITNESSES).map(({ fileName, tool, importer, statedAt, location, version }) => {
    const place = [version, location].filter(Boolean).join(' in ')
    return ['', fileName, tool ?? importer, statedAt.slice(0, 10), place]
  })
  const more = all.length > rows.length ? [`  … and ${all.length - rows.length} more (--json has all)`] : []
  return rows.length === 0 ? [] : [...columns(['', '', '', '', ''], rows).split('\n').slice(1), ...more]
}
