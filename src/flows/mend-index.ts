import { existsSync, rmSync } from 'node:fs'
import { openIndex } from '#exposure/knowledge'
import { currentGeneration } from '#exposure/knowledge/store'
import type { FlowContext } from './context.ts'
import { publishAndReassess } from './keep-current.ts'

/**
 * The index file must be this database's own: a restore that was cut off after its commit leaves another's, or none.
 * Then it is written anew. Where another process is just writing knowledge, that one does it.
 */
export async function mendIndex(context: FlowContext): Promise<void> {
  const { database, knowledge } = context
  const [instance, generation] = (await currentGeneration(database)).split('.')
  const held = heldInstance(knowledge.path)
  if (held === instance || (held === undefined && generation === '0')) return
  knowledge.close()
  rmSync(knowledge.path, { force: true })
  await publishAndReassess(context, undefined, () => {})
}

/** The installation whose knowledge a file holds; `undefined` without a file, `unreadable` for a damaged one. */
function heldInstance(path: string): string | undefined {
  if (!existsSync(path)) return undefined
  const index = openIndex(path)
  if (!index.ok) return 'unreadable'
  const [instance] = index.value.generation.split('.')
  index.value.close()
  return instance
}
