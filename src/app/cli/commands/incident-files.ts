import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { issueReportLink } from '#assurance/incidents/store'
import { droppedWords } from '#contract/dropped-words'
import { err, ok, problem, type Result } from '#core/kernel'
import type { CaseExport, CaseKind } from '#core/vocabulary'
import { exportOf } from '#flows/assurance-obligations'
import { reportByMail } from '#flows/assurance-reports'
import { caseNamed } from '#flows/examine-case'
import { recordAudit } from '#platform/audit'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { exitCodes } from '../exit-codes.ts'
import { withNewRuntime, withRuntime } from '../open.ts'
import { finish, print, say } from '../say.ts'

const actor = 'command line'
const workspaceId = DEFAULT_WORKSPACE

interface Flags {
  dataDir?: string
  json?: boolean
}

/** `lunette incident mail`: a mail that somebody saved becomes a case. */
export async function takeMail(
  path: string,
  flags: Flags & { kind: CaseKind; confidential?: boolean },
): Promise<number> {
  const bytes = await contentOf(path)
  if (!bytes.ok) return refuse(bytes.error.message)
  const { kind, confidential = false } = flags
  const done = await withNewRuntime(flags, (runtime) =>
    reportByMail(runtime, { workspaceId, by: actor, bytes: bytes.value, kind, confidential }, (work, { id }) =>
      recordAudit(work, {
        ...{ chain: workspaceId, at: runtime.clock(), actor, action: 'case.open', target: id },
        detail: { kind, from: 'mail' },
      }),
    ),
  )
  if (!done.ok && ['too-large', 'not-mail'].includes(done.error.code))
    return refuse(`${basename(path)}: ${done.error.message}`)
  return finish(done, ({ id, unchanged, title, outcome }) => {
    const lines = [
      `${id}: ${unchanged ? 'known already' : `${kind} reported`}, ${title}`,
      ...outcome.dropped.map((one) => `  ${droppedWords(one)}`),
    ]
    print({ id, unchanged, title, dropped: outcome.dropped }, lines.join('\n'), flags.json)
  })
}

/** `lunette incident export`: a case as a file for somebody else, on standard output. */
export async function writeCase(id: string, flags: Flags & { as: CaseExport }): Promise<number> {
  const acting = { workspaceId, by: actor, readsAll: true }
  const done = await withRuntime(flags, async (runtime) =>
    exportOf(runtime, acting, await caseNamed(runtime, acting.workspaceId, id), flags.as),
  )
  if (!done.ok && done.error.code === 'not-found') return refuse(done.error.message)
  return finish(done, ({ text }) => process.stdout.write(text) && undefined)
}

/** `lunette incident link`: under the address by which others reach Lunette, where that is said. */
export async function makeLink(label: string, flags: Flags & { days: number }): Promise<number> {
  const { days } = flags
  const done = await withRuntime(flags, (runtime) => {
    const now = runtime.clock()
    return runtime.database.inWorkspace(workspaceId, async (work) => {
      const made = await issueReportLink(work, workspaceId, { label, days }, { by: actor, now })
      if (made.ok)
        await recordAudit(work, {
          ...{ chain: workspaceId, at: now, actor, action: 'report-link.make', target: made.value.id },
          detail: { label, expiresAt: made.value.expiresAt },
        })
      return made.ok ? ok({ ...made.value, publicUrl: runtime.config.publicUrl }) : made
    })
  })
  return finish(done, ({ id, token, expiresAt, publicUrl }) => {
    const path = `/report#${token}`
    const words = [
      publicUrl === undefined ? path : `${publicUrl.replace(/\/$/, '')}${path}`,
      `works until ${expiresAt.slice(0, 16)} UTC; shown this once`,
      ...(publicUrl === undefined ? [noAddress] : []),
    ]
    print({ id, path, expiresAt }, words.join('\n'), flags.json)
  })
}

const noAddress =
  'put the address before it under which others reach Lunette: LUNETTE_PUBLIC_URL says it, and is not set; under 127.0.0.1 only this machine does'

async function contentOf(path: string): Promise<Result<Buffer>> {
  try {
    return ok(await readFile(path))
  } catch (cause) {
    return err(problem('unreadable', `${path} cannot be read: ${(cause as Error).message}`, cause))
  }
}

function refuse(message: string): number {
  say(message)
  return exitCodes.usage
}
