import type { FixActionRow } from './fix-actions.ts'

type Action = Pick<FixActionRow, 'kind' | 'component' | 'version' | 'remedy'> & {
  worst: { component: Pick<FixActionRow['worst']['component'], 'name'>; method?: string; verdict?: string }
}

const MOST_REMEDY = 200

/** What to do, in one line. An update of the same component may stand beside: it is for what has a fixed version. */
export function doWords(action: Action): string {
  const { kind, version, remedy } = action
  const { name } = action.component
  if (kind === 'update')
    return `Update ${name} to ${isOfUpstream(action) ? `a package of upstream’s ${version}` : version}`
  // What a tool calls a rule may be a sentence, and its remedy may begin with the same one.
  const said = withoutEnd(name)
  if (remedy !== null && withoutEnd(remedy) !== said) {
    const told = remedy.length > MOST_REMEDY ? `${remedy.slice(0, MOST_REMEDY)}…` : remedy
    return told.startsWith(said) ? told : `${said}: ${told}`
  }
  if (isInNoComponent(action)) return `${said}: no version fixes it, see what was found`
  return kind === 'no-fix'
    ? `${name}: mitigate or rule on what its sources say is not fixed`
    : `${name}: the fixed version is not known here, look at its supplier’s advisory`
}

/** A distribution numbers its packages itself: what upstream calls fixed is no version that it has. */
function isOfUpstream({ component, worst }: Partial<Pick<Action, 'component'>> & Pick<Action, 'worst'>): boolean {
  const isLikely = worst.verdict === 'likely-affected' && worst.method !== 'distribution' && worst.method !== 'reported'
  return isLikely && component?.ecosystem?.includes(':') === true
}

function withoutEnd(sentence: string): string {
  return sentence.replace(/[\s.:;]+$/, '') || sentence
}

/** What closes all that is known closes not all there is, where nobody looked. */
export function blindWords({ kind, version, component }: Pick<Action, 'kind' | 'version' | 'component'>): string {
  const what = kind === 'update' ? `${version} closes what is known, and may have more` : 'it may have more'
  return `No advisories of ${component.ecosystem} are loaded: ${what}`
}

const noFixWords: Readonly<Record<string, string>> = {
  unknown: 'its fixed version is not known here',
  'not-fixed': 'its sources say that no fix is published',
  'wont-fix': 'its supplier will not fix it',
  'end-of-life': 'its release is no longer supported',
}

/** The finding that decides an update's place may be none of those that the update is known to close. */
const openEnded = 'no source here says whether this update closes it: look at it again after the update'

/** Why it comes where it comes: the finding that decides its place, and what that rests on. */
export function reasonWords(action: Pick<FixActionRow, 'kind' | 'worst'>): string {
  const { why, fixedVersion, fixState } = action.worst
  const isUnfixed = fixedVersion === null && !isInNoComponent(action)
  const unfixed = action.kind === 'update' ? openEnded : (noFixWords[fixState] ?? noFixWords.unknown)
  return [why, isUnfixed ? unfixed : undefined].filter(Boolean).join('; ')
}

type Closing = Pick<FixActionRow, 'kind' | 'findings' | 'unknownFix' | 'assets' | 'worst'> &
  Partial<Pick<FixActionRow, 'component'>>

/**
 * What it comes to: `closes 14 findings on 6 assets`; where there is but one asset, its name. Of how many of them nobody
 * knows whether it closes them is said apart.
 */
export function closesWords({ kind, findings, unknownFix, assets, worst, component }: Closing): string {
  const place = assets === 1 ? worst.asset.name : counted(assets, 'asset')
  if (kind !== 'update') return `${counted(findings, 'finding')} on ${place}`
  const apart = unknownFix === 0 ? '' : `; the fixed version of ${unknownFix.toLocaleString()} more is not known here`
  const closes = isOfUpstream({ component, worst }) ? 'may close' : 'closes'
  return `${closes} ${counted(findings - unknownFix, 'finding')} on ${place}${apart}`
}

/** How many findings it is known to close, and whoever says that it is made claims. */
export function closesCount({ kind, findings, unknownFix }: Pick<Closing, 'kind' | 'findings' | 'unknownFix'>): number {
  return kind === 'update' ? findings - unknownFix : findings
}

/** What an update leaves open as far as anybody knows; `undefined`: nothing. */
export function leftWords({ kind, unknownFix }: Pick<Closing, 'kind' | 'unknownFix'>): string | undefined {
  if (kind !== 'update' || unknownFix === 0) return undefined
  const have = unknownFix === 1 ? 'has' : 'have'
  return `${unknownFix.toLocaleString()} more of this component ${have} no known fix: look again after the update`
}

/** How many of them somebody says are fixed. */
export function claimedWords(
  action: Pick<FixActionRow, 'kind' | 'claimed' | 'findings' | 'unknownFix'>,
): string | undefined {
  const { claimed } = action
  if (claimed === 0) return undefined
  return `${claimed === closesCount(action) ? 'all' : claimed.toLocaleString()} claimed fixed, not seen yet`
}

/** The smaller step, where one closes all that is most urgent. */
export function firstStepWords({ firstStep }: Pick<FixActionRow, 'firstStep'>): string | undefined {
  if (!firstStep) return undefined
  const { version, findings, urgency } = firstStep
  return `${version} already closes the ${findings === 1 ? 'one' : findings.toLocaleString()} ${urgencyWords[urgency]}`
}

/** From which versions: `2.14.1, 2.15.0 and 3 more`; of what is in no component, what it is and where: `weakness at tcp/443`. */
export function fromWords(action: From): string {
  const { from, fromCount, findings, worst } = action
  if (isInNoComponent(action)) {
    const kind = worst.kind.replace('-', ' ')
    return findings > 1 || worst.location === '' ? kind : `${kind} at ${worst.location}`
  }
  const more = fromCount - from.length
  const named = from.map((version) => version ?? 'a version nobody stated').join(', ')
  return more > 0 ? `${named} and ${more.toLocaleString()} more` : named
}

type From = Pick<FixActionRow, 'from' | 'fromCount' | 'findings'> & {
  worst: Pick<FixActionRow['worst'], 'kind' | 'location'> & { component: { name: string } }
}

/** A weakness of a place: it has no version, and none would fix it. */
export function isInNoComponent({ worst }: { worst: { component: { name: string } } }): boolean {
  return worst.component.name === ''
}

const urgencyWords: Readonly<Record<FixActionRow['urgency'], string>> = {
  now: 'to fix now',
  soon: 'to fix soon',
  scheduled: 'that are scheduled',
  defer: 'that are deferred',
}

/** `1 finding`, `2,000 findings`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString()} ${count === 1 ? one : many}`
}
