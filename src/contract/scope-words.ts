import { counted } from './fix-words.ts'
import type { ExclusionDone, FindingsFollowed } from './scope.ts'

const MOST_NAMED = 5

/** What an exclusion does at once, a sentence each. */
export function exclusionWords(effect: ExclusionDone | undefined): string[] {
  if (effect === undefined) return []
  const { assets, approvals } = effect
  const named = approvals.slice(0, MOST_NAMED).join(', ')
  const more = approvals.length > MOST_NAMED ? `, and ${approvals.length - MOST_NAMED} more` : ''
  return [
    assets === 0
      ? 'Nothing that was seen is kept out by it, or another exclusion does so already.'
      : `${counted(assets, 'asset')} ${assets === 1 ? 'is' : 'are'} no longer looked at; findings there stay as they are.`,
    ...(approvals.length === 0 ? [] : [`It overrides ${counted(approvals.length, 'approval')}: ${named}${more}.`]),
  ]
}

/** Where a word on a name changed no finding: it had none, or they are not its own. */
export const NONE_FOLLOWED =
  'No finding was opened or closed. Findings at an address that is approved by itself are the address’s, whatever its names are.'

/** What became of findings by a word on an asset: `3 findings closed.` */
export function followedWords(followed: FindingsFollowed | undefined): string {
  if (!followed) return 'Its findings follow in the background.'
  const { opened, closed } = followed
  const said = [
    ...(closed > 0 ? [`${counted(closed, 'finding')} closed`] : []),
    ...(opened > 0 ? [`${counted(opened, 'finding')} opened`] : []),
  ]
  return said.length === 0 ? NONE_FOLLOWED : `${said.join(', ')}.`
}

/** Of a name that somebody wants looked at and no resolver knows. */
export function notLookedFor(name: string): string {
  return `${nowhereWords(name)} Nothing was looked for`
}

/** Of a seed that no resolver knows: nothing will be found that hangs on it. */
export function nowhereWords(name: string): string {
  return `The name ${name} does not exist, for the resolver that was asked: is it mistyped?`
}
