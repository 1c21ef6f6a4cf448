import type { AssuranceCase } from './case.ts'

/** Who looks at a case. */
export interface CaseReader {
  name: string
  /** Owners read every case. */
  readsAll: boolean
}

/**
 * True where somebody may read what a case says: of a confidential one owners, who leads it or has a role in it, and who reported it. Who is from outside reads nothing here, whoever bears the name later. A reporter's
 * name opens only what was reported under an account; who leads is said by somebody who may read it.
 */
export function mayRead(
  {
    confidential,
    reportedBy,
    origin,
    lead,
    leadOutside,
    roles,
  }: Pick<AssuranceCase, 'confidential' | 'reportedBy' | 'origin' | 'lead' | 'leadOutside' | 'roles'>,
  { name, readsAll }: CaseReader,
): boolean {
  return (
    !confidential ||
    readsAll ||
    (lead === name && !leadOutside) ||
    roles.some((one) => one.person === name && !one.outside) ||
    (origin === 'person' && reportedBy === name)
  )
}

/** A case as somebody may see it: of a confidential one that it is there, its kind and how it stands; none of its words. */
export function asReadBy(found: AssuranceCase, reader: CaseReader): AssuranceCase {
  if (mayRead(found, reader)) return found
  const { id, kind, origin, reportedAt, state, closedAt } = found
  return {
    ...{ id, kind, origin, reportedAt, state, closedAt, confidential: true },
    ...{ title: 'confidential', summary: '', pattern: null, system: null, occurredFrom: null, occurredTo: null },
    ...{
      detectedAt: null,
      containedAt: null,
      reportedBy: 'confidential',
      lead: null,
      leadOutside: false,
      roles: [],
      contact: null,
      closedBy: null,
    },
    ...{
      kinds: [],
      reopenedWhy: null,
      recurredAt: null,
      barriers: [],
      changes: [],
      moments: [],
      links: [],
      techniques: [],
    },
  }
}
