/** From least to most: each may do what the ones before it may. */
export const roles = ['viewer', 'analyst', 'owner', 'admin'] as const
export type Role = (typeof roles)[number]

/** True when `held` includes what `needed` may do. */
export function mayActAs(held: Role, needed: Role): boolean {
  return roles.indexOf(held) >= roles.indexOf(needed)
}

/** What an API token may be used for: reading, changing, sending imports or traces in, what owners and administrators do, and being a probe agent. */
export type TokenScope = 'read' | 'write' | 'import' | 'traces' | 'admin' | 'agent'
