import { err, ok, problem, type Result } from '#core/kernel'
import { type Fields, fieldsOf, listOf, parseJson } from '../json.ts'
import { openArchive, type ZipArchive } from './zip.ts'

/**
 * The log in an `.eval` file. Summaries hold what is wanted of all samples in a small part of the bytes; a run that was
 * killed has them in its journal, and no header. The samples themselves are read where there are none, and where some were
 * taken back, which only they tell.
 */
export async function readArchive(bytes: Buffer): Promise<Result<Fields>> {
  try {
    const archive = await openArchive(bytes)
    const [header, start] = [await part(archive, 'header.json'), await part(archive, '_journal/start.json')]
    const log = fieldsOf(header) ?? fieldsOf(start)
    if (!log) return err(problem('not-inspect', 'the archive has no header: it is no log, or one cut short'))
    const summaries = log.invalidated === true ? [] : await summariesOf(archive)
    return ok({ ...log, samples: summaries.length > 0 ? summaries : await samplesOf(archive) })
  } catch (cause) {
    return err(problem('not-inspect', `the archive cannot be read: ${(cause as Error).message.slice(0, 200)}`))
  }
}

async function summariesOf(archive: ZipArchive): Promise<readonly unknown[]> {
  const all = await part(archive, 'summaries.json')
  if (Array.isArray(all)) return all
  const journal = archive.names.filter((name) => /^_journal\/summaries\/\d+\.json$/.test(name))
  const parts: unknown[] = []
  for (const name of journal) for (const summary of listOf(await part(archive, name))) parts.push(summary)
  return parts
}

async function samplesOf(archive: ZipArchive): Promise<readonly unknown[]> {
  const samples: unknown[] = []
  for (const name of archive.names) {
    if (!/^samples\/[^/]+\.json$/.test(name)) continue
    // One that is damaged stands for itself: it is counted as no sample.
    samples.push(outline(await part(archive, name).catch(() => undefined)))
  }
  return samples
}

/** What is wanted of a sample, so that the conversations of all of them are never held together. */
function outline(value: unknown): unknown {
  const sample = fieldsOf(value)
  if (!sample) return value
  const { id, epoch, scores, metadata, error, invalidation } = sample
  return { id, epoch, scores, metadata, error, invalidation }
}

async function part(archive: ZipArchive, name: string): Promise<unknown> {
  const text = await archive.text(name)
  if (text === undefined) return undefined
  const parsed = parseJson(text, 'not-inspect')
  if (!parsed.ok) throw new Error(parsed.error.message)
  return parsed.value
}
