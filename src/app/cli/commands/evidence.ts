import { createReadStream, createWriteStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { readControls } from '#assurance/controls/store'
import { type EvidenceCheck, exportedLines, verifyExport } from '#assurance/evidence'
import { readChain, verifyEvidence } from '#assurance/evidence/store'
import { commandLine, err, ok, problem, type Result } from '#core/kernel'
import type { AssuranceEvidenceKind, ControlAspect, EvidenceResult } from '#core/vocabulary'
import { assessControls } from '#flows/assurance'
import { takeEvidence } from '#flows/take-evidence'
import { recordAudit } from '#platform/audit'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { controlRowOf } from '../../assurance-rows.ts'
import { exitCodes } from '../exit-codes.ts'
import { withRuntime } from '../open.ts'
import { refusedOutput } from '../output-file.ts'
import { finish, print, say } from '../say.ts'

const actor = 'command line'

interface Flags {
  dataDir?: string
  json?: boolean
}

interface AddFlags extends Flags {
  aspect: ControlAspect
  result: EvidenceResult
  kind?: AssuranceEvidenceKind
  demands: number
  at?: string
  subjectVersion?: string
  note?: string
}

const usualKind: Readonly<Record<ControlAspect, AssuranceEvidenceKind>> = {
  liveness: 'probe',
  coverage: 'telemetry',
  efficacy: 'evaluation',
}

/** `lunette evidence add`: what was seen of a control, and what that makes of it. */
export async function add(control: string, flags: AddFlags): Promise<number> {
  const { aspect, result, kind = usualKind[aspect], demands, note = null } = flags
  const at = new Date(flags.at ?? Date.now())
  if (Number.isNaN(at.getTime())) return refuse(`"${flags.at}" is no time: write it as 2026-08-01T06:00:00Z`)
  const done = await withRuntime(flags, async (runtime) => {
    const [known] = await runtime.database.inWorkspace(DEFAULT_WORKSPACE, (work) => readControls(work, [control]))
    const seen = { kind, aspect, result, demands, weight: 1, at: at.toISOString(), source: actor, note }
    const piece = { ...seen, controlId: control, subjectVersion: flags.subjectVersion ?? known?.version ?? null }
    const taken = await takeEvidence(
      runtime,
      { workspaceId: DEFAULT_WORKSPACE, evidence: [piece], by: actor },
      (work) =>
        recordAudit(work, {
          ...{ chain: DEFAULT_WORKSPACE, at: runtime.clock(), actor, action: 'evidence.record', target: control },
          detail: { pieces: 1 },
        }),
    )
    if (!taken.ok) return taken
    const [assessed] = await assessControls(runtime, DEFAULT_WORKSPACE, [control])
    return ok(controlRowOf(assessed!))
  })
  if (!done.ok && ['no-such-control', 'in-the-future'].includes(done.error.code)) return refuse(done.error.message)
  return finish(done, (row) => {
    const lines = [`recorded: ${row.name} is ${row.state} now`, ...row.reasons.map((reason) => `- ${reason}`)]
    print(row, lines.join('\n'), flags.json)
  })
}

function refuse(message: string): number {
  say(message)
  return exitCodes.usage
}

/** `lunette evidence verify`: recomputes the chain, of this installation or of an export, which needs nothing else. Exit 1 where it breaks. */
export async function verify(path: string | undefined, flags: Flags): Promise<number> {
  const done =
    path === undefined
      ? await withRuntime(flags, async ({ database }) => ok(await verifyEvidence(database, DEFAULT_WORKSPACE)))
      : await verifyFile(path)
  if (!done.ok && done.error.code === 'not-evidence') return refuse(`${path}: ${done.error.message}`)
  return finish(done, (check) => {
    print({ ...check, brokenAt: check.brokenAt ?? null }, wordsOf(check), flags.json)
    return check.brokenAt === undefined && !check.sumsOff ? exitCodes.clean : exitCodes.findings
  })
}

async function verifyFile(path: string): Promise<Result<EvidenceCheck>> {
  try {
    return await verifyExport(createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY }))
  } catch (cause) {
    return err(problem('unreadable', `${path} cannot be read: ${(cause as Error).message}`, cause))
  }
}

function wordsOf({ entries, erased, brokenAt, damage, head, sumsOff = 0 }: EvidenceCheck): string {
  if (damage !== undefined)
    return `BROKEN at entry ${brokenAt}: ${damage}; ${entries} entries before it are whole, up to head ${head}`
  if (brokenAt !== undefined)
    return `BROKEN at entry ${brokenAt}: it was changed, left out or moved; ${entries} entries before it are whole`
  if (sumsOff > 0)
    return `${entries} entries are whole, but ${sumsOff} of the sums that controls are judged by do not follow from them`
  const gone = erased > 0 ? `, the words of ${erased} are erased` : ''
  return `whole: ${entries} entries${gone}; head ${head} (keep it elsewhere)`
}

/** `lunette evidence export`: the chain as lines that prove themselves. */
export async function exportEvidence(path: string, flags: Flags): Promise<number> {
  const refused = await refusedOutput(path)
  if (refused !== undefined) {
    say(refused)
    return exitCodes.usage
  }
  const done = await withRuntime(flags, async ({ database, clock }) => {
    const about = { workspace: DEFAULT_WORKSPACE, exportedAt: clock() }
    const lines = exportedLines(about, readChain(database, DEFAULT_WORKSPACE))
    await pipeline(Readable.from(lines), createWriteStream(path, { mode: 0o600 }))
    return ok({ path })
  })
  return finish(done, (value) =>
    print(value, `${path}: verify it with ${commandLine(`evidence verify ${path}`)}`, flags.json),
  )
}
