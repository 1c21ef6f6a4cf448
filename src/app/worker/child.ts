/** The process that does the server's long work, so that pages are answered at once meanwhile. It lives as long as the server. */
import { err, problem, type Result } from '#core/kernel'
import type { Config } from '#platform/config'
import { isConnectionLoss } from '#platform/database'
import { createLog, type Logger } from '#platform/log'
import { openRuntime, type Runtime } from '../runtime.ts'
import type { Progress, ServerFlows, WorkSummary } from '../server/index.ts'
import { serverFlows } from '../server-flows.ts'
import { databaseNiceness, type Lane, type News, type Order, plain, type Task } from './messages.ts'

/** How far work is, is told this often at most. */
const TELL_MS = 100

const running = new Map<string, AbortController>()
let log: Logger | undefined
let config: Config | undefined
let lane: Lane | undefined
let opened: Promise<Result<Runtime>> | undefined

// A server that is gone has no use for what its worker would still do: the next one takes it up.
process.on('disconnect', () => process.exit(0))
// Ctrl-C reaches the whole group: the server stops its work in order.
process.on('SIGINT', () => {})
process.on('message', (order: Order) => void take(order))

async function take(order: Order): Promise<void> {
  if (order.type === 'open') {
    config = order.config
    lane = order.lane
    log = createLog(config.logLevel)
    // What cannot be opened now is tried again by the first piece of work, which tells of it.
    void runtimeOf().catch(() => {})
  } else if (order.type === 'stop') running.get(order.id)?.abort()
  else tell({ type: 'end', id: order.id, outcome: await run(order.id, order.task, order.work) })
}

async function run(id: string, task: Task, work: unknown): Promise<Result<WorkSummary>> {
  const controller = new AbortController()
  running.set(id, controller)
  const inTime = sparing()
  const progress: Progress = (step, done, total, unit) => {
    controller.signal.throwIfAborted()
    if (inTime(step)) tell({ type: 'progress', id, step, done, total, unit })
  }
  try {
    const runtime = await runtimeOf()
    // The server has it open: where it cannot be opened here, the database is away.
    if (!runtime.ok) return err(databaseGone)
    const outcome = await perform(serverFlows(runtime.value), task, work, progress, controller.signal)
    return outcome.ok ? outcome : err(isConnectionLoss(outcome.error.cause) ? databaseGone : plain(outcome.error))
  } catch (error) {
    if (isConnectionLoss(error)) return err(databaseGone)
    if (controller.signal.aborted) return err(problem('stopped', 'the work was stopped'))
    log?.error({ error, task }, 'a piece of work failed')
    return err(problem('failure', 'this is a fault in Lunette: the log has the details'))
  } finally {
    running.delete(id)
  }
}

/** Telling costs both processes more than a few components take: each step is told at once, how far it is from time to time. */
function sparing(): (step: string) => boolean {
  let [last, at] = ['', 0]
  return (step) => {
    const now = performance.now()
    if (step === last && now - at < TELL_MS) return false
    ;[last, at] = [step, now]
    return true
  }
}

/** The installation, opened once it can be. */
async function runtimeOf(): Promise<Result<Runtime>> {
  if (!config || !lane) throw new Error('work came before the settings')
  opened ??= openRuntime(config, { join: true, niceness: databaseNiceness(lane) })
  const opening = opened
  let runtime: Result<Runtime> | undefined
  try {
    runtime = await opening
    return runtime
  } finally {
    // What could not be opened is tried again by the next piece of work.
    if (!runtime?.ok && opened === opening) opened = undefined
  }
}

const databaseGone = problem('database-gone', 'the database went away: the work is taken up again when it is back')

function perform(flows: ServerFlows, task: Task, work: unknown, progress: Progress, stop: AbortSignal) {
  switch (task) {
    case 'discover':
      return flows.discover(work as Parameters<ServerFlows['discover']>[0], progress, stop)
    case 'importFile':
      return flows.importFile(work as Parameters<ServerFlows['importFile']>[0], progress, stop)
    case 'previewImport':
      return flows.previewImport(work as Parameters<ServerFlows['previewImport']>[0], progress, stop)
    case 'loadSample':
      return flows.loadSample(work as Parameters<ServerFlows['loadSample']>[0], progress, stop)
    case 'refreshFeeds':
      return flows.refreshFeeds(work as Parameters<ServerFlows['refreshFeeds']>[0], progress, stop)
    case 'reassess':
      return flows.reassess(progress, stop)
  }
}

function tell(news: News): void {
  // Nobody listens any more when the server has just gone.
  if (process.connected) process.send?.(news, undefined, undefined, () => {})
}
