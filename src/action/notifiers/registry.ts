import type { Notifier } from './contract.ts'
import { jira } from './jira/index.ts'
import { slack } from './slack/index.ts'
import { smtp } from './smtp/index.ts'
import { webhook } from './webhook/index.ts'

/** Every way out. */
export const notifiers: readonly Notifier[] = [webhook, slack, smtp, jira]

export function notifierOf(id: string): Notifier | undefined {
  return notifiers.find((notifier) => notifier.id === id)
}
