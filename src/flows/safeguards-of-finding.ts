import { readControls } from '#assurance/controls/store'
import { scenariosOf } from '#assurance/threats/store'
import type { FlowContext } from './context.ts'
import { standingOfControls } from './standing-of-controls.ts'

/** A safeguard that a finding bears on, and how. */
export interface SafeguardOfFinding {
  control: string
  name: string
  effect: 'suspect' | 'bypassed'
  reason: string
  scenarios: { id: string; title: string }[]
}

/** The safeguards that a finding makes suspect, or shows a way past; by name. */
export async function safeguardsOfFinding(
  { database }: Pick<FlowContext, 'database'>,
  workspaceId: string,
  findingId: string,
): Promise<SafeguardOfFinding[]> {
  return database.inWorkspace(workspaceId, async (work) => {
    const controls = await readControls(work)
    const standings = await standingOfControls(work, controls)
    const found: SafeguardOfFinding[] = []
    for (const { id, name } of controls) {
      const { doubts, limits } = standings.get(id)!
      const doubt = doubts.find((one) => one.findingId === findingId)
      const limit = limits.find((one) => one.findingId === findingId)
      if (!doubt && !limit) continue
      const reason =
        limit?.reason ?? `it rests on the ${doubt!.ground.kind} ${doubt!.ground.name}, which is on ${doubt!.asset}`
      found.push({
        ...{ control: id, name, effect: limit ? ('bypassed' as const) : ('suspect' as const), reason },
        scenarios: await scenariosOf(work, id),
      })
    }
    return found
  })
}
