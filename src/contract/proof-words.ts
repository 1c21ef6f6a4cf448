import type { SurfaceRow } from './surface.ts'

/** What shows that an owned asset is ours: `stated by ada, not proven`; `undefined` where it is not owned. */
export function proofWords({ proof, statedBy }: Pick<SurfaceRow, 'proof' | 'statedBy'>): string | undefined {
  if (proof !== 'stated') return proof ?? undefined
  if (statedBy === null) return 'stated, not proven'
  return `stated ${statedBy === 'command line' ? 'at the' : 'by'} ${statedBy}, not proven`
}
