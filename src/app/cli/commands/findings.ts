import type { FindingDetail, FindingRow } from '#contract'
import { ok } from '#core/kernel'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { readFinding } from '#views/finding-detail'
import { listFindings } from '#views/findings'
import { exitCodes } from '../exit-codes.ts'
import { withRuntime } from '../open.ts'
import { columns, finish, print, say } from '../say.ts'

interface FindingFlags {
  dataDir?: string
  json?: boolean
  limit?: string
}

const marks = { now: '▲', soon: '◆', scheduled: '●', defer: '○' } as const
const MOST_ROWS = 1_000

/** `lunette findings list`: ranked, with the reason on the row. */
export async function list(filter: string[], flags: FindingFlags): Promise<number> {
  const limit = Math.min(Number(flags.limit) || 50, MOST_ROWS)
  const done = await withRuntime(flags, async ({ database }) =>
    ok(await listFindings(database, DEFAULT_WORKSPACE, { filter: filter.join(' '), limit })),
  )
  return finish(done, (page) =>
    print(
      page,
      `${columns(['', 'id', 'vulnerability', 'component', 'asset', 'fixed in', 'why'], page.rows.map(cells))}\n${page.rows.length} of ${page.total}`,
      flags.json,
    ),
  )
}

function cells(row: FindingRow): string[] {
  const component = `${row.component.name} ${row.component.version ?? ''}`
  return [
    `${marks[row.urgency]} ${row.urgency}`,
    row.id,
    row.vulnerabilityId ?? row.title,
    component,
    row.asset.name,
    row.fixedVersion ?? '–',
    row.why,
  ]
}

/** `lunette findings show`: the decision with its inputs, and why it matches. */
export async function show(id: string, flags: FindingFlags): Promise<number> {
  const done = await withRuntime(flags, async ({ database }) => ok(await readFinding(database, DEFAULT_WORKSPACE, id)))
  return finish(done, (finding) => {
    if (!finding) {
      say(`there is no finding ${id}: lunette findings list`)
      return exitCodes.usage
    }
    print(finding, textOf(finding), flags.json)
    return exitCodes.clean
  })
}

function textOf(finding: FindingDetail): string {
  const { component, asset, priority, match } = finding
  const due = finding.dueAt ? ` · due ${finding.dueAt.slice(0, 10)}` : ''
  const inputs = priority.inputs.map((input) => [
    '',
    input.label,
    input.valueLabel,
    input.basis,
    input.source,
    input.text,
  ])
  return [
    `${marks[finding.urgency]} ${finding.urgency} · ${priority.outcomeLabel}${due}`,
    `${finding.vulnerabilityId ?? finding.title} in ${component.name} ${component.version ?? ''} on ${asset.name} (${asset.exposure}, ${asset.exposureBasis})`,
    finding.title,
    '',
    `Why now (${priority.tableName ?? priority.table})`,
    columns(['', 'input', 'value', 'known by', 'source', 'because'], inputs),
    '',
    `Why it matches: ${finding.verdict}${finding.fixedVersion ? `, fixed in ${finding.fixedVersion}` : ''}`,
    ...match.reasons.map((reason, index) => `  ${index + 1}. ${reason.text}`),
  ].join('\n')
}
