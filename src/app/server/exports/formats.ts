import type { FindingRow } from '#contract'
import { claimsOf } from '#views/finding-claims'
import type { ServerParts } from '../types.ts'
import type { FileFormat } from './answer.ts'
import { chosenColumns } from './chosen.ts'
import { type Column, findingColumns } from './columns.ts'
import { cyclonedxVexOf } from './cyclonedx-vex.ts'
import { sarifOf } from './sarif.ts'
import { csvOf, jsonOf } from './table.ts'

/** What every list can be written as: with the columns that were chosen (`words`), else with all there is. */
export function tableFormats<Row>(
  columns: readonly Column<Row>[],
  words?: string,
): Record<'csv' | 'json', FileFormat<Row>> {
  const chosen = chosenColumns(columns, words)
  return {
    csv: { ending: 'csv', type: 'text/csv; charset=utf-8', text: (pages) => csvOf(chosen ?? columns, pages) },
    json: { ending: 'json', type: 'application/json', text: (pages) => jsonOf(pages, chosen) },
  }
}

/** What findings can be written as besides. */
export function findingFormats(
  { database, clock, config }: Pick<ServerParts, 'database' | 'clock' | 'config'>,
  workspace: { workspaceId: string; workspaceName: string },
  words?: string,
): Record<'csv' | 'json' | 'sarif' | 'cyclonedx', FileFormat<FindingRow>> {
  const toolVersion = config.version
  return {
    ...tableFormats(findingColumns, words),
    sarif: { ending: 'sarif', type: 'application/sarif+json', text: (pages) => sarifOf(pages, toolVersion) },
    cyclonedx: {
      ending: 'vex.cdx.json',
      type: 'application/vnd.cyclonedx+json; version=1.6',
      text: (pages) => cyclonedxVexOf(claims(pages), { toolVersion, at: clock(), subject: workspace.workspaceName }),
    },
  }

  async function* claims(pages: AsyncIterable<readonly FindingRow[]>) {
    for await (const rows of pages) yield claimsOf(database, workspace.workspaceId, rows)
  }
}
