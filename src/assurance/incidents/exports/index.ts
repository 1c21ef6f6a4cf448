import type { AssuranceCase } from '../case.ts'
import { aiidOf } from './aiid.ts'
import { draftOf } from './drafts.ts'
import { oecdOf } from './oecd.ts'

/** What a case can be written as. */
export const caseExports = ['oecd', 'aiid', 'ai-act-73', 'nis2', 'dora'] as const
export type CaseExport = (typeof caseExports)[number]

/** What an export is made of. */
export interface ExportedCase {
  case: AssuranceCase
  /** The AI system it is of, where the register knows it. */
  system:
    | {
        name: string
        purpose: string
        role: string
        autonomy: string
        oversight: string | null
        dataClasses: readonly string[]
        parts: readonly { kind: string; name: string; version: string | null; vendor: string | null }[]
      }
    | undefined
  clocks: readonly {
    id: string
    name: string
    source: string
    recipient: string
    state: string
    due: string
    startedAt: string
    filedAt: string | null
  }[]
  now: string
}

/** Writes a case for somebody else: JSON for databases of incidents, Markdown for authorities. */
export function exportCase(as: CaseExport, given: ExportedCase): { name: string; type: string; text: string } {
  const name = `case-${given.case.id.slice(0, 8)}-${as}`
  const json = (value: object) => ({
    ...{ name: `${name}.json`, type: 'application/json' },
    text: `${JSON.stringify(value, undefined, 2)}\n`,
  })
  if (as === 'oecd') return json(oecdOf(given))
  if (as === 'aiid') return json(aiidOf(given))
  return { name: `${name}.md`, type: 'text/markdown; charset=utf-8', text: draftOf(as, given) }
}
