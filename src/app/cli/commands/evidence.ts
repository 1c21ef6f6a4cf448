import { createReadStream, createWriteStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type EvidenceCheck, exportedLines, verifyExport } from '#assurance/evidence'
import { readChain, verifyEvidence } from '#assurance/evidence/store'
import { err, ok, problem, type Result } from '#core/kernel'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { exitCodes } from '../exit-codes.ts'
import { withRuntime } from '../open.ts'
import { refusedOutput } from '../output-file.ts'
import { finish, print, say } from '../say.ts'

interface Flags {
  dataDir?: string
  json?: boolean
}

/** `lunette evidence verify`: recomputes the chain, of this installation or of an export, which needs nothing else. Exit 1 where it breaks. */
export async function verify(path: string | undefined, flags: Flags): Promise<number> {
  const done =
    path === undefined
      ? await withRuntime(flags, async ({ database }) => ok(await verifyEvidence(database, DEFAULT_WORKSPACE)))
      : await verifyFile(path)
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

function wordsOf({ entries, erased, brokenAt, head, sumsOff = 0 }: EvidenceCheck): string {
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
  return finish(done, (value) => print(value, `${path}: verify it with lunette evidence verify ${path}`, flags.json))
}
