import { isUtf8 } from 'node:buffer'
import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePurl } from '#core/vocabulary'
import { mutated, mutatedText, mutations } from '../../../test/support/mutated.ts'
import type { Imported, Importer } from './contract.ts'
import { importBytes } from './import-file.ts'
import { importers } from './registry.ts'

/** Fuzz runs of each law; the long form sets more. */
const RUNS = Number(process.env.LUNETTE_FUZZ_RUNS ?? 60)

/** What a document of some kilobytes may cost, whatever it holds: far above what any does, far below a hang. */
const MOST_SECONDS = 10
const MOST_MEGABYTES = 256

/** A small valid document with what must be read from it. */
export interface ImporterSample {
  path: string
  content: string | Uint8Array
  /** purls (or names, where there is none) of the components, in document order. */
  components: readonly string[]
  /** `kind rule` of the findings of another tool's report, in document order; `undefined` where it is none. */
  findings?: readonly string[]
  /** Codes of the notes and drops that must be there; none by default. */
  notes?: readonly string[]
}

/** Where the real files of tests and benches lie; `undefined` when they are absent. */
export function testData(...path: string[]): string | undefined {
  const place = join(process.env.LUNETTE_TEST_DATA ?? '../shared/data', ...path)
  return existsSync(place) ? place : undefined
}

/** The laws every importer keeps, checked on its samples, on arbitrary bytes and on damaged samples. */
export function checkImporter(importer: Importer, samples: readonly ImporterSample[]): void {
  describe(importer.title, () => {
    it('is registered and describes itself', () => {
      expect(importers.get(importer.id)).toBe(importer)
      expect(importer.id).toMatch(/^[a-z][a-z0-9-]+$/)
      expect(importer.title && importer.formats && importer.files.length).toBeTruthy()
    })

    for (const sample of samples) {
      it(`${sample.path} is recognised and read`, async () => {
        const read = await importBytes(bytesOf(sample.content), sample.path)
        if (!read.ok) throw new Error(`${read.error.code}: ${read.error.message}`)
        expect(read.value.inventory.importer).toBe(importer.id)
        expect(read.value.inventory.components.map((one) => one.purl ?? one.name)).toEqual(sample.components)
        expect(read.value.inventory.findings?.map((one) => `${one.kind} ${one.ruleId}`)).toEqual(sample.findings)
        const codes = [...(read.value.inventory.notes ?? []), ...read.value.outcome.dropped].map((note) => note.code)
        expect(codes.sort()).toEqual([...(sample.notes ?? [])].sort())
        checkLaws(read.value)
      })

      it(`${sample.path} is nobody else’s`, () => {
        const head = bytesOf(sample.content).subarray(0, 65_536)
        const name = basename(sample.path).replace(/\.(?:gz|zst)$/i, '')
        const askers = [...importers.values()].filter((one) =>
          one.recognises({ name, path: sample.path, head: Buffer.from(head) }),
        )
        expect(askers.map(({ id }) => id)).toEqual([importer.id])
      })

      it(`${sample.path} damaged anywhere gives a problem or counted drops, never a throw`, () =>
        checkDamage(importer, sample))

      it(`${sample.path} with values changed gives a problem or counted drops, never a throw`, () =>
        checkMutations(importer, sample))
    }

    it('arbitrary bytes give a problem or an inventory, never a throw', () =>
      fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
          await checkBounded(Buffer.from(bytes), samples[0]?.path ?? 'x', importer)
        }),
        { numRuns: RUNS },
      ))
  })
}

function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? Buffer.from(content) : content
}

/** Cuts, overwrites or repeats a part of a valid document. */
async function checkDamage(importer: Importer, sample: ImporterSample): Promise<void> {
  const whole = bytesOf(sample.content)
  const place = fc.nat({ max: whole.length })
  const damage = fc.record({
    at: place,
    length: fc.nat({ max: 24 }),
    filling: fc.oneof(fc.uint8Array({ maxLength: 12 }), fc.constantFrom(...poison)),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 3 }), async (damages) => {
      let bytes = Buffer.from(whole)
      for (const { at, length, filling } of damages)
        bytes = Buffer.concat([bytes.subarray(0, at), filling, bytes.subarray(at + length)])
      await checkBounded(bytes, sample.path, importer)
    }),
    { numRuns: RUNS },
  )
}

/** Drops, replaces, doubles or deepens values of a valid document; of one that is no text, nothing. */
async function checkMutations(importer: Importer, sample: ImporterSample): Promise<void> {
  const text = textOf(bytesOf(sample.content))
  if (text === undefined) return
  const document = parsedOf(text)
  await fc.assert(
    fc.asyncProperty(mutations, async (changes) => {
      const changed = document === undefined ? mutatedText(text, changes) : JSON.stringify(mutated(document, changes))
      await checkBounded(Buffer.from(changed ?? ''), sample.path, importer)
    }),
    { numRuns: RUNS },
  )
}

/** Reads a small document, whatever it holds, within the time and the memory that such a one may cost. */
async function checkBounded(bytes: Buffer, path: string, importer: Importer): Promise<void> {
  const [began, held] = [performance.now(), heldBytes()]
  const read = await importBytes(bytes, path, { importer: importer.id })
  const cost = { seconds: (performance.now() - began) / 1000, megabytes: (heldBytes() - held) / 2 ** 20 }
  if (cost.seconds > MOST_SECONDS || cost.megabytes > MOST_MEGABYTES)
    throw new Error(`${bytes.length} bytes took ${JSON.stringify(cost)}`)
  if (read.ok) checkLaws(read.value)
  else expect(read.error.code && read.error.message).toBeTruthy()
}

function heldBytes(): number {
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** The text of UTF-8 bytes; `undefined` of others. */
function textOf(bytes: Uint8Array): string | undefined {
  return isUtf8(bytes) && !bytes.includes(0) ? Buffer.from(bytes).toString() : undefined
}

function parsedOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
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
  '\ud800',
  '__proto__',
  'constructor',
  '-1',
  '&lt;',
  ']]>',
  '\n\n',
  ['$', '{a}'].join(''),
].map((text) => Buffer.from(text))

/** What holds for every inventory: counts add up, refs are unique and resolve, purls are canonical. */
function checkLaws({ inventory, outcome }: Imported): void {
  const refs = new Set(inventory.components.map((component) => component.ref))
  expect(refs.size).toBe(inventory.components.length)
  expect(outcome.kept).toBe(inventory.components.length + (inventory.findings?.length ?? 0))
  expect(outcome.read).toBe(outcome.kept + outcome.dropped.reduce((sum, dropped) => sum + dropped.count, 0))
  for (const component of inventory.components) {
    expect(component.name.trim()).not.toBe('')
    expect(component.evidence.length).toBeGreaterThan(0)
    if (component.purl === undefined) continue
    const purl = parsePurl(component.purl)
    expect(purl.ok && purl.value.text).toBe(component.purl)
  }
}
