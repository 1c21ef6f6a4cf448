import { gzipSync } from 'node:zlib'
import { parse } from 'yaml'
import { dropRecord, emptyOutcome, type Outcome, ok, outcomeStatus, type Result } from '#core/kernel'
import { reportOf, type SetReport } from '#intake/discovery/fingerprints'
import type { Feed, FeedFile, FeedLimits, FeedRead, FeedSink } from '../contract.ts'
import { decompressed, sniff } from '../reading/bytes.ts'
import { FeedError, orRefusal } from '../reading/feed-error.ts'
import { tarEntries } from '../reading/tar.ts'

/** A set is held as a whole: bytes of its text. */
const MAX_TEXT = 64 * 1024 ** 2
const FILE_BYTES = 4 * 1024 ** 2

interface SetTerms extends Pick<Feed, 'id' | 'name' | 'publisher' | 'licence' | 'mirror'> {
  url: string
  /** The set's text as discovery reads it, from the chunks of its file. */
  text(chunks: AsyncIterable<Buffer>, limits: FeedLimits): Promise<string>
}

/** Sets of fingerprints: kept as they are, and read by discovery at the start of a run. */
function fingerprintFeed({ url, text, ...about }: SetTerms): Feed {
  return {
    ...about,
    intervalHours: 7 * 24,
    maxAgeDays: 180,
    whole: true,
    heldWhole: true,
    official: () => [{ url, name: url.slice(url.lastIndexOf('/') + 1) }],
    read: (file, sink, limits, signal) => orRefusal(file, () => readSet(about.id, text, file, sink, limits, signal)),
  }
}

async function readSet(
  id: string,
  text: SetTerms['text'],
  file: FeedFile,
  sink: FeedSink,
  limits: FeedLimits,
  signal?: AbortSignal,
): Promise<Result<FeedRead>> {
  const { container } = await sniff(file.path)
  const bounded = { ...limits, bytes: Math.min(limits.bytes, MAX_TEXT) }
  const content = gzipSync(await text(decompressed(file.path, container, bounded, signal), limits))
  const report = reportOf(id, content)
  if (!report || report.rules === 0) throw new FeedError('no-records', 'there is nothing in the file that can be used')
  await sink.keepFingerprints(id, content, report.rules)
  return ok({ outcome: outcomeOf(report), touched: [], bytes: content.length })
}

function outcomeOf({ rules, dropped }: SetReport): Outcome {
  const outcome = emptyOutcome()
  outcome.kept = rules
  outcome.read = rules
  for (const [reason, count] of Object.entries(dropped)) {
    outcome.read += count
    for (let one = 0; one < count; one++) dropRecord(outcome, 'not-usable', reason)
  }
  // A pattern that JavaScript cannot compile is no loss of the file: the set is read whole.
  outcome.status = outcomeStatus({ ...outcome, dropped: [] })
  return outcome
}

async function whole(chunks: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = []
  for await (const chunk of chunks) parts.push(chunk)
  return Buffer.concat(parts).toString('utf8')
}

/** recog's XML files as one JSON list of names and texts. */
async function xmlFiles(chunks: AsyncIterable<Buffer>, limits: FeedLimits): Promise<string> {
  const wanted = (name: string) => /(?:^|\/)xml\/[\w.-]+\.xml$/.test(name)
  const files: { name: string; text: string }[] = []
  for await (const { name, bytes } of tarEntries(chunks, wanted, { ...limits, recordBytes: FILE_BYTES }))
    files.push({ name: name.slice(name.lastIndexOf('/') + 1), text: bytes.toString('utf8') })
  return JSON.stringify(files)
}

/** endoflife.date's products, a JSON document a line; its repository has them as the heads of Markdown pages. */
async function products(chunks: AsyncIterable<Buffer>, limits: FeedLimits): Promise<string> {
  const [first, rest] = await begun(chunks)
  if (first.subarray(0, 1).toString() === '{') return whole(rest)
  const lines: string[] = []
  const wanted = (name: string) => /(?:^|\/)products\/[\w.-]+\.md$/.test(name)
  for await (const { bytes } of tarEntries(rest, wanted, { ...limits, recordBytes: FILE_BYTES })) {
    const product = headOf(bytes.toString('utf8'))
    if (product !== undefined) lines.push(JSON.stringify(product))
  }
  return lines.join('\n')
}

async function begun(chunks: AsyncIterable<Buffer>): Promise<[first: Buffer, rest: AsyncIterable<Buffer>]> {
  const iterator = chunks[Symbol.asyncIterator]()
  const first = await iterator.next()
  const head = first.done ? Buffer.alloc(0) : first.value
  async function* rest(): AsyncGenerator<Buffer> {
    yield head
    for (;;) {
      const next = await iterator.next()
      if (next.done) return
      yield next.value
    }
  }
  return [head, rest()]
}

function headOf(page: string): unknown {
  const head = /^---\r?\n([\s\S]*?)\r?\n---/.exec(page)?.[1]
  try {
    return head === undefined ? undefined : parse(head, { maxAliasCount: 50, logLevel: 'error' })
  } catch {
    return undefined
  }
}

export const recog = fingerprintFeed({
  id: 'recog',
  name: 'Recog',
  publisher: 'Rapid7',
  licence: 'BSD-2-Clause',
  mirror: ['fingerprints/recog*.tar*'],
  url: 'https://github.com/rapid7/recog/archive/refs/heads/main.tar.gz',
  text: xmlFiles,
})

export const wappalyzer = fingerprintFeed({
  id: 'wappalyzer',
  name: 'Wappalyzer fingerprints',
  publisher: 'ProjectDiscovery (wappalyzergo)',
  licence: 'MIT',
  mirror: ['fingerprints/wappalyzer*fingerprints*.json*', 'fingerprints/fingerprints_data.json*'],
  url: 'https://raw.githubusercontent.com/projectdiscovery/wappalyzergo/main/fingerprints_data.json',
  text: whole,
})

export const retirejs = fingerprintFeed({
  id: 'retire',
  name: 'retire.js',
  publisher: 'RetireJS',
  licence: 'Apache-2.0',
  mirror: ['fingerprints/*jsrepository*.json*'],
  url: 'https://raw.githubusercontent.com/RetireJS/retire.js/master/repository/jsrepository-v5.json',
  text: whole,
})

export const endOfLife = fingerprintFeed({
  id: 'endoflife',
  name: 'endoflife.date',
  publisher: 'endoflife.date',
  licence: 'MIT',
  mirror: ['fingerprints/endoflife*.ndjson*', 'fingerprints/endoflife*.tar*'],
  url: 'https://github.com/endoflife-date/endoflife.date/archive/refs/heads/master.tar.gz',
  text: products,
})

/** Beside fingerprints: which networks each autonomous system announces, from routes as they were seen. */
export const ip2asn = fingerprintFeed({
  id: 'ip2asn',
  name: 'Networks by autonomous system',
  publisher: 'iptoasn.com',
  licence: 'PDDL-1.0',
  mirror: ['networks/ip2asn*.tsv*'],
  url: 'https://iptoasn.com/data/ip2asn-combined.tsv.gz',
  text: whole,
})
