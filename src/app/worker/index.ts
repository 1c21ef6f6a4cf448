/** Long work in processes of its own beside the server's. */
import { type ChildProcess, fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { getCompileCacheDir } from 'node:module'
import { setPriority } from 'node:os'
import { join } from 'node:path'
import { err, problem, type Result } from '#core/kernel'
import type { Config } from '#platform/config'
import type { Progress, ServerFlows, WorkSummary } from '../server/index.ts'
import { type Lane, lanes, type News, type Order, type Task } from './messages.ts'

/** Work that ended its process this often is at fault itself. */
const MOST_TRIES = 3
const GOODBYE_MS = 5_000

interface Running {
  progress: Progress
  end(outcome: Result<WorkSummary> | 'gone'): void
}

/** The server's flows, with the long ones done by other processes: reading feeds would hold up every page for seconds. */
export function flowsApart(local: ServerFlows, config: Config): { flows: ServerFlows; close(): Promise<void> } {
  const workers = {
    files: new WorkerProcess(config, 'files'),
    discovery: new WorkerProcess(config, 'discovery'),
    knowledge: new WorkerProcess(config, 'knowledge'),
  }
  const apart =
    (lane: Lane, task: Task) =>
    (work: unknown, progress: Progress, stop: AbortSignal): Promise<Result<WorkSummary>> =>
      workers[lane].run(task, work, progress, stop)
  return {
    flows: {
      ...local,
      expectFile: () => workers.files.start(),
      importFile: apart('files', 'importFile'),
      previewImport: apart('files', 'previewImport'),
      discover: apart('discovery', 'discover'),
      loadSample: apart('files', 'loadSample'),
      refreshFeeds: apart('knowledge', 'refreshFeeds'),
      reassess: (progress, stop) => workers.knowledge.run('reassess', undefined, progress, stop),
    },
    async close() {
      await Promise.all(Object.values(workers).map((worker) => worker.close()))
    },
  }
}

/** SQLSTATE of a broken connection: whoever waits for the work knows it by that, and does it again when it is back. */
const CONNECTION_FAILURE = '08006'

function lossThrown(outcome: Result<WorkSummary>): Result<WorkSummary> {
  if (outcome.ok || outcome.error.code !== 'database-gone') return outcome
  throw Object.assign(new Error(outcome.error.message), { code: CONNECTION_FAILURE })
}

class WorkerProcess {
  readonly #config: Config
  readonly #lane: Lane
  readonly #running = new Map<string, Running>()
  #child: ChildProcess | undefined

  constructor(config: Config, lane: Lane) {
    this.#config = config
    this.#lane = lane
  }

  /** Does the work; a process that dies under it is replaced and the work done again, as doing it twice is the same as once. */
  async run(task: Task, work: unknown, progress: Progress, stop: AbortSignal): Promise<Result<WorkSummary>> {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const outcome = await this.#runOnce(task, work, progress, stop)
      if (outcome !== 'gone') return lossThrown(outcome)
      if (stop.aborted) return err(problem('stopped', 'the work was stopped'))
    }
    return err(problem('worker-ended', `the work ended its process ${MOST_TRIES} times: the log may say why`))
  }

  /** Begins the process, so that the next piece of work need not wait for that. */
  start(): void {
    this.#alive()
  }

  /** Lets the process go; what it does is taken up by the next start. */
  async close(): Promise<void> {
    const child = this.#child
    if (!child || child.exitCode !== null) return
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    child.disconnect()
    const late = setTimeout(() => child.kill('SIGKILL'), GOODBYE_MS)
    await gone
    clearTimeout(late)
  }

  #runOnce(task: Task, work: unknown, progress: Progress, stop: AbortSignal): Promise<Result<WorkSummary> | 'gone'> {
    return new Promise((resolve) => {
      const id = randomUUID()
      const child = this.#alive()
      const halt = () => child.connected && child.send({ type: 'stop', id } satisfies Order)
      const end: Running['end'] = (outcome) => {
        this.#running.delete(id)
        stop.removeEventListener('abort', halt)
        resolve(outcome)
      }
      this.#running.set(id, { progress, end })
      stop.addEventListener('abort', halt)
      child.send({ type: 'run', id, task, work } satisfies Order, (error) => error && end('gone'))
    })
  }

  #alive(): ChildProcess {
    if (this.#child?.connected) return this.#child
    const cache = getCompileCacheDir()
    const child = fork(join(import.meta.dirname, 'child.ts'), [this.#lane], {
      execArgv: [...memoryOf(this.#lane), '--disable-warning=ExperimentalWarning'],
      env: { ...process.env, ...(cache && { NODE_COMPILE_CACHE: cache }) },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      serialization: 'advanced',
    })
    child.on('message', (news: News) => this.#take(news))
    child.once('exit', () => {
      // Work of a process that was started meanwhile is not this one's to end.
      if (this.#child === child) for (const { end } of [...this.#running.values()]) end('gone')
    })
    child.on('error', () => {})
    stepBack(child.pid, lanes[this.#lane].niceness)
    child.send({ type: 'open', config: this.#config, lane: this.#lane } satisfies Order)
    this.#child = child
    return child
  }

  #take(news: News): void {
    const running = this.#running.get(news.id)
    if (!running) return
    if (news.type === 'end') {
      running.end(news.outcome)
      return
    }
    try {
      running.progress(news.step, news.done, news.total, news.unit)
    } catch {
      // It was stopped; the process is told by the signal.
    }
  }
}

function memoryOf(lane: Lane): string[] {
  const { semiSpace, heap } = lanes[lane]
  return [`--max-semi-space-size=${semiSpace}`, `--initial-heap-size=${heap}`]
}

/** Lets the server's answers go first where there is not enough processor for both. */
function stepBack(pid: number | undefined, niceness: number): void {
  try {
    if (pid !== undefined) setPriority(pid, niceness)
  } catch {
    // It has ended already, or may not be told.
  }
}
