import type { ScopeDocument } from '@contract/scope.ts'
import type { DiscoveryRunRow } from '@contract/surface.ts'

/** The way from nothing to a surface that is watched, in the order in which it is gone. */
export const steps = ['name', 'prove', 'approve', 'look', 'watch'] as const
export type Step = (typeof steps)[number]

type Known = Pick<ScopeDocument, 'seeds' | 'proofs' | 'ranges' | 'names' | 'watch'>
type Run = Pick<DiscoveryRunRow, 'startedAt' | 'state'>

/** What is to be done next; `undefined`: all of it is done, and Lunette looks by itself. */
export function nextStep(scope: Known, runs: readonly Run[]): Step | undefined {
  if (scope.seeds.length === 0) return 'name'
  if (!isAnythingApproved(scope)) return unproven(scope).length > 0 ? 'prove' : 'approve'
  if (!wasLookedAt(scope, runs)) return 'look'
  return scope.watch.length === 0 ? 'watch' : undefined
}

/** Whether somebody showed that what was named is theirs; an address needs none of it. */
export function proofStep(scope: Pick<Known, 'seeds' | 'proofs'>): 'done' | 'not yet' | 'not needed for an address' {
  if (unproven(scope).length > 0) return 'not yet'
  return scope.seeds.some(({ kind }) => kind === 'domain' || kind === 'hostname') ? 'done' : 'not needed for an address'
}

/** Names of seeds that nobody has proven: what stands below a proven name is proven with it. */
export function unproven({ seeds, proofs }: Pick<Known, 'seeds' | 'proofs'>): string[] {
  const proven = proofs.filter(({ state }) => state === 'proven')
  return seeds
    .filter(({ kind }) => kind === 'domain' || kind === 'hostname')
    .map(({ name }) => name.toLowerCase())
    .filter((name) => !proven.some((proof) => proves(proof, name)))
}

/** A file proves the host that serves it, not what lies below its name. */
function proves({ name: proven, method }: Known['proofs'][number], name: string): boolean {
  return name === proven || (method !== 'well-known' && name.endsWith(`.${proven}`))
}

function isAnythingApproved({ ranges, names }: Known): boolean {
  return approvals(ranges).length + names.length > 0
}

function approvals(ranges: Known['ranges']): Known['ranges'] {
  return ranges.filter(({ kind }) => kind === 'approval')
}

/** A look from before the first approval touched nothing: what was approved since waits for one. */
function wasLookedAt({ ranges, names }: Known, runs: readonly Run[]): boolean {
  const approved = [...approvals(ranges).map(({ madeAt }) => madeAt), ...names.map(({ approvedAt }) => approvedAt)]
  const first = approved.toSorted()[0] ?? ''
  return runs.some(({ startedAt, state }) => startedAt >= first && state !== 'failed')
}
