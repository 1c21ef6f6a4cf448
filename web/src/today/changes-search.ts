import type { ChangeKind } from '@contract/changes.ts'
import { changeWords } from './change-words.ts'

/** Which changes are shown: since when, of which kind, and whether one's own are left out. */
export interface ChangesSearch {
  since?: string
  kind?: ChangeKind
  by?: 'others'
}

export function changesSearch(search: Record<string, unknown>): ChangesSearch {
  const { since, kind, by } = search
  const known = (Object.keys(changeWords) as ChangeKind[]).find((one) => one === kind)
  const isTime = typeof since === 'string' && !Number.isNaN(Date.parse(since))
  return {
    ...(isTime && { since: new Date(since).toISOString() }),
    ...(known && { kind: known }),
    ...(by === 'others' && { by }),
  }
}
