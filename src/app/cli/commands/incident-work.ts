import type { z } from 'zod'
import { err, ok, problem, type Result } from '#core/kernel'
import { caseNamed } from '#flows/examine-case'
import { recordAudit } from '#platform/audit'
import { DEFAULT_WORKSPACE } from '#platform/database'
import type { Runtime } from '../../runtime.ts'
import { exitCodes } from '../exit-codes.ts'
import { withRuntime } from '../open.ts'
import { finish, say } from '../say.ts'

const actor = 'command line'
export const workspaceId = DEFAULT_WORKSPACE
export const acting = { workspaceId, by: actor, readsAll: true }
/** Who has the data folder reads everything in it. */
export const reader = { name: actor, readsAll: true }

export interface Flags {
  dataDir?: string
  json?: boolean
}

export function audited(runtime: Runtime, action: string, target: string) {
  return (work: Parameters<typeof recordAudit>[0], detail: object) =>
    recordAudit(work, { chain: workspaceId, at: runtime.clock(), actor, action, target, detail: { ...detail } })
}

/** Work on a case that is named by its id or its reference. */
export function withCase<T>(
  flags: Flags,
  reference: string,
  work: (runtime: Runtime, caseId: string) => Promise<Result<T>>,
): Promise<Result<T>> {
  return withRuntime(flags, async (runtime) => work(runtime, await caseNamed(runtime, workspaceId, reference)))
}

/** What was asked of a case that is not there, is closed, or names no control, is a wrong command. */
export function end<T>(done: Result<T>, onOk: (value: T) => unknown): number {
  const wrong = [
    'not-found',
    'case-closed',
    'case-open',
    'no-such-control',
    'no-such-system',
    'in-the-future',
    'bad-request',
    'change-proven',
    'change-withdrawn',
    'no-such-rule',
  ]
  if (!done.ok && wrong.includes(done.error.code)) return refuse(done.error.message)
  return finish(done, onOk)
}

export function checked<Schema extends z.ZodType>(schema: Schema, value: unknown): Result<z.infer<Schema>> {
  const read = schema.safeParse(value)
  if (read.success) return ok(read.data)
  const [issue] = read.error.issues
  return err(problem('bad-request', `${wordsOf(issue?.path ?? [])}: ${issue?.message ?? 'it is not valid'}`))
}

/** `madeAt` → `made at`, as somebody says it who types a flag. */
function wordsOf(path: readonly PropertyKey[]): string {
  return path.join('.').replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}

export function refuse(message: string): number {
  say(message)
  return exitCodes.usage
}
