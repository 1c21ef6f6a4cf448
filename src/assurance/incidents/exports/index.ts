import type { CaseExport } from '#core/vocabulary'
import { aiidOf } from './aiid.ts'
import { draftOf } from './drafts.ts'
import type { ExportedCase } from './exported-case.ts'
import { oecdOf } from './oecd.ts'

/** Writes a case for somebody else: JSON for databases of incidents, Markdown for authorities. What was withdrawn is no measure taken. */
export function exportCase(as: CaseExport, told: ExportedCase): { name: string; type: string; text: string } {
  const changes = told.case.changes.filter(({ withdrawn }) => withdrawn === null)
  const given = { ...told, case: { ...told.case, changes } }
  const name = `case-${given.case.id.slice(0, 8)}-${as}`
  const json = (value: object) => ({
    ...{ name: `${name}.json`, type: 'application/json' },
    text: `${JSON.stringify(value, undefined, 2)}\n`,
  })
  if (as === 'oecd') return json(oecdOf(given))
  if (as === 'aiid') return json(aiidOf(given))
  return { name: `${name}.md`, type: 'text/markdown; charset=utf-8', text: draftOf(as, given) }
}
