import { describe, expect, it } from 'vitest'
import { checkEvaluationImporter, sample, secretWords } from '../evaluation.kit.ts'
import { inspect } from './index.ts'
import { type ZipEntry, zipOf } from './zip.kit.ts'
import { openArchive } from './zip.ts'

interface Given {
  id: string | number
  epoch?: number
  value?: unknown
  scores?: Record<string, unknown>
  metadata?: Record<string, unknown>
  error?: string
  invalidation?: unknown
}

/** A sample as Inspect 0.3 logs it. */
function sampleOf({ id, epoch = 1, value, scores, metadata = {}, error, invalidation }: Given) {
  const told = { answer: secretWords, explanation: secretWords, history: [] }
  return {
    id,
    epoch,
    input: `Say ${secretWords}`,
    target: secretWords,
    messages: [{ role: 'user', content: secretWords }],
    output: { choices: [{ message: { content: secretWords } }] },
    scores: error ? {} : (scores ?? { includes: { value, ...told } }),
    metadata: { note: secretWords, ...metadata },
    ...(error && { error: { message: `${error}('${secretWords}')`, traceback: secretWords } }),
    ...(invalidation !== undefined && { invalidation }),
  }
}

/** Its summary: the error is a text there. */
function summaryOf(given: Given) {
  const { id, epoch, input, target, scores, metadata } = sampleOf(given)
  return {
    id,
    epoch,
    input,
    target,
    scores,
    metadata,
    ...(given.error && { error: `${given.error}('${secretWords}')` }),
  }
}

function headerOf(given: readonly Given[], more: Record<string, unknown> = {}) {
  return {
    version: 2,
    status: 'success',
    eval: {
      created: '2026-01-02T03:04:05+00:00',
      task: 'tea',
      task_version: 2,
      dataset: { samples: 9, sample_ids: [...new Set(given.map(({ id }) => id))] },
      model: 'mockllm/model',
      config: { epochs: given.reduce((most, { epoch = 1 }) => Math.max(most, epoch), 1) },
      packages: { inspect_ai: '0.3.285' },
    },
    plan: { steps: [{ solver: 'generate' }] },
    results: { total_samples: given.length },
    ...more,
  }
}

function jsonOf(given: readonly Given[], more?: Record<string, unknown>): string {
  return JSON.stringify({ ...headerOf(given, more), samples: given.map(sampleOf) }, null, 2)
}

function entriesOf(given: readonly Given[], method: ZipEntry['method']): ZipEntry[] {
  const samples = given.map((one, at) => ({
    name: `samples/${at}_epoch_1.json`,
    content: JSON.stringify(sampleOf(one)),
    method,
  }))
  return [
    { name: '_journal/start.json', content: JSON.stringify({ eval: headerOf(given).eval, version: 2 }), method },
    ...samples,
    { name: 'header.json', content: JSON.stringify(headerOf(given)), method },
  ]
}

function archiveOf(given: readonly Given[], method: ZipEntry['method'] = 93): Buffer {
  const summaries = { name: 'summaries.json', content: JSON.stringify(given.map(summaryOf)), method }
  return zipOf([...entriesOf(given, method), summaries])
}

/** A run that was killed leaves the journal and no header. */
function killedOf(given: readonly Given[]): Buffer {
  const halves = [given.slice(0, 2), given.slice(2)]
  const journal = halves.map((half, at) => ({
    name: `_journal/summaries/${at + 1}.json`,
    content: JSON.stringify(half.map(summaryOf)),
  }))
  const start = headerOf([...given, { id: 'never-run', epoch: 2 }])
  return zipOf([{ name: '_journal/start.json', content: JSON.stringify({ version: 2, eval: start.eval }) }, ...journal])
}

const given: Given[] = [
  { id: 's1', epoch: 1, value: 'C', metadata: { control: 'gate', cluster: 'k', stratum: 'chat' } },
  { id: 's1', epoch: 2, value: 'C', metadata: { control: 'gate', cluster: 'k', stratum: 'chat' } },
  { id: 2, epoch: 1, value: 'I' },
  { id: 2, epoch: 2, value: 'C' },
  { id: 'e', epoch: 1, error: 'RuntimeError' },
  { id: 'e', epoch: 2, value: 1 },
]
const cases = ['2 fail 1/2', 'e insufficient 1/2', 's1 pass 2/2']
const run = {
  tool: 'Inspect 0.3.285',
  name: 'tea',
  target: 'mockllm/model',
  targetVersion: 'task 2',
  at: '2026-01-02T03:04:05.000Z',
}

checkEvaluationImporter(inspect, {
  samples: [
    sample({ name: 'log.json', records: given, write: (records) => jsonOf(records), cases, run }),
    sample({ name: 'log.eval', records: given, write: (records) => archiveOf(records), cases, run }),
    sample({ name: 'old.eval', records: given, write: (records) => archiveOf(records, 8), cases, run }),
    sample({ name: 'stored.eval', records: given, write: (records) => zipOf(entriesOf(records, 0)), cases, run }),
    sample({
      name: 'killed.eval',
      records: given,
      write: killedOf,
      cases,
      // Four samples twice each were planned.
      drops: ['run-not-finished 2'],
      run,
    }),
  ],
  many: (count) => {
    const given: Given[] = Array.from({ length: count }, (_, id) => ({ id: `s${id}`, value: 'C' }))
    const header = { name: 'header.json', content: JSON.stringify(headerOf(given)) }
    const summaries = { name: 'summaries.json', content: JSON.stringify(given.map(summaryOf)) }
    return { name: 'log.eval', content: zipOf([header, summaries]) }
  },
})

async function readBytes(content: string | Buffer) {
  return inspect.read({ name: 'log.eval', bytes: Buffer.from(content) })
}

async function resultsOf(values: readonly unknown[]) {
  const read = await readBytes(jsonOf(values.map((value, id) => ({ id: `${id}`.padStart(2, '0'), value }))))
  return read.ok ? read.value.run.cases.map(({ result }) => result) : read.error
}

describe('scores of Inspect', () => {
  it.each([
    ['pass', ['C', 1, true, 'yes', 'True', '1.0', { a: 'C', b: 1 }, [1, 1]]],
    ['fail', ['I', 'N', 0, false, 'no', '0', { a: 1, b: 0 }, [1, 0]]],
    ['insufficient', ['P', 0.5, 2, null, 'constructor', '', {}, [], { a: 1, b: 0.5 }, [[1]]]],
  ])('%s: %j', async (result, values) => {
    expect(await resultsOf(values)).toEqual(values.map(() => result))
  })

  it('every scorer must agree; a note names those that did not', async () => {
    const scores = { includes: { value: 'C' }, judge: { value: 'I', explanation: secretWords } }
    const read = await readBytes(
      jsonOf([
        { id: 'a', scores },
        { id: 'b', scores: { ...scores, judge: { value: 0.4 } } },
      ]),
    )
    expect(read.ok && read.value.run.cases.map(({ result, note }) => `${result} ${note}`)).toEqual([
      'fail failed: judge',
      'insufficient no verdict: judge',
    ])
  })

  it('NaN, as Python writes it, is no verdict and no damage', async () => {
    const text = jsonOf([
      { id: 'a', value: 'SCORE' },
      { id: 'NaN "b', value: 'C' },
    ]).replace('"SCORE"', 'NaN')
    const read = await readBytes(text)
    expect(read.ok && read.value.run.cases.map(({ key, result }) => `${key} ${result}`)).toEqual([
      'NaN "b pass',
      'a insufficient',
    ])
  })
})

describe('logs of Inspect', () => {
  it('an archive is known by what it begins with, too, and another zip file is not', () => {
    const asks = (name: string, bytes: Buffer) =>
      inspect.recognises({ name, head: bytes.subarray(0, 4_096).toString() })
    expect(asks('download', archiveOf(given))).toBe(true)
    expect(asks('sbom.zip', zipOf([{ name: 'bom.json', content: '{}' }]))).toBe(false)
  })

  it.each(['cancelled', 'error', 'started', undefined])(
    'a run that ended as %s says that samples may be missing',
    async (status) => {
      const read = await readBytes(jsonOf([{ id: 'a', value: 'C' }], { status }))
      expect(read.ok && read.value.outcome).toMatchObject({
        status: 'partial',
        dropped: [{ code: 'run-not-finished', count: 1 }],
      })
    },
  )

  it('a log without its samples is no run that passed', async () => {
    const text = JSON.stringify(headerOf([{ id: 'a' }, { id: 'b' }]))
    const read = await readBytes(text)
    expect(read.ok && read.value.outcome).toMatchObject({
      status: 'failed',
      kept: 0,
      dropped: [{ code: 'samples-missing', count: 2 }],
    })
  })

  it('a sample that a person took back says nothing; only the samples tell', async () => {
    const given: Given[] = [
      { id: 'a', value: 'C', invalidation: { author: 'me', reason: secretWords } },
      { id: 'b', value: 'C' },
    ]
    const header = { name: 'header.json', content: JSON.stringify(headerOf(given, { invalidated: true })) }
    const summaries = { name: 'summaries.json', content: JSON.stringify(given.map(summaryOf)) }
    const read = await readBytes(zipOf([...entriesOf(given, 93), header, summaries]))
    expect(read.ok && read.value.run.cases.map(({ key, result }) => `${key} ${result}`)).toEqual([
      'a insufficient',
      'b pass',
    ])
  })

  it('one damaged sample is dropped and counted where there are no summaries', async () => {
    const entries = entriesOf(
      [
        { id: 'a', value: 'C' },
        { id: 'b', value: 'C' },
      ],
      93,
    )
    const broken = entries.map((entry) =>
      entry.name === 'samples/1_epoch_1.json' ? { ...entry, content: '{' } : entry,
    )
    const read = await readBytes(zipOf(broken))
    expect(read.ok && read.value.outcome.dropped).toMatchObject([{ code: 'not-a-sample', count: 1 }])
  })
})

describe('archives that are meant to harm', () => {
  const header: ZipEntry = { name: 'header.json', content: JSON.stringify(headerOf([])) }
  const big = Buffer.alloc(160 * 1024 * 1024, ' ')

  it.each<[string, ZipEntry]>([
    ['that unfolds to more than it may', { name: 'summaries.json', content: big }],
    ['that lies about its size', { name: 'summaries.json', content: big, claims: 10 }],
    ['that lies about its size, deflated', { name: 'summaries.json', content: big, claims: 10, method: 8 }],
    ['that is encrypted', { name: 'summaries.json', content: '[]', flags: 1 }],
    ['that is compressed in an unknown way', { name: 'summaries.json', content: '[]', method: 12 }],
    ['that is no UTF-8', { name: 'summaries.json', content: Buffer.from([0x5b, 0xff, 0x5d]) }],
  ])('an entry %s is refused', async (_what, entry) => {
    const before = process.memoryUsage().rss
    expect(await readBytes(zipOf([header, entry]))).toMatchObject({ ok: false, error: { code: 'not-inspect' } })
    expect(process.memoryUsage().rss - before).toBeLessThan(1024 ** 3)
  })

  it('an archive without a header is no log', async () => {
    expect(await readBytes(zipOf([{ name: 'a.txt', content: 'x' }]))).toMatchObject({
      ok: false,
      error: { code: 'not-inspect' },
    })
  })

  it('entries that unfold to very much together stop at the limit', async () => {
    const entries = Array.from(
      { length: 4 },
      (_, at): ZipEntry => ({ name: `${at}`, content: Buffer.alloc(1_000, 'a') }),
    )
    const archive = await openArchive(zipOf(entries), { entry: 1_000, all: 3_500 })
    for (const name of ['0', '1', '2']) expect((await archive.text(name))?.length).toBe(1_000)
    await expect(archive.text('3')).rejects.toThrow('too many bytes')
    expect(await archive.text('4')).toBeUndefined()
  })
})
