import type { DispositionRow } from '@contract/dispositions.ts'

type Status = DispositionRow['status']
type Scope = DispositionRow['scope']
type Fact = 'version' | 'advisory' | 'evidence' | 'exposure' | 'exploitation'

export const statusWords: Readonly<Record<Status, string>> = {
  accepted: 'Accept the risk',
  'false-positive': 'Not real: a wrong match',
  'not-affected': 'Not affected, as VEX says it',
}

export const scopeWords: Readonly<Record<Scope, string>> = {
  finding: 'this finding',
  component: 'this version, on every asset',
  asset: 'this asset, every component',
  workspace: 'everywhere',
}

/** What a ruling is for; of a component that is there in several versions it is for all of them. */
function rulingScopeWords({ scope, component }: Pick<DispositionRow, 'scope' | 'component'>): string {
  return scope === 'component' && component && component.otherVersions.length > 0 ? severalVersions : scopeWords[scope]
}

/** `for this finding`, `everywhere`. */
export function rulingReach(ruling: Pick<DispositionRow, 'scope' | 'component'>): string {
  return ruling.scope === 'workspace' ? scopeWords.workspace : `for ${rulingScopeWords(ruling)}`
}

export const severalVersions = 'these versions, on every asset that has just these'

const factWords: Readonly<Record<Fact, string>> = {
  version: 'the version',
  advisory: 'what the sources say',
  evidence: 'what the tools saw',
  exposure: 'how exposed the asset is',
  exploitation: 'how far it is exploited',
}

/** VEX justifications, in words. */
export const justificationWords: Readonly<Record<string, string>> = {
  component_not_present: 'the component is not there',
  vulnerable_code_not_present: 'the vulnerable code is not in it',
  vulnerable_code_not_in_execute_path: 'the vulnerable code is never run',
  vulnerable_code_cannot_be_controlled_by_adversary: 'an attacker cannot reach it',
  inline_mitigations_already_exist: 'something already prevents it',
}

/** The facts a ruling rests on, as one phrase. */
export function restsOn(anchor: Readonly<Record<string, string>>, and: 'and' | 'or' = 'and'): string {
  const words = Object.keys(anchor).map((fact) => factWords[fact as Fact] ?? fact)
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${and} ${words.at(-1)}`
}
