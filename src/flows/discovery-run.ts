import { commandLine, type Problem, problem } from '#core/kernel'
import type { NamedAsset } from '#core/vocabulary'
import { type DiscoverySettings, type ProbeAgent, quietWords, type RunState, type TrackedRun } from '#exposure/surface'

/** A run as the flow goes through it. */
export interface RunUnderWay extends TrackedRun {
  settings: DiscoverySettings
  seeds: readonly NamedAsset[]
  /** What the same run had sent when it was interrupted. */
  sentBefore: Readonly<Record<string, number>>
  /** It was begun before, and its process ended before it was done. */
  isTakenUp: boolean
  /** All seeds of the scope are among them. */
  isFull: boolean
  /** Ids of what needs a second look to be a weakness, and had its first. */
  suspected: ReadonlySet<string>
  /** An administrator said that whoever looks does so from outside. */
  isOutside: boolean
  /** Who looks, where it is not this host. */
  agent?: ProbeAgent
}

/** How the looking ended. */
export interface EndedLook {
  state: RunState
  problem?: Problem
  counts: Record<string, number>
  sent: Record<string, number>
  /** Ids of assets that were looked at without trouble. */
  looked: string[]
  /** Names of which no resolver could tell. */
  unresolved: string[]
}

/** Why a run that nobody stopped did not look at everything. */
export function heldUp({ settings }: Pick<RunUnderWay, 'settings'>, unsent: number): Problem {
  const why = settings.quietHours ? `quiet hours began while it looked: ${quietWords(settings)}` : 'probes were held up'
  return problem(
    'held-up',
    `${why}; ${unsent.toLocaleString('en')} probes were not sent, and nothing is missed by that`,
  )
}

/**
 * How a look ends whose seeds are not all there. What no resolver could tell of was not looked at, so nothing is missed by
 * that; what does not exist was: it is said, for it may be mistyped.
 */
export function withAbsent(
  { state, problem: why }: Pick<EndedLook, 'state' | 'problem'>,
  { nowhere, unanswered }: { nowhere: readonly string[]; unanswered: readonly string[] },
): Pick<EndedLook, 'state' | 'problem'> {
  if (state !== 'complete' && state !== 'partial') return { state, ...(why && { problem: why }) }
  const words = [
    ...(why ? [why.message] : []),
    ...(nowhere.length > 0 ? [nowhereWords(nowhere)] : []),
    ...(unanswered.length > 0
      ? [
          `no resolver could tell of ${listed(unanswered)}, so what is there is unknown: check the resolvers (${commandLine('scope set')}), then look again`,
        ]
      : []),
  ]
  if (words.length === 0) return { state }
  const code = why?.code ?? (unanswered.length > 0 ? 'unanswered' : 'no-such-name')
  return { state: unanswered.length > 0 ? 'partial' : state, problem: problem(code, words.join('; ')) }
}

function nowhereWords(names: readonly string[]): string {
  const back = commandLine(`scope remove ${names[0]}`)
  const [does, them] = names.length === 1 ? ['does', 'it'] : ['do', 'them']
  return `${listed(names)} ${does} not resolve: check how ${names.length === 1 ? 'it is' : 'they are'} written, or take ${them} away (${back})`
}

const MOST_LISTED = 5

function listed(names: readonly string[]): string {
  const more = names.length - MOST_LISTED
  return more > 0 ? `${names.slice(0, MOST_LISTED).join(', ')} and ${more} more` : names.join(', ')
}
