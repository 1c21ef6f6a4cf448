import type { Role } from '@contract/words.ts'

/** What each role may do, from least to most. */
export const roleWords: Readonly<Record<Role, string>> = {
  viewer: 'reads everything',
  analyst: 'reads, imports, refreshes, states facts, rules on findings',
  owner: 'does what analysts do, manages people, reads the audit trail',
  admin: 'does what owners do, names the workspace, makes administrators',
}

const order = Object.keys(roleWords) as Role[]

/** The roles somebody may give: none above their own. */
export function givableRoles(own: Role | null): Role[] {
  return own === null ? [] : order.slice(0, order.indexOf(own) + 1)
}

export function isAtLeast(own: Role | null, needed: Role): boolean {
  return own !== null && order.indexOf(own) >= order.indexOf(needed)
}
