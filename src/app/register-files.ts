import { oscalRegister, writtenResidual } from '#assurance/threats'
import { assumedParts } from '#contract/assurance-words'
import type { ScenarioRow } from '#contract/scenario-rows'
import type { AssessedControl, AssessedScenario } from '#flows/assurance'
import { controlRowOf, scenarioRowOf } from './assurance-rows.ts'
import { type CsvValue, csvLine } from './server/csv.ts'

interface Assessed {
  controls: readonly AssessedControl[]
  scenarios: readonly AssessedScenario[]
}

interface RegisterFile {
  ending: string
  type: string
  text(assessed: Assessed, about: { workspaceId: string; workspaceName: string; at: string; version: string }): string
}

/** The risk register as a file: a table, or OSCAL. */
export const registerFiles: Readonly<Record<'csv' | 'oscal', RegisterFile>> = {
  csv: { ending: 'csv', type: 'text/csv; charset=utf-8', text: tableOf },
  oscal: {
    ending: 'oscal.json',
    type: 'application/json',
    text: ({ scenarios, controls }, about) =>
      `${JSON.stringify(oscalRegister(scenarios, controls.map(controlRowOf), about), null, 2)}\n`,
  },
}

const columns: readonly (readonly [string, (row: ScenarioRow) => CsvValue])[] = [
  ['scenario', (row) => row.id],
  ['title', (row) => row.title],
  ['owner', (row) => row.owner],
  ['harm', (row) => row.harm],
  ['attempts a year', (row) => row.attempts?.value ?? 'unknown'],
  ['attempts by', (row) => row.attempts?.basis ?? null],
  ['left over a year, at most', (row) => writtenResidual(row.residual).frequency ?? 'unknown'],
  ['rests on assumed', (row) => assumedParts(row).join(', ')],
  ['left over of an attempt, at most', (row) => writtenResidual(row.residual).left],
  ['left over of an attempt, whatever is shared, at least', (row) => writtenResidual(row.residual).low],
  ['left over of an attempt, whatever is shared, at most', (row) => writtenResidual(row.residual).high],
  ['appetite a year', (row) => row.appetite],
  ['within appetite', (row) => row.residual.withinAppetite ?? 'unknown'],
  ['treatment', (row) => row.treatment],
  ['treatment until', (row) => row.treatmentUntil],
  ['barriers', (row) => row.barriers.map(({ control, state }) => `${control} (${state})`).join(' → ')],
  ['techniques', (row) => row.techniques.join(', ')],
  ['review every days', (row) => row.reviewDays],
  ['kept in', (row) => row.keptIn],
]

function tableOf({ scenarios, controls }: Assessed): string {
  const rows = scenarios.map((scenario) => scenarioRowOf(scenario, controls))
  return [columns.map(([heading]) => heading), ...rows.map((row) => columns.map(([, value]) => value(row)))]
    .map(csvLine)
    .join('')
}
