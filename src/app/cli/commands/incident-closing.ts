import { caseDescription, caseReopening } from '#contract/assurance-cases'
import { commandLine, ok, type Result } from '#core/kernel'
import { describe } from '#flows/assurance-cases'
import { close } from '#flows/close-case'
import { type ExaminedCase, examineCase } from '#flows/examine-case'
import { reopen } from '#flows/reopen-case'
import type { Runtime } from '../../runtime.ts'
import { exitCodes } from '../exit-codes.ts'
import { print, say } from '../say.ts'
import { namedControl } from './incident-checklist.ts'
import { againWords, patternHint } from './incident-text.ts'
import { acting, audited, checked, end, type Flags, reader, refuse, withCase, workspaceId } from './incident-work.ts'

/** `lunette incident pattern`: what was reported of it since opens closed cases again. */
export async function putIntoPattern(id: string, pattern: string, flags: Flags): Promise<number> {
  const said = checked(caseDescription, { pattern })
  if (!said.ok) return refuse(said.error.message)
  const done = await withCase(flags, id, (runtime, caseId) => intoPattern(runtime, caseId, said.value))
  return end(done, ({ reopened }) =>
    print({ pattern, reopened }, `it is of the pattern "${pattern}"${againWords(reopened)}`, flags.json),
  )
}

function intoPattern(runtime: Runtime, caseId: string, said: { pattern?: string | null | undefined }) {
  const { pattern = null } = said
  return describe(runtime, acting, caseId, { pattern }, (work, { reopened }) =>
    audited(runtime, 'case.describe', caseId)(work, { what: ['pattern'], reopened }),
  )
}

/** `lunette incident close`: exits 1 with what is missing while the proof is not there. */
export async function closeOne(id: string, flags: Flags & { pattern?: string }): Promise<number> {
  const said = flags.pattern === undefined ? ok({}) : checked(caseDescription, { pattern: flags.pattern })
  if (!said.ok) return refuse(said.error.message)
  const done = await withCase(flags, id, (runtime, caseId) => closing(runtime, caseId, said.value))
  if (!done.ok && done.error.code === 'change-not-proven') {
    say(`it stays open: ${done.error.message}; ${commandLine(`incident show ${id}`)}`)
    return exitCodes.findings
  }
  return end(done, ({ proven, unjudgedDuties, closed }) => {
    const left = unjudgedDuties.length > 0 ? `; nobody judged whether these apply: ${unjudgedDuties.join('; ')}` : ''
    const sentence =
      proven.length > 0 ? `closed; proven: ${proven.map((id) => namedControl(closed, id)).join(', ')}` : 'closed'
    const lines = [`${sentence}${left}`, ...patternHint(closed)]
    print({ proven, unjudgedDuties, pattern: closed.pattern }, lines.join('\n'), flags.json)
  })
}

async function closing(
  runtime: Runtime,
  caseId: string,
  said: { pattern?: string | null | undefined },
): Promise<Result<{ proven: string[]; unjudgedDuties: string[]; closed: ExaminedCase }>> {
  const put = said.pattern ? await intoPattern(runtime, caseId, said) : ok(undefined)
  if (!put.ok) return put
  const done = await close(runtime, acting, caseId, audited(runtime, 'case.close', caseId))
  if (!done.ok) return done
  return ok({ ...done.value, closed: (await examineCase(runtime, workspaceId, caseId, reader))! })
}

/** `lunette incident reopen`: a closed case, with the reason. */
export async function reopenOne(id: string, flags: Flags & { because: string }): Promise<number> {
  const told = checked(caseReopening, { why: flags.because })
  if (!told.ok) return refuse(told.error.message)
  const done = await withCase(flags, id, (runtime, caseId) =>
    reopen(runtime, acting, caseId, told.value.why, audited(runtime, 'case.reopen', caseId)),
  )
  return end(done, (value) =>
    print(value, `open again; what is missing: ${commandLine(`incident show ${id}`)}`, flags.json),
  )
}
