import {
  advanceRate,
  type Counts,
  type Monitor,
  outcomesOf,
  type RateMonitor,
  type RateState,
  type Reading,
  readBudget,
  readDrift,
  readRate,
  readWindow,
} from '#assurance/monitoring'
import {
  aboveBound,
  forgetMonitors,
  keepMonitorState,
  keepReading,
  monitorStates,
  readRules,
  strataOf,
  traceSettings,
  useOf,
} from '#assurance/monitoring/store'
import { assertNever } from '#core/kernel'
import type { Database } from '#platform/database'
import type { FlowContext } from './context.ts'

type InTransaction = Parameters<Parameters<Database['inWorkspace']>[1]>[0]

/** Adds what was just counted to the cumulative sums, in the transaction that counts it: nothing is added twice. */
export async function advanceMonitors(
  work: InTransaction,
  workspaceId: string,
  counts: Counts,
  now: string,
): Promise<void> {
  const rates = (await readRules<Monitor>(work, 'monitor')).filter(
    (one): one is RateMonitor & { id: string } => one.kind === 'rate',
  )
  if (rates.length === 0) return
  const states = await monitorStates(work)
  for (const monitor of rates) {
    const outcomes = outcomesOf(monitor, counts)
    if (outcomes.demands === 0) continue
    const before = states.get(monitor.id)?.state as RateState | undefined
    await keepMonitorState(work, workspaceId, monitor.id, advanceRate(monitor, before, outcomes), now)
  }
}

/** A monitor with what it said last; `null`: it has not looked yet. */
export interface WatchedMonitor {
  monitor: Monitor
  alarmSince: string | null
  lookedAt: string | null
  sentence: string | null
}

/** Lets every monitor look, and keeps what it says. */
export async function lookAtMonitors(
  { database, clock }: Pick<FlowContext, 'database' | 'clock'>,
  workspaceId: string,
): Promise<void> {
  const now = clock()
  await database.inWorkspace(workspaceId, async (work) => {
    const monitors = await readRules<Monitor>(work, 'monitor')
    const states = await monitorStates(work)
    await forgetMonitors(work, [...monitors.map(({ id }) => id), ...internal(states.keys())])
    if (monitors.length === 0) return
    const { sample } = await traceSettings(work, workspaceId)
    for (const monitor of monitors) {
      const known = states.get(monitor.id)
      const about = { now, sample, state: known?.state, wasAlarm: (known?.alarmSince ?? null) !== null }
      await keepReading(work, workspaceId, { id: monitor.id, ...(await read(work, monitor, about)) }, now)
    }
  })
}

/** Rows that others keep beside those of monitors; no id of a monitor has a space. */
function internal(ids: Iterable<string>): string[] {
  return [...ids].filter((id) => id.includes(' '))
}

const HOUR_MS = 3_600_000
const DAY_HOURS = 24
/** Of drift: so many times as long is what now is compared with. */
const EARLIER = 4

interface About {
  now: string
  sample: number
  state: object | undefined
  wasAlarm: boolean
}

async function read(work: InTransaction, monitor: Monitor, { now, sample, state, wasAlarm }: About): Promise<Reading> {
  const ago = (hours: number) => new Date(Date.parse(now) - hours * HOUR_MS).toISOString()
  switch (monitor.kind) {
    case 'rate': {
      const known = advanceRate(monitor, state as RateState | undefined, { demands: 0, failures: 0 })
      return readRate(monitor, known, failuresOf(monitor, await useOf(work, monitor.system, ago(DAY_HOURS))), wasAlarm)
    }
    case 'budget': {
      const used = await useOf(work, monitor.system, ago(monitor.hours))
      return readBudget(monitor, used[monitor.measure], sample)
    }
    case 'drift': {
      const from = ago(monitor.days * DAY_HOURS)
      const shares = async (since: string, until: string) =>
        new Map((await strataOf(work, monitor.system, since, until)).map(({ stratum, demands }) => [stratum, demands]))
      const earlier = await shares(ago(monitor.days * DAY_HOURS * (1 + EARLIER)), from)
      return readDrift(monitor, earlier, await shares(from, now))
    }
    case 'window': {
      const above = await aboveBound(work, monitor, ago(monitor.hours))
      return readWindow(
        monitor,
        above.map(({ sum }) => sum),
      )
    }
    default:
      return assertNever(monitor)
  }
}

function failuresOf({ measure }: RateMonitor, use: Awaited<ReturnType<typeof useOf>>) {
  if (measure === 'label-failures') return { demands: use.labelled, failures: use.labelFailures }
  return { demands: use.demands, failures: use[measure] }
}

/** Every monitor, by id. */
export async function watchedMonitors(
  { database }: Pick<FlowContext, 'database'>,
  workspaceId: string,
): Promise<WatchedMonitor[]> {
  return database.inWorkspace(workspaceId, async (work) => {
    const states = await monitorStates(work)
    return (await readRules<Monitor>(work, 'monitor')).map((monitor) => {
      const known = states.get(monitor.id)
      return {
        monitor,
        alarmSince: known?.alarmSince ?? null,
        lookedAt: known?.lookedAt ?? null,
        sentence: known?.sentence || null,
      }
    })
  })
}
