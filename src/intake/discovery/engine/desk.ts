import type { Discovered, NamedAsset } from '#core/vocabulary'
import { Lane } from './lanes.ts'
import { keyOf } from './node.ts'

/** Kinds of work that do not hold each other up: the resolver, public sources, ports, services. */
const stages = ['names', 'sources', 'ports', 'services'] as const
export type Stage = (typeof stages)[number]

/** How often progress is told. */
const PROGRESS_MS = 200

export interface DeskOptions {
  signal: AbortSignal
  now(): number
  atOnce: Record<Stage, number>
  /** Pieces of work at most; what is beyond is told as a trouble. */
  mostWork: number
  /** What is looked at before all else. */
  isFirst?(subject: NamedAsset): boolean
}

/** Work that is to be done, each piece once, and what is said of it. */
export class Desk {
  private readonly options: DeskOptions
  private readonly lanes: Record<Stage, Lane>
  private readonly planned = new Set<string>()
  /** Of what was planned, what an earlier run did and nobody asked for yet. */
  private readonly before = new Set<string>()
  private readonly said: Discovered[] = []
  private wake: () => void = () => {}
  /** Something was done since work was begun last, whoever waited for it or not. */
  private isNews = false
  private failure: { cause: unknown } | undefined
  private work = 0
  /** When progress of a stage was told last. */
  private readonly told = new Map<Stage, number>()

  constructor(options: DeskOptions) {
    this.options = options
    const lane = (stage: Stage) => [stage, new Lane(options.atOnce[stage])]
    this.lanes = Object.fromEntries(stages.map(lane)) as Record<Stage, Lane>
    options.signal.addEventListener('abort', () => this.stop(), { once: true })
  }

  get stopped(): boolean {
    return this.options.signal.aborted
  }

  say(...said: Discovered[]): void {
    this.said.push(...said)
    this.wake()
  }

  /** What was said since this was last asked. */
  heard(): Discovered[] {
    return this.said.splice(0)
  }

  isIdle(stage?: Stage): boolean {
    return stage ? this.lanes[stage].idle : stages.every((one) => this.lanes[one].idle)
  }

  /** Begins what may begin; `ended` is called whenever a piece is done. Throws what a piece threw. */
  start(ended: () => void): void {
    if (this.failure) throw this.failure.cause
    this.isNews = false
    for (const stage of stages)
      this.lanes[stage].start((failure) => {
        if (failure !== undefined) this.failure ??= { cause: failure }
        else ended()
        this.tell()
      })
  }

  /** Waits until something is said, or done since `start`: what is short ends before anybody waits. */
  news(): Promise<void> {
    if (this.said.length > 0 || this.isNews) return Promise.resolve()
    return new Promise((resolve) => {
      this.wake = resolve
    })
  }

  /** A piece of work was done by an earlier run. */
  wasDone(subject: NamedAsset, by: string): void {
    const key = `${by} ${keyOf(subject)}`
    this.planned.add(key)
    this.before.add(key)
  }

  /** Plans a piece unless it was planned before; says that it was looked at once it is done. */
  planOnce(stage: Stage, by: string, subject: NamedAsset, work: () => Promise<void>, isFirst = false): void {
    const key = `${by} ${keyOf(subject)}`
    // It counts as done, so that what goes on does not look as if it began anew.
    if (this.before.delete(key)) this.lanes[stage].wasDone()
    if (this.planned.has(key) || this.stopped || !this.mayPlan(subject, by)) return
    this.planned.add(key)
    const told = async () => {
      await work()
      if (!this.stopped) this.say({ type: 'looked', subject, by })
    }
    this.plan(stage, subject, told, isFirst)
  }

  /** Plans a piece that may come again. */
  plan(stage: Stage, subject: NamedAsset, work: () => Promise<void>, isFirst = false): void {
    const lane = this.lanes[stage]
    const run = async () => {
      if (this.stopped) return
      await work()
      this.tellProgress(stage, lane.done + 1, lane.total)
    }
    lane.add({ run }, isFirst || this.options.isFirst?.(subject))
  }

  private tellProgress(stage: Stage, done: number, total: number): void {
    const now = this.options.now()
    if (done < total && now - (this.told.get(stage) ?? 0) < PROGRESS_MS) return
    this.told.set(stage, now)
    this.say({ type: 'progress', stage, done, total })
  }

  private mayPlan(subject: NamedAsset, by: string): boolean {
    const { mostWork } = this.options
    if (this.work++ === mostWork)
      this.say({ type: 'trouble', subject, by, code: 'work-limit', detail: `More than ${mostWork} looks in one run` })
    return this.work <= mostWork
  }

  stop(): void {
    for (const stage of stages) this.lanes[stage].drop()
    this.tell()
  }

  private tell(): void {
    this.isNews = true
    this.wake()
  }
}
