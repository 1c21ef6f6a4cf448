import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { z } from 'zod'
import { readControls } from '#assurance/controls/store'
import { inHundred, intervalWords } from '#contract/number-words'
import { type ReviewQueueRow, reviewItemsRequest, reviewQueueRequest, reviewSeedRequest } from '#contract/review-queues'
import { commandLine, err, ok, problem, type Result } from '#core/kernel'
import { readReviewQueues, sayQueue, seedQueue, takeItems } from '#flows/review-queues'
import { recordAudit } from '#platform/audit'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { queueRowOf } from '../../review-rows.ts'
import type { Runtime } from '../../runtime.ts'
import { exitCodes } from '../exit-codes.ts'
import { withRuntime } from '../open.ts'
import { columns, finish, print, say } from '../say.ts'

const actor = 'command line'
const workspaceId = DEFAULT_WORKSPACE

interface Flags {
  dataDir?: string
  json?: boolean
}

const audits =
  (runtime: Runtime, action: string, target: string) => (work: Parameters<typeof recordAudit>[0], detail: object) =>
    recordAudit(work, { chain: workspaceId, at: runtime.clock(), actor, action, target, detail: { ...detail } })

/** `lunette review queue list`: every queue with what its seeds tell. */
export async function listQueues(flags: Flags): Promise<number> {
  const done = await withRuntime(flags, async (runtime) =>
    ok((await readReviewQueues(runtime, workspaceId)).map((queue) => queueRowOf(queue, true))),
  )
  return finish(done, (queues) => {
    const rows = queues.map((queue) => [
      ...[queue.id, queue.control, String(queue.waiting), String(queue.decided), String(queue.seedsLeft ?? '')],
      ...[queue.reading.verdict, catchWords(queue)],
    ])
    const head = ['queue', 'control', 'waiting', 'decided', 'seeds left', 'reads as', 'catch rate']
    print(
      queues,
      rows.length === 0 ? `there is no review queue: ${commandLine('review queue set')}` : columns(head, rows),
      flags.json,
    )
  })
}

/** `lunette review queue show`: one queue: catch rate, d′ and c of all its reviewers together. */
export async function showQueue(id: string, flags: Flags): Promise<number> {
  const done = await withRuntime(flags, async (runtime) => {
    const [queue] = await readReviewQueues(runtime, workspaceId, id)
    if (!queue) return err(noQueue(id))
    const row = queueRowOf(queue, true)
    const named = await runtime.database.inWorkspace(workspaceId, (work) => readControls(work, [row.control]))
    return ok({ row, name: named[0]?.name ?? row.control })
  })
  if (!done.ok && done.error.code === 'not-found') return refuse(done.error.message)
  return finish(done, ({ row: queue, name }) => {
    const { seeded, reading } = queue
    const number = (value: number | null) => (value === null ? 'unknown' : value.toFixed(2))
    const lines = [
      `${queue.title} (${queue.id}), reviewers are the control ${name} (${queue.control}): ${verdictWords[reading.verdict]}`,
      `seeded and counted: ${seeded.hits} of ${seeded.hits + seeded.misses} wrong ones stopped, ${seeded.falseAlarms} of ${seeded.falseAlarms + seeded.correctRejections} right ones stopped`,
      `catch rate: ${catchWords(queue)}; d′ ${number(reading.sensitivity)}, c ${number(reading.criterion)}`,
      `lets at most ${inHundred(reading.failureBound, 'up')} through`,
      `${queue.waiting} waiting, ${queue.decided} decided, ${queue.seedsLeft} seeds left`,
    ]
    print(queue, lines.join('\n'), flags.json)
  })
}

const verdictWords: Readonly<Record<ReviewQueueRow['reading']['verdict'], string>> = {
  'too-few': 'too few seeds to say',
  'rubber-stamping': 'RUBBER-STAMPING: most of what is wrong is let through',
  'over-rejecting': 'over-rejecting: much of what is right is stopped',
  'cannot-tell': 'wrong and right are hardly told apart',
  good: 'good',
}

function catchWords({ reading: { catchRate } }: ReviewQueueRow): string {
  if (!catchRate) return 'unknown'
  return `${inHundred(catchRate.value)} (${intervalWords(catchRate.interval)})`
}

/** `lunette review queue set`: says what a queue is. */
export async function setQueue(
  id: string,
  flags: Flags & { title: string; control: string; wrongShare?: number; rightShare?: number; leastSeeds?: number },
): Promise<number> {
  const checked = reviewQueueRequest.safeParse({ ...flags, id })
  if (!checked.success) return refuse(issuesOf(checked.error))
  const { control: controlId, ...said } = checked.data
  const done = await withRuntime(flags, (runtime) =>
    sayQueue(runtime, workspaceId, { ...said, controlId }, audits(runtime, 'review-queue.say', id)),
  )
  if (!done.ok && done.error.code === 'no-such-control') return refuse(done.error.message)
  return finish(done, (value) =>
    print(value, `${id} is a review queue; seed it with ${commandLine('review queue seed')}`, flags.json),
  )
}

/** `lunette review queue seed`: lines of title, body and truth. */
export async function seed(id: string, path: string, flags: Flags): Promise<number> {
  const lines = await linesOf(path, 'seeds', reviewSeedRequest)
  if (!lines.ok) return refuse(lines.error.message)
  return taken(id, flags, `${basename(path)}: ${lines.value.seeds.length} seeds`, (runtime) =>
    seedQueue(runtime, { workspaceId, by: actor }, id, lines.value.seeds, audits(runtime, 'review-queue.seed', id)),
  )
}

/** `lunette review queue add`: lines of reference, title and body. */
export async function addToQueue(id: string, path: string, flags: Flags): Promise<number> {
  const lines = await linesOf(path, 'items', reviewItemsRequest)
  if (!lines.ok) return refuse(lines.error.message)
  return taken(id, flags, `${basename(path)}: ${lines.value.items.length} items`, (runtime) =>
    takeItems(runtime, workspaceId, id, lines.value.items, audits(runtime, 'review-queue.items', id)),
  )
}

async function taken(
  id: string,
  flags: Flags,
  words: string,
  take: (runtime: Runtime) => Promise<Result<object>>,
): Promise<number> {
  const done = await withRuntime(flags, take)
  if (!done.ok && done.error.code === 'not-found') return refuse(done.error.message)
  return finish(done, (value) => print(value, `${words} for ${id}`, flags.json))
}

const MOST_BYTES = 8 * 1024 * 1024

async function linesOf<Schema extends z.ZodType>(
  path: string,
  name: string,
  schema: Schema,
): Promise<Result<z.output<Schema>>> {
  const bytes = await readFile(path).catch(() => undefined)
  if (!bytes) return err(problem('unreadable', `${path} cannot be read`))
  if (bytes.length > MOST_BYTES) return err(problem('too-large', `${path} is larger than ${MOST_BYTES} bytes`))
  const values: unknown[] = []
  for (const [place, line] of bytes.toString('utf8').split('\n').entries()) {
    if (line.trim() === '') continue
    try {
      values.push(JSON.parse(line))
    } catch {
      return err(problem('not-lines', `${path}: line ${place + 1} is no JSON object`))
    }
  }
  const checked = schema.safeParse({ [name]: values })
  return checked.success ? ok(checked.data) : err(problem('not-lines', `${path}: ${issuesOf(checked.error)}`))
}

function issuesOf({ issues }: z.ZodError): string {
  return issues
    .slice(0, 5)
    .map(({ path, message }) => `${path.join('.')}: ${message}`)
    .join('; ')
}

function noQueue(id: string) {
  return problem('not-found', `there is no review queue "${id}": ${commandLine('review queue list')}`)
}

function refuse(message: string): number {
  say(message)
  return exitCodes.usage
}
