import { err, ok, problem, type Result } from '#core/kernel'
import type { Component } from '#core/vocabulary'
import type { Asset } from '#exposure/inventory'
import { assetsWithComponent, componentsOfAsset, listAssets, vexOfAsset } from '#exposure/inventory/store'
import { type Explanation, InventoryMatcher } from '#exposure/matching'
import type { FlowContext } from './context.ts'

/** Which recorded component is meant. */
export interface RecordedQuestion {
  workspaceId: string
  /** The asset's name or id; left out: whichever has the component. */
  asset?: string | undefined
  /** A component's id, its purl, or its name with or without its namespace and `@version`. */
  component: string
  vulnerability: string
}

/** An explanation of what is recorded. */
export interface RecordedExplanation {
  asset: string
  component: Component
  explanation: Explanation
}

type Context = Pick<FlowContext, 'database' | 'knowledge' | 'dial' | 'clock' | 'maxKnowledgeAgeDays'>

/**
 * Explains recorded components as the inventory's own matcher sees them: beside everything else on their asset, with
 * the VEX that came with its imports. Several that bear one name are each explained.
 */
export async function explainRecorded(
  context: Context,
  question: RecordedQuestion,
): Promise<Result<RecordedExplanation[]>> {
  const { asset: wanted, workspaceId } = question
  const assets = await listAssets(context.database, workspaceId)
  const chosen = wanted === undefined ? assets : assets.filter(({ id, name }) => id === wanted || name === wanted)
  if (wanted !== undefined && chosen.length === 0) return err(problem('no-asset', `there is no asset "${wanted}"`))
  const { component } = question
  const having = await context.database.inWorkspace(workspaceId, (transaction) =>
    assetsWithComponent(transaction, component, namesIn(component)),
  )
  const found: RecordedExplanation[] = []
  for (const asset of chosen.filter(({ id }) => having.has(id)))
    found.push(...(await explainOn(context, asset, question)))
  if (found.length > 0) return ok(found)
  const where = wanted === undefined ? 'no asset' : `"${wanted}" has no component`
  return err(
    problem('no-component', `${where} ${wanted === undefined ? 'has a component' : 'named'} "${question.component}"`),
  )
}

async function explainOn(
  { database, knowledge, dial, clock, maxKnowledgeAgeDays: maxAgeDays }: Context,
  { id, name, distribution }: Asset,
  { workspaceId, component: wanted, vulnerability }: RecordedQuestion,
): Promise<RecordedExplanation[]> {
  const { components, vex } = await database.inWorkspace(workspaceId, async (transaction) => {
    const recorded: Component[] = []
    for await (const component of componentsOfAsset(transaction, id)) recorded.push(component)
    return { components: recorded, vex: await vexOfAsset(transaction, id) }
  })
  const meant = components.filter((component) => isMeant(component, wanted))
  if (meant.length === 0) return []
  const subject = distribution && { subject: { name, kind: 'host' as const, distribution } }
  return knowledge.use(async (reader) => {
    const matcher = new InventoryMatcher(components, reader, { dial, vex, ...subject })
    const currency = { now: clock(), maxAgeDays }
    return meant.map((component) => ({
      asset: name,
      component,
      explanation: matcher.explain(component, vulnerability, currency),
    }))
  })
}

function isMeant({ ref, purl, name, namespace, version }: Component, wanted: string): boolean {
  const full = namespace ? [`${namespace}/${name}`, `${namespace}:${name}`] : []
  const called = [name, ...full]
  return [ref, purl, ...called, ...called.map((one) => `${one}@${version}`)].includes(wanted)
}

/** The names a component can have that a person calls so: without version, without namespace. */
function namesIn(called: string): string[] {
  const bare = called.lastIndexOf('@') > 0 ? [called, called.slice(0, called.lastIndexOf('@'))] : [called]
  return bare.flatMap((one) => [one, one.slice(one.lastIndexOf('/') + 1), one.slice(one.lastIndexOf(':') + 1)])
}
