import { parse } from 'yaml'
import { type Day, dropRecord, emptyOutcome, ok, outcomeStatus, parseDay, type Result } from '#core/kernel'
import type { Technique } from '#core/vocabulary'
import type { Feed, FeedFile, FeedLimits, FeedRead, FeedSink } from '../contract.ts'
import { decompressed, sniff } from '../reading/bytes.ts'
import { FeedError, orRefusal } from '../reading/feed-error.ts'
import { type Fields, fieldsOf, objectsOf, textOf } from '../reading/fields.ts'
import { MAX_TECHNIQUES, MAX_TITLE, techniqueOf } from './technique.ts'

/** It is one YAML document, held as a whole: bytes of its text. */
const MAX_TEXT = 4 * 1024 ** 2

/** MITRE ATLAS: techniques against AI systems, by id and title. */
export const atlas: Feed = {
  id: 'atlas',
  name: 'MITRE ATLAS',
  publisher: 'The MITRE Corporation',
  licence: 'Apache-2.0',
  intervalHours: 7 * 24,
  maxAgeDays: 365,
  whole: true,
  heldWhole: true,
  mirror: ['attack/ATLAS.yaml*'],
  official: () => [
    {
      name: 'ATLAS.yaml',
      url: 'https://raw.githubusercontent.com/mitre-atlas/atlas-data/main/dist/ATLAS.yaml',
    },
  ],
  read: (file, sink, limits, signal) => orRefusal(file, () => readAtlas(file, sink, limits, signal)),
}

async function readAtlas(
  file: FeedFile,
  sink: FeedSink,
  limits: FeedLimits,
  signal?: AbortSignal,
): Promise<Result<FeedRead>> {
  const { container } = await sniff(file.path)
  const parts: Buffer[] = []
  const bounded = { ...limits, bytes: Math.min(limits.bytes, MAX_TEXT) }
  for await (const chunk of decompressed(file.path, container, bounded, signal)) parts.push(chunk)
  const bytes = Buffer.concat(parts)
  const document = documentOf(bytes.toString('utf8'))
  const version = textOf(document.version, 40)
  if (version === undefined) throw new FeedError('no-records', 'the file does not say which version of ATLAS it is')
  const outcome = emptyOutcome()
  const techniques = new Map<string, Technique>()
  let newest: Day | undefined
  for (const matrix of objectsOf(document.matrices))
    for (const entry of listOf(matrix.techniques)) {
      outcome.read++
      const found = techniqueOf(ofAtlas(entry))
      const day = parseDay(textOf(fieldsOf(entry)?.modified_date, 10))
      if (day !== undefined && day > (newest ?? '')) newest = day
      if (!found) dropRecord(outcome, 'not-usable', 'a technique without an id or a name')
      else if (techniques.has(found.id)) dropRecord(outcome, 'repeated', found.id)
      else if (techniques.size >= MAX_TECHNIQUES)
        throw new FeedError('too-many-entries', 'there are too many techniques')
      else {
        techniques.set(found.id, found)
        outcome.kept++
      }
    }
  if (techniques.size === 0) throw new FeedError('no-records', 'there is no technique in the file')
  await sink.keepCatalogue({ id: 'atlas', version, techniques: [...techniques.values()] }, newest)
  outcome.status = outcomeStatus(outcome)
  return ok({ outcome, touched: [], bytes: bytes.length })
}

function documentOf(text: string): Fields {
  try {
    return fieldsOf(parse(text, { maxAliasCount: 50, logLevel: 'error' })) ?? {}
  } catch (cause) {
    throw new FeedError('not-yaml', `the file is no YAML: ${(cause as Error).message.split('\n')[0]}`, cause)
  }
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

function ofAtlas(entry: unknown) {
  const fields = fieldsOf(entry)
  return {
    id: idOf(fields?.id),
    title: textOf(fields?.name, MAX_TITLE),
    parent: idOf(fields?.['subtechnique-of']),
  }
}

function idOf(value: unknown): string | undefined {
  return typeof value === 'string' && /^AML\.T\d{4}(?:\.\d{3})?$/.test(value) ? value : undefined
}
