import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { err, ok, problem, type Result } from '#core/kernel'

/** Where an upload lies until its import has read it. */
export interface Upload {
  path: string
  fileName: string
  bytes: number
  /** SHA-256 of what was received. */
  digest: string
}

/** The last part of a name as given, without what no file system takes: it becomes part of a path. */
export function safeFileName(name: string): string {
  const last = basename(name.replaceAll('\\', '/')).replace(/[^\w.@+ -]/g, '_')
  return /^\.*$/.test(last) ? 'upload' : last.slice(0, 150)
}

/** Writes a request's body to a private folder, counting bytes against the limit as they come. */
export async function receiveUpload(
  body: Readable,
  name: string,
  folder: string,
  limit: number,
): Promise<Result<Upload>> {
  const home = join(folder, randomUUID())
  const fileName = safeFileName(name)
  const path = join(home, fileName)
  const discard = () => discardUpload({ path })
  let bytes = 0
  const hash = createHash('sha256')
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      hash.update(chunk)
      done(bytes > limit ? new TooLarge() : null, chunk)
    },
  })
  await mkdir(home, { recursive: true, mode: 0o700 })
  try {
    await pipeline(body, counted, createWriteStream(path, { mode: 0o600 }))
  } catch (error) {
    await discard()
    if (error instanceof TooLarge)
      return err(problem('too-large', `the file is larger than ${Math.floor(limit / 1024 ** 2)} MiB`))
    return err(problem('upload-broken', 'the upload ended early: send the file again', error))
  }
  if (bytes > 0) return ok({ path, fileName, bytes, digest: hash.digest('base64url') })
  await discard()
  return err(problem('empty-file', 'the file is empty: choose another'))
}

/** The whole of a small file that somebody sends. */
export async function received(body: Readable, name: string, folder: string, limit: number): Promise<Result<Buffer>> {
  const upload = await receiveUpload(body, name, folder, limit)
  if (!upload.ok) return upload
  try {
    return ok(await readFile(upload.value.path))
  } finally {
    await discardUpload(upload.value)
  }
}

/** Removes an upload nobody will read: each has a folder of its own. */
export function discardUpload({ path }: Pick<Upload, 'path'>): Promise<void> {
  return rm(dirname(path), { recursive: true, force: true })
}

class TooLarge extends Error {}
