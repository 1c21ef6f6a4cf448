import { bearingOf } from '#assurance/controls'
import { evidencePieces, latestProbes, type PiecePlace, type RecordedPiece } from '#assurance/evidence/store'
import { reckoned } from '#assurance/reviews'
import { readAssumptions } from '#assurance/reviews/store'
import { type ControlAspect, controlAspects } from '#core/vocabulary'
import type { Database } from '#platform/database'
import { decaying } from './assumed-terms.ts'
import type { AssessedControl } from './assurance.ts'
import type { FlowContext } from './context.ts'

type InTransaction = Parameters<Parameters<Database['inWorkspace']>[1]>[0]

/** A piece of evidence with how much of it counts now, and why. */
interface WeighedPiece extends RecordedPiece {
  why: string | null
}

/** Pieces of one fact, and where those before them go on; `undefined` at the end. */
export interface PageOfPieces {
  pieces: WeighedPiece[]
  next: PiecePlace | undefined
}

interface Asked {
  aspect: ControlAspect
  after?: PiecePlace | undefined
  limit: number
}

/** Evidence of a control as it was recorded, what was seen last first, of one of its facts. */
export async function evidenceOfControl(
  { database, clock }: Pick<FlowContext, 'database' | 'clock'>,
  workspaceId: string,
  control: AssessedControl,
  asked: Asked,
): Promise<PageOfPieces> {
  const now = clock()
  return database.inWorkspace(workspaceId, async (work) => (await reader(work, control, now))(asked))
}

/** Of each fact the pieces that were seen last. */
export async function newestEvidenceOf(
  { database, clock }: Pick<FlowContext, 'database' | 'clock'>,
  workspaceId: string,
  control: AssessedControl,
  limit: number,
): Promise<Record<ControlAspect, PageOfPieces>> {
  const now = clock()
  return database.inWorkspace(workspaceId, async (work) => {
    const read = await reader(work, control, now)
    const pages: [ControlAspect, PageOfPieces][] = []
    for (const aspect of controlAspects) pages.push([aspect, await read({ aspect, limit })])
    return Object.fromEntries(pages) as Record<ControlAspect, PageOfPieces>
  })
}

/** Reads pages of a control's evidence, each piece weighed by what the control is judged by now. */
async function reader(work: InTransaction, control: AssessedControl, now: string) {
  const { id: controlId, assessment, limits } = control
  const terms = decaying(control, reckoned(await readAssumptions(work)).halfLifeDays)
  const [probe] = await latestProbes(work, [controlId])
  const by = { now, assessment, probe, isLimited: limits.length > 0 }
  return async ({ aspect, after, limit }: Asked): Promise<PageOfPieces> => {
    const found = await evidencePieces(work, { controlId, aspect }, { after, limit: limit + 1 })
    const pieces = found.slice(0, limit)
    return {
      pieces: pieces.map((piece) => ({ ...piece, ...bearingOf(terms, piece, by) })),
      next: found.length > limit ? pieces.at(-1) : undefined,
    }
  }
}
