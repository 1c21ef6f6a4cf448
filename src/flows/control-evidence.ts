import { bearingOf } from '#assurance/controls'
import { evidencePieces, latestProbes, type PiecePlace, type RecordedPiece } from '#assurance/evidence/store'
import { reckoned } from '#assurance/reviews'
import { readAssumptions } from '#assurance/reviews/store'
import { type ControlAspect, controlAspects } from '#core/vocabulary'
import { decaying } from './assumed-terms.ts'
import type { AssessedControl } from './assurance.ts'
import type { FlowContext } from './context.ts'

/** A piece of evidence with how much of it counts now, and why. */
export interface WeighedPiece extends RecordedPiece {
  why: string | null
}

/** Pieces of one fact, and where those before them go on; `undefined` at the end. */
export interface PageOfPieces {
  pieces: WeighedPiece[]
  next: PiecePlace | undefined
}

/** Evidence of a control as it was recorded, what was seen last first, of one of its facts. */
export async function evidenceOfControl(
  { database, clock }: Pick<FlowContext, 'database' | 'clock'>,
  workspaceId: string,
  control: AssessedControl,
  { aspect, ...page }: { aspect: ControlAspect; after?: PiecePlace | undefined; limit: number },
): Promise<PageOfPieces> {
  const { assessment, limits } = control
  return database.inWorkspace(workspaceId, async (work) => {
    const terms = decaying(control, reckoned(await readAssumptions(work)).halfLifeDays)
    const [probe] = await latestProbes(work, [control.id])
    const by = { now: clock(), assessment, probe, isLimited: limits.length > 0 }
    const found = await evidencePieces(work, { controlId: control.id, aspect }, { ...page, limit: page.limit + 1 })
    const pieces = found.slice(0, page.limit)
    return {
      pieces: pieces.map((piece) => ({ ...piece, ...bearingOf(terms, piece, by) })),
      next: found.length > page.limit ? pieces.at(-1) : undefined,
    }
  })
}

/** Of each fact the pieces that were seen last. */
export async function newestEvidenceOf(
  context: Pick<FlowContext, 'database' | 'clock'>,
  workspaceId: string,
  control: AssessedControl,
  limit: number,
): Promise<Record<ControlAspect, PageOfPieces>> {
  const pages: [ControlAspect, PageOfPieces][] = []
  for (const aspect of controlAspects)
    pages.push([aspect, await evidenceOfControl(context, workspaceId, control, { aspect, limit })])
  return Object.fromEntries(pages) as Record<ControlAspect, PageOfPieces>
}
