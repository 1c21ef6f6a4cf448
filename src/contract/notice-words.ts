import type { NotifierTarget } from './notifications.ts'
import type { ScopeDocument } from './scope.ts'

type Rule = ScopeDocument['noticeRules'][number]

/** How a rule tells. */
export const tellWords: Readonly<Record<Rule['tell'], string>> = {
  instant: 'at once',
  digest: 'in the digest',
  none: 'not at all',
}

/** Who hears of changes that are told at once; nobody does where no target takes them. */
export function heardWords(targets: readonly Pick<NotifierTarget, 'name' | 'kinds' | 'paused'>[]): string {
  const hear = targets.filter(({ kinds, paused }) => !paused && kinds.includes('surface.changed'))
  return hear.length === 0
    ? 'What is told at once reaches nobody yet: no target takes changes of the surface.'
    : `What is told at once goes to ${hear.map(({ name }) => name).join(', ')}.`
}

/** What a new rule takes the place of, where one of the same key stood. */
export function replacedWords(rules: readonly Rule[], next: Rule): string | undefined {
  const before = rules.find(
    ({ kind, change, asset }) => kind === next.kind && change === next.change && asset === next.asset,
  )
  if (!before) return undefined
  return before.tell === next.tell
    ? 'This rule is there already: nothing changed.'
    : `Saved in place of the rule before, which told ${tellWords[before.tell]}.`
}
