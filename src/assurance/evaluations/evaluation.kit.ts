import { isUtf8 } from 'node:buffer'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mutated, mutatedText, mutations } from '../../../test/support/mutated.ts'
import type { EvaluationImporter, ReadEvaluation } from './contract.ts'
import { evaluationImporters, readEvaluation } from './registry.ts'

/** Fuzz runs of each law; the long form sets more. */
const RUNS = Number(process.env.LUNETTE_FUZZ_RUNS ?? 60)

/** What a document of some kilobytes may cost, whatever it holds: far above what any does, far below a hang. */
const MOST_SECONDS = 10
const MOST_MEGABYTES = 256

/** Stands in every field of a sample that holds what was asked, answered or explained. Nothing of it may be kept. */
export const secretWords = 'the heron reads a newspaper'

/** A small valid report, as its records and how the tool writes them. */
export interface ReportSample<One = unknown> {
  name: string
  records: readonly One[]
  write(records: readonly One[]): string | Buffer
  /** `key result passed/attempts`, sorted; a digest within a key is `digest`. */
  cases: readonly string[]
  /** `code count` of what must be dropped; nothing by default. */
  drops?: readonly string[]
  run: Omit<ReadEvaluation['run'], 'cases'>
}

/** A sample, so that the type of its records is told by them. */
export function sample<One>(one: ReportSample<One>): ReportSample {
  return one as unknown as ReportSample
}

export interface EvaluationKit {
  samples: readonly ReportSample[]
  /** A report with as many different cases. */
  many(count: number): { name: string; content: string | Buffer }
}

/** The laws every importer of evaluations keeps, checked on its samples, on arbitrary bytes and on damaged samples. */
export function checkEvaluationImporter(importer: EvaluationImporter, { samples, many }: EvaluationKit): void {
  describe(importer.title, () => {
    it('is registered and describes itself', () => {
      expect(evaluationImporters.get(importer.id)).toBe(importer)
      expect(importer.id).toMatch(/^[a-z][a-z0-9-]+$/)
      expect(importer.title && importer.formats).toBeTruthy()
    })
    for (const one of samples) checkSample(importer, one)
    checkHostile(importer, samples)
    it('100,000 cases are read within seconds and bounded memory', async () => {
      const { name, content } = many(100_000)
      const bytes = Buffer.from(content)
      const read = await bounded(importer, name, bytes, { seconds: 60, megabytes: 1_024 })
      expect(read?.run.cases.length).toBe(100_000)
    }, 120_000)
  })
}

function checkSample(importer: EvaluationImporter, one: ReportSample): void {
  const bytes = () => Buffer.from(one.write(one.records))
  describe(one.name, () => {
    it('is read: the run, its cases, what was dropped', async () => {
      const read = await readEvaluation({ name: one.name, bytes: bytes() })
      if (!read.ok) throw new Error(`${read.error.code}: ${read.error.message}`)
      const { run, outcome } = read.value
      expect(read.value.importer).toBe(importer.id)
      expect(run.cases.map(lineOf).sort()).toEqual(one.cases)
      expect(outcome.dropped.map(({ code, count }) => `${code} ${count}`)).toEqual(one.drops ?? [])
      expect({ ...run, cases: undefined }).toEqual({ ...one.run, cases: undefined })
      checkLaws(read.value)
    })

    it('is nobody else’s', () => {
      const head = bytes().subarray(0, 4_096).toString('utf8')
      const askers = [...evaluationImporters.values()].filter((asked) => asked.recognises({ name: one.name, head }))
      expect(askers.map(({ id }) => id)).toEqual([importer.id])
    })

    it('read twice gives the same', async () => {
      const twice = await Promise.all([
        importer.read({ name: one.name, bytes: bytes() }),
        importer.read({ name: one.name, bytes: bytes() }),
      ])
      expect(twice[0]).toEqual(twice[1])
    })

    it('in another order gives the same cases', () =>
      fc.assert(
        fc.asyncProperty(fc.shuffledSubarray([...one.records], { minLength: one.records.length }), async (shuffled) => {
          const [first, other] = await Promise.all(
            [one.records, shuffled].map((records) => casesOf(importer, one, records)),
          )
          expect(other).toEqual(first)
        }),
        { numRuns: Math.min(RUNS, 25) },
      ))

    it('keeps nothing of what was asked, answered or explained', async () => {
      const read = await importer.read({ name: one.name, bytes: bytes() })
      if (isReadable(bytes())) expect(bytes().includes(secretWords)).toBe(true)
      expectSilence(read)
    })
  })
}

function checkHostile(importer: EvaluationImporter, samples: readonly ReportSample[]): void {
  const texts = samples.map((one) => ({ name: one.name, bytes: Buffer.from(one.write(one.records)) }))

  it('arbitrary bytes give a problem or a run, never a throw', () =>
    fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        for (const { name } of texts.slice(0, 1)) await bounded(importer, name, Buffer.from(bytes))
      }),
      { numRuns: RUNS },
    ))

  it.each(texts)('$name cut short gives a problem or fewer cases', async ({ name, bytes }) => {
    const whole = await bounded(importer, name, bytes)
    const step = Math.max(1, Math.floor(bytes.length / 150))
    for (let end = 0; end < bytes.length; end += step) {
      const read = await bounded(importer, name, bytes.subarray(0, end))
      expect(read?.run.cases.length ?? 0).toBeLessThanOrEqual(whole?.run.cases.length ?? 0)
    }
  })

  it.each(texts)('$name damaged anywhere gives a problem or counted drops, never a throw', ({ name, bytes }) =>
    fc.assert(
      fc.asyncProperty(fc.array(damage(bytes.length), { minLength: 1, maxLength: 3 }), async (damages) => {
        let changed = bytes
        for (const { at, length, filling } of damages)
          changed = Buffer.concat([changed.subarray(0, at), filling, changed.subarray(at + length)])
        await bounded(importer, name, changed)
      }),
      { numRuns: RUNS },
    ),
  )

  it.each(samples)('$name with values changed gives a problem or counted drops, never a throw', (one) =>
    fc.assert(
      fc.asyncProperty(mutations, async (changes) => {
        const changed = mutated(one.records, changes)
        const written = Array.isArray(changed) ? quietly(() => one.write(changed)) : undefined
        const text = Buffer.from(one.write(one.records))
        const bytes = written ?? (isUtf8(text) ? mutatedText(text.toString('utf8'), changes) : text)
        await bounded(importer, one.name, Buffer.from(bytes))
      }),
      { numRuns: RUNS },
    ),
  )

  const readable = texts.filter(({ bytes }) => isReadable(bytes))

  it.each(readable)('$name with bytes that are no UTF-8 says so', async ({ name, bytes }) => {
    const at = bytes.indexOf(secretWords)
    const changed = Buffer.concat([bytes.subarray(0, at), Buffer.from([0xff, 0xc0]), bytes.subarray(at)])
    const read = await bounded(importer, name, changed)
    if (read) expect(read.outcome.dropped.length).toBeGreaterThan(0)
  })

  it.each(readable)(
    '$name with a value nested 100,000 levels deep gives a problem or counted drops',
    async ({ name, bytes }) => {
      const nested = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
      for (const deep of [nested, '<a>'.repeat(100_000)]) await bounded(importer, name, withValue(bytes, deep))
    },
  )

  it.each(readable)('$name with keys of the prototype changes no other object', async ({ name, bytes }) => {
    const evil = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"toString":1,"valueOf":1}'
    await bounded(importer, name, withValue(bytes, evil))
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })
}

function isReadable(bytes: Buffer): boolean {
  return isUtf8(bytes) && !bytes.includes(0)
}

/** The text with what was asked and answered replaced by another value. */
function withValue(bytes: Buffer, value: string): Buffer {
  const text = bytes.toString('utf8')
  return Buffer.from(text.replace(new RegExp(`"[^"]*${secretWords}[^"]*"|${secretWords}`), () => value))
}

function damage(length: number) {
  return fc.record({
    at: fc.nat({ max: length }),
    length: fc.nat({ max: 24 }),
    filling: fc.oneof(fc.uint8Array({ maxLength: 12 }), fc.constantFrom(...poison)),
  })
}

const poison = [
  'null',
  '{}',
  '[]',
  '"',
  '{"a":',
  '[[[[[[[[',
  '\\u0000',
  '\0',
  '__proto__',
  '-1',
  'NaN',
  '&lt;',
  ']]>',
  '\n\n',
].map((text) => Buffer.from(text))

/** What a damaged record can be written as, if at all. */
function quietly<T>(write: () => T): T | undefined {
  try {
    return write()
  } catch {
    return undefined
  }
}

async function casesOf(importer: EvaluationImporter, one: ReportSample, records: readonly unknown[]) {
  const read = await importer.read({ name: one.name, bytes: Buffer.from(one.write(records)) })
  return read.ok ? read.value.run.cases : read.error.code
}

/** Reads a document, whatever it holds, within the time and the memory that it may cost. `undefined` for a problem. */
async function bounded(
  importer: EvaluationImporter,
  name: string,
  bytes: Buffer,
  most = { seconds: MOST_SECONDS, megabytes: MOST_MEGABYTES },
): Promise<ReadEvaluation | undefined> {
  const [began, held] = [performance.now(), heldBytes()]
  const read = await importer.read({ name, bytes })
  const cost = { seconds: (performance.now() - began) / 1000, megabytes: (heldBytes() - held) / 2 ** 20 }
  if (cost.seconds > most.seconds || cost.megabytes > most.megabytes)
    throw new Error(`${bytes.length} bytes took ${JSON.stringify(cost)}`)
  // Of a damaged file only what is told of it: its damage may have made a key of a prompt.
  expectSilence(read.ok ? read.value.outcome : read.error)
  if (read.ok) checkLaws(read.value)
  else expect(read.error).toMatchObject({ code: `not-${importer.id}`, message: expect.stringMatching(/./) })
  return read.ok ? read.value : undefined
}

function heldBytes(): number {
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

function expectSilence(kept: unknown): void {
  const text = JSON.stringify(kept, (_key, value: unknown) => (value instanceof Error ? value.message : value))
  for (const word of ['heron', 'newspaper']) expect(text).not.toContain(word)
}

function lineOf({ key, result, passed, attempts }: ReadEvaluation['run']['cases'][number]): string {
  return `${key.replace(/digest:[\w-]{22}/, 'digest')} ${result} ${passed}/${attempts}`
}

/** What holds for every run: counts add up, keys are unique, a case passed when every attempt did, words are bounded. */
function checkLaws({ run, outcome }: ReadEvaluation): void {
  const keys = run.cases.map(({ key }) => key)
  const isSorted = keys.every((key, at) => at === 0 || (keys[at - 1] ?? '') < key)
  expect(isSorted).toBe(true)
  expect(outcome.read).toBe(outcome.kept + outcome.dropped.reduce((sum, dropped) => sum + dropped.count, 0))
  expect(outcome.kept).toBeGreaterThanOrEqual(keys.length)
  expect(run.tool && run.name).toBeTruthy()
  if (run.at !== undefined) expect(new Date(run.at).toISOString()).toBe(run.at)
  for (const one of run.cases) {
    const { key, result, attempts, passed, note = '' } = one
    const words = [one.cluster, one.stratum, one.control, run.target, run.targetVersion, run.tool, run.name]
    const isRight =
      key.trim() !== '' &&
      Math.max(key.length, note.length) <= 300 &&
      words.every((word) => word === undefined || (word !== '' && word.length <= 200)) &&
      Number.isSafeInteger(attempts) &&
      passed >= 0 &&
      passed <= attempts &&
      attempts >= 1 &&
      (result === 'pass') === (passed === attempts)
    if (!isRight) throw new Error(`a case is wrong: ${JSON.stringify(one)}`)
  }
}
