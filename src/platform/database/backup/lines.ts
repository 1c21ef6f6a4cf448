import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { createZstdDecompress } from 'node:zlib'
import { err, ok, problem, type Result } from '#core/kernel'
import { type BackupEnd, type BackupHead, FORMAT_VERSION } from './format.ts'

/** No row of ours is longer; a file without line ends must not fill the memory. */
const MAX_LINE = 256 * 1024 * 1024
const NEWLINE = 10

/** The lines of a backup with their ends, in batches. Throws when the file is no zstd, is truncated or has an endless line. */
export async function* backupLines(path: string): AsyncGenerator<Buffer[]> {
  let carried: Buffer[] = []
  let bytes = 0
  const stream = pipeline(createReadStream(path), createZstdDecompress(), () => {})
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const lines: Buffer[] = []
    let from = 0
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      const rest = chunk.subarray(from, end + 1)
      lines.push(bytes > 0 ? Buffer.concat([...carried, rest]) : rest)
      carried = []
      bytes = 0
      from = end + 1
    }
    if (from < chunk.length) {
      carried.push(Buffer.from(chunk.subarray(from)))
      bytes += chunk.length - from
      if (bytes > MAX_LINE) throw new Error('a line is longer than any row')
    }
    if (lines.length > 0) yield lines
  }
  if (bytes > 0) throw new Error('it ends in the middle of a line')
}

/** Reads the whole file once and checks its digest, before anything is changed. */
export async function verifyBackup(path: string): Promise<Result<BackupHead>> {
  try {
    const hash = createHash('sha256')
    let head: BackupHead | undefined
    let last: Buffer | undefined
    let lines = 0
    for await (const batch of backupLines(path)) {
      for (const line of batch) {
        if (last) {
          hash.update(last)
          lines++
        }
        head ??= JSON.parse(line.toString()) as BackupHead
        last = line
      }
    }
    const end = JSON.parse(last?.toString() ?? '{}') as Partial<BackupEnd>
    if (head?.format !== 'lunette-backup') return err(refused('it is no backup of Lunette'))
    if (head.version > FORMAT_VERSION) return err(refused('a newer version of Lunette made it'))
    if (end.lines !== lines || end.sha256 !== hash.digest('base64url'))
      return err(refused('it is truncated or was changed: its digest does not match'))
    return ok(head)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    // What its decoder says where a file is of another kind.
    return err(refused(/frame descriptor|magic/i.test(reason) ? 'it is no backup of Lunette' : reason, cause))
  }
}

function refused(reason: string, cause?: unknown) {
  return problem('bad-backup', `the backup cannot be read: ${reason}; nothing was changed`, cause)
}
