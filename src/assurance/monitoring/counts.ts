import type { Attribution } from './rules.ts'

/** Traces of one system that ended, alike ones counted together. */
export interface EndedTraces {
  system: string
  stratum: string
  hour: string
  isDemand: boolean
  isRefused: boolean
  isError: boolean
  isStoppedDownstream: boolean
  label: 'pass' | 'fail' | null
  controls: string[]
  acted: string[]
  broken: string[]
  operations: string[]
  conversation: string | null
  actor: string | null
  /** A probe of ours: nobody's demand. */
  isProbe: boolean
  traces: number
  spans: number
  inputTokens: number
  outputTokens: number
  lastAt: string
}

/** Counts of an hour, of a system and stratum. */
export interface HourCounts {
  system: string
  stratum: string
  hour: string
  traces: number
  spans: number
  demands: number
  refused: number
  errors: number
  /** Stopped or changed by some control. */
  acted: number
  inputTokens: number
  outputTokens: number
  labelled: number
  labelFailures: number
}

/** Counts of an hour, of a control. */
export interface ControlHourCounts {
  control: string
  hour: string
  /** Of its system, with one of its operations. */
  demands: number
  carried: number
  acted: number
  /** Acted, and something else than its own span shows it. */
  effects: number
  broken: number
  lastEffectAt: string | null
}

/** Counts of an hour, of one conversation or actor. */
export interface WindowCounts {
  system: string
  per: 'conversation' | 'actor'
  digest: string
  hour: string
  demands: number
  refused: number
  acted: number
  tokens: number
}

export interface Counts {
  hours: HourCounts[]
  controls: ControlHourCounts[]
  windows: WindowCounts[]
}

/** So many strata of a system are told apart; what comes later is one. A value that differs each time is no stratum. */
const MOST_STRATA = 200
const OTHER = 'others'
/** Of one look; what is above it adds up in no window. */
const MOST_WINDOWS = 50_000

/** What ended traces add to the counts. Order does not matter: sums alone are made. */
export function countEnded(
  groups: readonly EndedTraces[],
  attribution: Attribution,
  strata: Map<string, Set<string>>,
): Counts {
  const hours = new Map<string, HourCounts>()
  const controls = new Map<string, ControlHourCounts>()
  const windows = new Map<string, WindowCounts>()
  for (const group of groups) {
    if (group.isProbe) continue
    addHour(hours, group, stratumOf(group, strata))
    if (!group.isDemand) continue
    for (const { control, operations } of attribution.controlsOfSystem(group.system))
      if (
        operations.length === 0 ||
        operations.some((one) => group.operations.includes(one)) ||
        group.controls.includes(control)
      )
        addControl(controls, group, control)
    for (const per of ['conversation', 'actor'] as const) addWindow(windows, group, per)
  }
  return { hours: [...hours.values()], controls: [...controls.values()], windows: [...windows.values()] }
}

function stratumOf({ system, stratum }: EndedTraces, strata: Map<string, Set<string>>): string {
  const known = strata.get(system) ?? new Set()
  strata.set(system, known)
  if (known.has(stratum)) return stratum
  if (known.size >= MOST_STRATA) return OTHER
  known.add(stratum)
  return stratum
}

function addHour(hours: Map<string, HourCounts>, group: EndedTraces, stratum: string): void {
  const { system, hour, traces, isDemand, label } = group
  const own = entryOf(hours, `${system}\n${stratum}\n${hour}`, () => ({
    ...{ system, stratum, hour, traces: 0, spans: 0, demands: 0, refused: 0, errors: 0, acted: 0 },
    ...{ inputTokens: 0, outputTokens: 0, labelled: 0, labelFailures: 0 },
  }))
  own.traces += traces
  own.spans += group.spans
  own.inputTokens += group.inputTokens
  own.outputTokens += group.outputTokens
  if (!isDemand) return
  own.demands += traces
  if (group.isRefused) own.refused += traces
  if (group.isError) own.errors += traces
  if (group.acted.length > 0) own.acted += traces
  if (label !== null) own.labelled += traces
  if (label === 'fail') own.labelFailures += traces
}

function addControl(controls: Map<string, ControlHourCounts>, group: EndedTraces, control: string): void {
  const { hour, traces, lastAt } = group
  const own = entryOf(controls, `${control}\n${hour}`, () => ({
    ...{ control, hour, demands: 0, carried: 0, acted: 0, effects: 0, broken: 0, lastEffectAt: null },
  }))
  own.demands += traces
  if (group.controls.includes(control)) own.carried += traces
  if (group.broken.includes(control)) own.broken += traces
  if (!group.acted.includes(control)) return
  own.acted += traces
  // Its own word is no evidence. That the answer was stopped, somebody else says; with one control that acted, it was this.
  if (!group.isStoppedDownstream || group.acted.length > 1) return
  own.effects += traces
  if (own.lastEffectAt === null || own.lastEffectAt < lastAt) own.lastEffectAt = lastAt
}

function addWindow(windows: Map<string, WindowCounts>, group: EndedTraces, per: WindowCounts['per']): void {
  const { system, hour, traces } = group
  const digest = group[per]
  if (digest === null) return
  const id = `${system}\n${per}\n${hour}\n${digest}`
  if (!windows.has(id) && windows.size >= MOST_WINDOWS) return
  const own = entryOf(windows, id, () => ({ system, per, digest, hour, demands: 0, refused: 0, acted: 0, tokens: 0 }))
  own.demands += traces
  if (group.isRefused) own.refused += traces
  if (group.acted.length > 0) own.acted += traces
  own.tokens += group.inputTokens + group.outputTokens
}

function entryOf<Entry>(found: Map<string, Entry>, id: string, make: () => Entry): Entry {
  const known = found.get(id)
  if (known) return known
  const made = make()
  found.set(id, made)
  return made
}
