/** What was done, for people; the filter and exports keep to the code. One that is not here is shown by its code. */
const words: Readonly<Record<string, string>> = {
  'account.create': 'made an account',
  'account.password': 'changed their password',
  'account.reset': 'set a new password by a link',
  'ai-register.take': 'took an AI register',
  'asset.update': 'stated facts of an asset',
  'disposition.revoke': 'took a ruling back',
  'evaluation.import': 'imported an evaluation',
  'feeds.refresh': 'refreshed feeds',
  'finding.change': 'changed findings',
  'finding.change-undo': 'undid a change of findings',
  'finding.rule': 'ruled on a finding',
  'finding.ticket': 'made a ticket of a finding',
  'identity-provider.remove': 'removed the identity provider',
  'identity-provider.set': 'set the identity provider',
  'import.discard': 'discarded a preview',
  'import.preview': 'looked what a file would change',
  'import.start': 'imported a file',
  'invitation.create': 'invited somebody',
  'invitation.revoke': 'took an invitation back',
  'job.stop': 'stopped a job',
  'person.change': 'changed what a person may',
  'person.join': 'joined',
  'person.remove': 'removed a person',
  'person.reset-link': 'made a link for a new password',
  'sample.load': 'loaded the sample organisation',
  'session.close': 'signed out',
  'session.open': 'signed in',
  'session.revoke': 'ended a session',
  'session.revoke-others': 'ended all other sessions',
  'token.create': 'made an API token',
  'token.revoke': 'revoked an API token',
  'vex.import': 'imported VEX as rulings',
  'vex.supplier.import': 'took in a supplier’s VEX',
  'vex.supplier.remove': 'took a supplier’s VEX out',
  'view.delete': 'deleted a saved view',
  'view.save': 'saved a view',
  'workspace.create': 'made a workspace',
  'workspace.rename': 'renamed the workspace',
}

export function actionWords(action: string): string {
  return words[action] ?? action
}

/** Fields of the details that name what it was about, the most telling first. */
const telling = ['fileName', 'name', 'title', 'control', 'email'] as const
const MOST_SHOWN = 120

/** On what, in words where the details have them: a file’s name says more than a job’s number. */
export function subjectWords(target: string | null, detail: Readonly<Record<string, unknown>> | null): string {
  for (const field of telling) {
    const value = detail?.[field]
    if (typeof value === 'string' && value !== '') return value.slice(0, MOST_SHOWN)
  }
  const count = detail?.changed ?? detail?.restored
  if (typeof count === 'number') return `${count.toLocaleString()} ${count === 1 ? 'finding' : 'findings'}`
  return target ?? ''
}
