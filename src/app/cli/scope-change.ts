import type { Transaction } from 'kysely'
import { NONE_FOLLOWED } from '#contract/scope-words'
import type { Result } from '#core/kernel'
import type { ScopeSpeaker } from '#exposure/surface/store'
import { recordStandings } from '#flows/record-surface'
import { DEFAULT_WORKSPACE, type NoTables } from '#platform/database'
import type { Runtime } from '../runtime.ts'
import { changeScopeAs, manners } from '../server/scope-change.ts'
import { say } from './say.ts'

/** Of a ruling somebody expects that findings follow; an exclusion says itself what becomes of them. */
const RULES_ON_ASSETS = 'scope.rule'

/** Makes a change of the scope and its audit entry, both or neither; findings of what is another’s by that follow. */
export async function changeScope<T extends object>(
  runtime: Runtime,
  action: string,
  target: string,
  work: (transaction: Transaction<NoTables>, speaker: ScopeSpeaker) => Promise<Result<T>>,
): Promise<Result<T>> {
  const terms = { workspaceId: DEFAULT_WORKSPACE, by: 'command line', action, target }
  const changed = await changeScopeAs(runtime, terms, work)
  if (!changed.ok || manners.has(action)) return changed
  const { opened, resolved } = await recordStandings(runtime, DEFAULT_WORKSPACE)
  if (opened + resolved > 0) say(`findings followed: ${opened} opened, ${resolved} closed`)
  else if (action === RULES_ON_ASSETS) say(NONE_FOLLOWED)
  return changed
}
