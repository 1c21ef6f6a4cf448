import { makeTarget } from '#action/notifiers/store'
import type { Clock } from '#core/kernel'
import { secretPurpose } from '#flows/send-notice'
import { type Database, DEFAULT_WORKSPACE } from '#platform/database'
import type { SecretBox } from '#platform/secrets'

/** Makes a target of the default workspace; returns its id. */
export async function placeTarget(
  { database, clock, secrets: box }: { database: Database; clock: Clock; secrets: SecretBox },
  target: {
    notifier: string
    name: string
    settings: Record<string, string>
    secrets: Record<string, string>
    kinds: string[]
  },
): Promise<string> {
  const seal = (id: string) =>
    Object.fromEntries(
      Object.entries(target.secrets).map(([name, text]) => [name, box.seal(text, secretPurpose(id, name))]),
    )
  const made = await database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
    makeTarget(work, DEFAULT_WORKSPACE, target, seal, { name: 'ada', at: clock() }),
  )
  if (!made.ok) throw new Error(made.error.message)
  return made.value
}
