import { type DecisionTable, publishedTables } from '#core/vocabulary'
import { answers } from './inputs/index.ts'

/** CISA BOD 26-04: publicly exposed × in KEV × automatable × technical impact. */
export const DEFAULT_TABLE = 'cisa:DT_BOD2604:1.0.0'

/** Short names for the command line, next to the tables' own ids. */
const shortNames: Readonly<Record<string, string>> = {
  'bod-26-04': DEFAULT_TABLE,
  deployer: 'ssvc:DT_DP:1.0.0',
  coordinator: 'cisa:DT_CO:2.0.3',
}

/** The published tables that decide about one vulnerability on one asset, i.e. all of whose points we can answer. */
export const tables: readonly DecisionTable[] = [...publishedTables.values()].filter(
  (table) => answerablePoints(table).length === table.points.length,
)

/** A table by id or short name (`bod-26-04`, `deployer`, `coordinator`). */
export function tableById(id: string): DecisionTable | undefined {
  return publishedTables.get(shortNames[id] ?? id)
}

/** Points of a table that can be answered from facts; the others are always assumed. */
export function answerablePoints(table: DecisionTable): string[] {
  return table.points.filter((point) => answers[point.id.split(':').slice(0, 2).join(':')]).map((point) => point.id)
}
