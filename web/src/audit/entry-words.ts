import type { NamedAuditEntry } from '@contract/audit.ts'

/** What was done, for people; the filter and exports keep to the code. */
const words: Readonly<Record<string, string>> = {
  'account.create': 'made an account',
  'account.password': 'changed their password',
  'account.reset': 'set a new password by a link',
  'agent.add': 'added an agent',
  'agent.inside': 'let an agent look from inside',
  'agent.outside': 'let an agent look from outside',
  'agent.remove': 'removed an agent',
  'ai-bom.take': 'took in an AI bill of materials',
  'ai-discovery.rule': 'said whose a discovered AI system is',
  'ai-register.take': 'took an AI register',
  'ai-system.edit': 'changed an AI system',
  'ai-system.enter': 'entered an AI system',
  'ai-system.retire': 'retired an AI system',
  'ai-system.return': 'took an AI system back into use',
  'asset.relate': 'related two assets',
  'asset.unrelate': 'took a relation of assets back',
  'asset.update': 'stated facts of an asset',
  'assumption.state': 'stated an assumption',
  'case.barrier': 'said how a barrier did in a case',
  'case.change': 'changed the changes of a case',
  'case.close': 'closed a case',
  'case.describe': 'described a case',
  'case.freeze': 'held the evidence of a case',
  'case.link': 'linked something to a case',
  'case.moment': 'noted a moment of a case',
  'case.obligation': 'noted a duty of a case',
  'case.open': 'opened a case',
  'case.playbook': 'began a playbook in a case',
  'case.reopen': 'opened a case again',
  'case.step': 'noted a step of a case',
  'case.word': 'said something to, or as, whoever reported a case',
  'case.withdraw': 'withdrew a change of a case',
  'control.describe': 'described a control',
  'control.probe': 'probed a control',
  'delivery.retry': 'had a notice sent again',
  'delivery.retry-all': 'had all waiting notices sent again',
  'digest.end': 'ended their digest',
  'digest.subscribe': 'asked for a digest',
  'disposition.revoke': 'took a ruling back',
  'evaluation.import': 'imported an evaluation',
  'evaluation.order': 'ordered an evaluation',
  'evaluation.resume': 'resumed an evaluation',
  'evidence.record': 'recorded evidence',
  'feeds.refresh': 'refreshed feeds',
  'finding.change': 'changed findings',
  'finding.change-undo': 'undid a change of findings',
  'finding.claim': 'said that findings are fixed',
  'finding.claim-withdraw': 'took back that findings are fixed',
  'finding.comment': 'commented on a finding',
  'finding.comment-delete': 'deleted a comment',
  'finding.comment-edit': 'changed a comment',
  'finding.rule': 'ruled on a finding',
  'finding.ticket': 'made a ticket of a finding',
  'gateway.approve': 'approved a gateway',
  'gateway.secret': 'made a secret for a gateway',
  'gateway.withdraw': 'withdrew a gateway',
  'identity-provider.remove': 'removed the identity provider',
  'identity-provider.set': 'set the identity provider',
  'identity.link': 'linked a sign-in of the identity provider',
  'identity.unlink': 'unlinked a sign-in of the identity provider',
  'import.discard': 'discarded a preview',
  'import.preview': 'looked what a file would change',
  'import.start': 'imported a file',
  'invitation.create': 'invited somebody',
  'invitation.revoke': 'took an invitation back',
  'job.stop': 'stopped a job',
  'labels.record': 'recorded labels',
  'notifier-target.create': 'set up where notices go',
  'notifier-target.delete': 'removed where notices go',
  'notifier-target.test': 'sent a test notice',
  'notifier-target.update': 'changed where notices go',
  'obligation-calendar.set': 'set the calendar of duties',
  'pattern.merge': 'merged two patterns',
  'pattern.name': 'named a pattern',
  'pattern.split': 'split a pattern',
  'person.change': 'changed what a person may',
  'person.join': 'joined',
  'person.remove': 'removed a person',
  'person.reset-link': 'made a link for a new password',
  'playbook.write': 'wrote a playbook',
  'report-link.make': 'made a link for reports',
  'report-link.revoke': 'revoked a link for reports',
  'review-item.decide': 'decided what was to be reviewed',
  'review-queue.items': 'chose what is reviewed',
  'review-queue.say': 'set up a review queue',
  'review-queue.seed': 'seeded a review queue',
  'review.hold': 'held a review',
  'sample.load': 'loaded the sample organisation',
  'scenario.remove': 'removed a scenario',
  'scenario.start': 'began a scenario',
  'scenario.write': 'wrote a scenario',
  'scope.add-seed': 'added a seed to the scope',
  'scope.approve-name': 'approved a name for looking',
  'scope.approve-range': 'approved a range for looking',
  'scope.ask-proof': 'asked for a proof of ownership',
  'scope.attest': 'attested ownership',
  'scope.check-proof': 'checked a proof of ownership',
  'scope.exclude': 'excluded something from the scope',
  'scope.notices': 'set what of the surface is told',
  'scope.release': 'let looking go on',
  'scope.remove': 'removed something from the scope',
  'scope.remove-seed': 'removed a seed',
  'scope.rule': 'said whose an asset is',
  'scope.settings': 'changed how the surface is looked at',
  'scope.stop': 'stopped all looking',
  'scope.watch': 'set when the surface is looked at',
  'scope.withdraw-name': 'withdrew a name from looking',
  'scope.withdraw-proof': 'withdrew a proof of ownership',
  'scope.withdraw-range': 'withdrew a range from looking',
  'scope.withdraw-ruling': 'took back whose an asset is',
  'second-factor.begin': 'began to set up a second factor',
  'second-factor.off': 'turned a second factor off',
  'second-factor.on': 'turned a second factor on',
  'second-factor.take': 'took a second factor away',
  'session.close': 'signed out',
  'session.enter': 'entered a workspace',
  'session.open': 'signed in',
  'session.revoke': 'ended a session',
  'session.revoke-others': 'ended all other sessions',
  'surface.discover': 'looked at the surface',
  'token.create': 'made an API token',
  'token.revoke': 'revoked an API token',
  'traces.settings': 'changed how traces are taken',
  'vex.import': 'imported VEX as rulings',
  'vex.supplier.import': 'took in a supplier’s VEX',
  'vex.supplier.remove': 'took a supplier’s VEX out',
  'view.delete': 'deleted a saved view',
  'view.save': 'saved a view',
  'workspace.create': 'made a workspace',
  'workspace.rename': 'renamed the workspace',
}

/** Of an action that an older version recorded the code is shown. */
export function actionWords(action: string, detail?: NamedAuditEntry['detail']): string {
  const reach = action === 'finding.rule' ? reaches[String(detail?.scope)] : undefined
  return reach ?? words[action] ?? action
}

/** A ruling that began at a finding may be about more than it. */
const reaches: Readonly<Record<string, string>> = {
  component: 'ruled on a version everywhere, from a finding',
  asset: 'ruled on all of an asset, from a finding',
  workspace: 'ruled everywhere, from a finding',
}

/** Fields of the details that name what it was about, the most telling first. */
const telling = ['fileName', 'name', 'title', 'control', 'email', 'label'] as const
const MOST_SHOWN = 120
/** A number that a machine gave says nothing to a reader: it stands with the entry in whole. */
const machineId = /^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{16,})$/

/** On what, by its name as far as it has one: a file’s name says more than a job’s number. */
export function subjectWords({
  target,
  detail,
  subject,
}: Pick<NamedAuditEntry, 'target' | 'detail' | 'subject'>): string {
  if (subject) return subject.name
  for (const field of telling) {
    const value = detail?.[field]
    if (typeof value === 'string' && value !== '') return value.slice(0, MOST_SHOWN)
  }
  const count = detail?.changed ?? detail?.restored ?? detail?.findings
  if (typeof count === 'number') return `${count.toLocaleString()} ${count === 1 ? 'finding' : 'findings'}`
  return target === null || machineId.test(target) ? '' : target
}
