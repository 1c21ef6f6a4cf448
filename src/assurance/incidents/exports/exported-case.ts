import type { AssuranceCase } from '../case.ts'

/** What a case can be written as. */
export type CaseExport = 'oecd' | 'aiid' | 'ai-act-73' | 'nis2' | 'dora'

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
