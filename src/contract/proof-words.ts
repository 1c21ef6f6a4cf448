import type { ScopeDocument } from './scope.ts'
import type { SurfaceRow } from './surface.ts'

/** What shows that an owned asset is ours: `stated by ada, not proven`; `undefined` where it is not owned. */
export function proofWords({ proof, statedBy }: Pick<SurfaceRow, 'proof' | 'statedBy'>): string | undefined {
  if (proof !== 'stated') return proof ?? undefined
  if (statedBy === null) return 'stated, not proven'
  return `stated ${statedBy === 'command line' ? 'at the' : 'by'} ${statedBy}, not proven`
}

type Proof = ScopeDocument['proofs'][number]

/** How a name is proven where this proof of it was not found: then it is not missed. */
export function provenOtherwise(
  { name, state }: Pick<Proof, 'name' | 'state'>,
  proofs: readonly Pick<Proof, 'name' | 'state' | 'method'>[],
): Proof['method'] | undefined {
  return state === 'proven'
    ? undefined
    : proofs.find((other) => other.name === name && other.state === 'proven')?.method
}
