import { type FixActionDetail, type FixActionListQuery, type FixActionRow, formatFilter, type Page } from '#contract'
import { compareVersions, type SchemeId } from '#core/versions'
import { type FixState, schemeOfEcosystem, type Urgency } from '#core/vocabulary'
import { cutPage, readCursor } from './cursor.ts'
import { BETWEEN_VERSIONS } from './finding-filter.ts'
import type { CountedFindings } from './finding-index/index.ts'
import type { CountedAction, FindingLists } from './finding-lists.ts'

const MOST_VERSIONS = 3
const MOST_ASSETS = 200

/** What to change, in the order to do it: each change with what it closes of the findings under a filter. */
export async function listFixActions(
  lists: FindingLists,
  workspaceId: string,
  { filter, sort, cursor, limit, offset }: FixActionListQuery,
): Promise<Page<FixActionRow>> {
  const position = readCursor(cursor)
  const after = position && { id: position.id, key: Number(position.key) }
  const { first, total } = await lists.fixActions(workspaceId, { filter, sort }, limit + 1, after, offset)
  const { rows, next } = cutPage(first, limit, ({ id, key }) => ({ id, key: String(key) }))
  return { rows: rows.map(fixActionOf), total, next }
}

/** One fix action; `undefined`: there is none, or all it would close is closed. */
export async function readFixAction(
  lists: FindingLists,
  workspaceId: string,
  id: string,
): Promise<FixActionDetail | undefined> {
  const filter = formatFilter({ terms: [{ key: 'action', values: [id], not: false }], text: '' })
  const { first } = await lists.fixActions(workspaceId, { filter, sort: 'decision' }, 1)
  const [action] = first
  if (!action) return undefined
  const on = await lists.assetsOfAction(workspaceId, id, MOST_ASSETS)
  return {
    ...fixActionOf(action),
    steps: stepsOf(action),
    on: on.map(({ exposure, owner, ...asset }) => ({
      ...asset,
      exposure: exposure as FixActionDetail['on'][number]['exposure'],
      owner: owner === 'none' ? null : owner,
    })),
  }
}

function fixActionOf(action: CountedAction): FixActionRow {
  const { id, worst, due, assets, vulnerabilities, claimed, parts, remedy } = action
  const scheme = schemeOf(action)
  const version = highestFix(parts, scheme)
  const open = openOf(parts)
  const versions = byVersion(parts)
  return {
    id,
    kind: version !== null ? 'update' : isStatedUnfixed(worst) ? 'no-fix' : 'unknown-fix',
    // What is in no component is closed by what its rule asks for.
    component: { name: worst.component.name || worst.title, ecosystem: worst.component.ecosystem },
    version,
    firstStep: firstStepOf(parts, worst.urgency, version, scheme),
    from: versions.slice(0, MOST_VERSIONS).map(([from]) => from || null),
    fromCount: versions.length,
    urgency: worst.urgency,
    findings: sumOf(parts),
    unknownFix: isStatedUnfixed(worst) ? 0 : sumOf(parts.filter(({ fixed }) => fixed === '')),
    vulnerabilities,
    assets,
    claimed,
    open,
    dueAt: due === undefined ? null : new Date(due * 1_000).toISOString(),
    worst,
    remedy,
  }
}

/** No version fixes it: its sources say so, or it is in no component. That none names one is something else. */
function isStatedUnfixed({ component, fixedVersion, fixState }: CountedAction['worst']): boolean {
  return component.name === '' || (fixedVersion === null && unfixedStates.has(fixState))
}

const unfixedStates: ReadonlySet<string> = new Set(['not-fixed', 'wont-fix', 'end-of-life'] satisfies FixState[])

/** From each version in use to the one that closes what was found in it. */
function stepsOf(action: CountedAction): FixActionDetail['steps'] {
  const scheme = schemeOf(action)
  return byVersion(action.parts)
    .map(([from, parts]) => {
      const { known = [], unknown = [] } = Object.groupBy(parts, ({ fixed }) => (fixed === '' ? 'unknown' : 'known'))
      const to = highestFix(parts, scheme)
      return { from: from || null, to, open: openOf(to === null ? parts : known), unknownFix: sumOf(unknown) }
    })
    .sort((a, b) => (a.from === null ? 1 : b.from === null ? -1 : compareVersions(scheme, a.from, b.from)))
}

/** A smaller step is worth naming where it closes all that is urgent and less than everything. */
function firstStepOf(
  parts: readonly CountedFindings[],
  urgency: Urgency,
  version: string | null,
  scheme: SchemeId,
): FixActionRow['firstStep'] {
  const urgent = parts.filter((part) => part.urgency === urgency)
  if (urgent.some(({ fixed }) => fixed === '')) return null
  const step = highestFix(urgent, scheme)
  if (step === null || version === null || compareVersions(scheme, step, version) >= 0) return null
  return { version: step, urgency, findings: sumOf(urgent) }
}

/** The smallest version that closes all of them: the highest of the versions that close each. */
function highestFix(parts: readonly CountedFindings[], scheme: SchemeId): string | null {
  let highest: string | null = null
  for (const { fixed } of parts)
    if (fixed !== '' && (highest === null || compareVersions(scheme, fixed, highest) > 0)) highest = fixed
  return highest
}

function schemeOf({ worst }: CountedAction): SchemeId {
  return schemeOfEcosystem(worst.component.ecosystem ?? '')
}

/** Findings by each version they are in, most found first. */
function byVersion(parts: readonly CountedFindings[]): [string, CountedFindings[]][] {
  const versions = new Map<string, CountedFindings[]>()
  for (const part of parts)
    for (const version of part.version.split(BETWEEN_VERSIONS)) {
      const known = versions.get(version)
      if (known) known.push(part)
      else versions.set(version, [part])
    }
  return [...versions].sort(([a, of], [b, others]) => sumOf(others) - sumOf(of) || (a < b ? -1 : 1))
}

function openOf(parts: readonly CountedFindings[]): FixActionRow['open'] {
  const open = { now: 0, soon: 0, scheduled: 0, defer: 0 }
  for (const { urgency, findings } of parts) open[urgency] += findings
  return open
}

function sumOf(parts: readonly CountedFindings[]): number {
  return parts.reduce((sum, { findings }) => sum + findings, 0)
}
