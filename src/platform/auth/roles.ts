/** From least to most: each may do what the ones before it may. */
export const roles = ['viewer', 'analyst', 'owner', 'admin'] as const
export type Role = (typeof roles)[number]

/** True when `held` includes what `needed` may do. */
export function mayActAs(held: Role, needed: Role): boolean {
  return roles.indexOf(held) >= roles.indexOf(needed)
}
