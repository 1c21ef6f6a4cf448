import {
  claimedWords,
  closesWords,
  counted,
  doWords,
  type FixActionDetail,
  type FixActionRow,
  type FixActionSort,
  filterProblem,
  findingFilterKeys,
  firstStepWords,
  fromWords,
  type Page,
  reasonWords,
} from '#contract'
import { commandLine, ok } from '#core/kernel'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { FindingLists } from '#views/finding-lists'
import { listFixActions, readFixAction } from '#views/fix-actions'
import { exitCodes } from '../exit-codes.ts'
import { withRuntime } from '../open.ts'
import { columns, finish, print, say } from '../say.ts'

interface FixFlags {
  dataDir?: string
  json?: boolean
  limit?: number
  sort?: FixActionSort
}

/** `lunette fixes list`: what to change, in the order to do it. */
export async function list(words: string[], flags: FixFlags): Promise<number> {
  const filter = words.join(' ')
  const wrong = filterProblem(filter, findingFilterKeys)
  if (wrong !== undefined) {
    say(wrong)
    return exitCodes.usage
  }
  const { limit = 20, sort = 'decision' } = flags
  const done = await withRuntime(flags, async ({ database }) =>
    ok(await listFixActions(new FindingLists(database), DEFAULT_WORKSPACE, { filter, sort, limit })),
  )
  return finish(done, (page) => print(page, tableOf(page), flags.json))
}

/** `lunette fixes show`: one change with the versions it starts from and the assets it is on. */
export async function show(id: string, flags: FixFlags): Promise<number> {
  const done = await withRuntime(flags, async ({ database }) =>
    ok(await readFixAction(new FindingLists(database), DEFAULT_WORKSPACE, id)),
  )
  return finish(done, (action) => {
    if (action) return print(action, textOf(action), flags.json)
    say(`there is no fix action ${id}, or all it would close is closed: ${commandLine('fixes list')}`)
    return exitCodes.usage
  })
}

function tableOf({ rows, total }: Page<FixActionRow>): string {
  const cells = rows.map((row) => [
    row.urgency,
    row.id,
    doWords(row),
    fromWords(row),
    [closesWords(row), firstStepWords(row), claimedWords(row)].filter(Boolean).join('; '),
    row.dueAt?.slice(0, 10) ?? '',
    reasonWords(row),
  ])
  return `${columns(['', 'id', 'do', 'from', 'which', 'due', 'because'], cells)}\n${rows.length} of ${total}`
}

function textOf(action: FixActionDetail): string {
  const { worst, dueAt, vulnerabilities, steps, on, assets } = action
  const why = `${worst.vulnerabilityId ?? worst.title} on ${worst.asset.name}: ${reasonWords(action)}`
  const head = [
    [action.urgency, doWords(action)],
    ['', `${counted(vulnerabilities, 'vulnerability', 'vulnerabilities')}; ${closesWords(action)}`],
    ['', firstStepWords(action) ?? ''],
    ['', claimedWords(action) ?? ''],
    ['due', dueAt?.slice(0, 10) ?? 'no date'],
    ['first because of', why],
    ['its findings', commandLine(`findings list action:${action.id}`)],
  ].filter(([, words]) => words !== '')
  const stepRows = steps.map(({ from, to, open }) => [
    from ?? 'unknown',
    to ?? (action.kind === 'no-fix' ? 'no fix' : 'not known'),
    ...Object.values(open).map(String),
  ])
  const assetRows = on.map(({ urgency, name, versions, findings, exposure, owner }) => {
    return [urgency, name, versions.join(', '), String(findings), exposure, owner ?? 'no owner']
  })
  return [
    columns(['', ''], head).trim(),
    '',
    columns(['from', 'to', 'now', 'soon', 'scheduled', 'defer'], stepRows),
    '',
    columns(['', 'asset', 'versions', 'findings', 'exposure', 'owner'], assetRows),
    `${on.length} of ${assets}`,
  ].join('\n')
}
