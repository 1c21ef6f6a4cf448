import { readFile, stat } from 'node:fs/promises'
import { err, ok, problem, type Result } from '#core/kernel'
import { type DecisionTable, findMonotonicityBreaks, type MonotonicityBreak } from '#core/vocabulary'
import { answerablePoints, tableById } from '#exposure/prioritisation'

const MAX_TABLE_BYTES = 32 * 1024 ** 2

/** The decision table a setting or flag names, with what its user should know before trusting it. */
export interface ChosenTable {
  table: DecisionTable
  warnings: string[]
}

/**
 * A published table by id or short name, or a table of one's own: a file of SSVC's DecisionTable 2.0.0 JSON. An own
 * table in which a worse input lowers the outcome is refused, because what is unknown is decided by the worst case.
 */
export async function chooseTable(choice: string): Promise<Result<ChosenTable>> {
  const published = tableById(choice)
  if (published) return ok({ table: published, warnings: warningsOf(published) })
  if (!/\.json$/i.test(choice)) {
    const known = 'bod-26-04, deployer, coordinator, a published id, or a .json file of your own (DecisionTable 2.0.0)'
    return err(problem('no-table', `there is no decision table "${choice}": use ${known}`))
  }
  const json = await readJson(choice)
  if (!json.ok) return json
  const { parseDecisionTable } = await import('#core/vocabulary/ssvc')
  const table = parseDecisionTable(json.value, choice)
  if (!table.ok) return err(problem(table.error.code, `${choice}: ${table.error.message}`))
  const [broken] = findMonotonicityBreaks(table.value)
  if (broken) return err(problem('not-monotone', `${choice}: ${breakText(table.value, broken)}`))
  return ok({ table: table.value, warnings: warningsOf(table.value) })
}

async function readJson(path: string): Promise<Result<unknown>> {
  try {
    if ((await stat(path)).size > MAX_TABLE_BYTES) return err(problem('too-large', `${path} is larger than 32 MiB`))
    return ok(JSON.parse(await readFile(path, 'utf8')))
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : ''
    return err(problem('no-table', `the decision table ${path} cannot be read: ${reason}`, cause))
  }
}

function breakText(table: DecisionTable, { point, from, to }: MonotonicityBreak): string {
  const name = table.points.find((candidate) => candidate.id === point)?.name ?? point
  return `a worse "${name}" lowers the outcome (from ${from.join(', ')} to ${to.join(', ')}); list values and outcomes from least to most severe, and mend the row`
}

function warningsOf(table: DecisionTable): string[] {
  const answerable = new Set(answerablePoints(table))
  const others = table.points.filter((point) => !answerable.has(point.id)).map((point) => point.name)
  if (others.length === 0) return []
  return [`nothing here answers ${others.join(', ')} of "${table.name}": the more urgent branch is assumed throughout`]
}
