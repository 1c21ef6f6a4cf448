import { type CvssSeverity, type DecisionTable, type Priority, reporterName } from '#core/vocabulary'
import type { DecisionContext } from './inputs/index.ts'
import { prioritise } from './prioritise.ts'
import { rankOf } from './rank.ts'
import { settingFacts } from './settings.ts'

/** Where a tool's word stands in the order of scores: at the lower end of what CVSS calls so. */
export const scoreOfWord: Readonly<Record<CvssSeverity, number>> = {
  critical: 9,
  high: 7,
  medium: 4,
  low: 0.1,
  none: 0,
}

const TABLE = 'lunette:STATED_SEVERITY:1.0.0'

interface Stated {
  tool: string
  ruleId: string
  severity?: CvssSeverity | undefined
  /** It is a vulnerability that something is known of. */
  known: boolean
  /** It is no vulnerability, but a rule of the tool. */
  isRule: boolean
}

/**
 * Decides a finding that rests on a tool's word. What the tool itself calls informational (`none`) is deferred on that
 * word; anything else, and what it gave no severity, goes through the table, where what is unknown takes the more urgent
 * branch: of the rules of our own discovery little is. The severity decides nothing there, it only orders what is decided alike.
 */
export function prioritiseStated(
  context: DecisionContext,
  table: DecisionTable,
  { tool, ruleId, severity, known, isRule }: Stated,
): { priority: Priority; rank: number } {
  if (severity === 'none' && !known) return informational(tool)
  const setting = settingFacts(tool, ruleId)
  const { priority, rank } = prioritise({ ...context, setting, isRule: isRule && setting === undefined }, table)
  return { priority, rank: rank('affected', severity && scoreOfWord[severity]) }
}

function informational(tool: string): { priority: Priority; rank: number } {
  const text = `${reporterName(tool)} states that it is informational`
  const priority: Priority = {
    table: TABLE,
    tableName: 'Severity stated by the tool',
    outcome: 'I',
    outcomeLabel: 'Informational',
    urgency: 'defer',
    basis: 'stated',
    inputs: [
      {
        point: 'lunette:SEVERITY:1.0.0',
        label: 'Stated severity',
        value: 'none',
        valueLabel: 'Informational',
        basis: 'stated',
        decisive: true,
        source: tool,
        text,
      },
    ],
    exploitation: 'unknown',
    why: text,
  }
  return { priority, rank: rankOf(priority, 0, 'affected', { score: scoreOfWord.none }) }
}
