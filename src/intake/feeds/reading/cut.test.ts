import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tarOf } from '../../../../test/support/tar.ts'
import { defaultFeedLimits } from '../contract.ts'
import { csvRows } from './csv.ts'
import { elementsOf } from './elements.ts'
import { linesOf, textLinesOf } from './lines.ts'
import { tarEntries } from './tar.ts'

/*
 * Readers of streams: where the disk or the decompressor cuts the bytes must not matter.
 */

async function* cut(bytes: Buffer, places: readonly number[]): AsyncGenerator<Buffer> {
  const sorted = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b)
  let from = 0
  for (const place of [...sorted, bytes.length]) {
    if (place > from) yield bytes.subarray(from, place)
    from = place
  }
}

async function all<T>(batches: AsyncIterable<readonly T[]>): Promise<T[]> {
  const found: T[] = []
  for await (const batch of batches) found.push(...batch)
  return found
}

const places = fc.array(fc.nat(2_000), { maxLength: 12 })
const cell = fc.string({ unit: fc.constantFrom('a', 'é', '€', ',', '"', '\n', '\r\n', ' ', '1'), maxLength: 8 })
const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`

describe('wherever the bytes are cut', () => {
  it('an archive has the files that were put into it', async () => {
    const content = fc.uint8Array({ maxLength: 1_600 })
    await fc.assert(
      fc.asyncProperty(fc.array(content, { maxLength: 4 }), places, async (files, at) => {
        const archive = tarOf(Object.fromEntries(files.map((bytes, place) => [`f${place}`, bytes])))
        const read: string[] = []
        const wanted = (name: string) => name !== 'f1'
        for await (const { name, bytes } of tarEntries(cut(archive, at), wanted, defaultFeedLimits))
          read.push(`${name} ${bytes.toString('hex')}`)
        const put = files.map((bytes, place) => `f${place} ${Buffer.from(bytes).toString('hex')}`)
        expect(read).toEqual(put.filter((_, place) => place !== 1))
      }),
    )
  })

  it('a table has the rows that were written, with commas, quotes and line breaks in its cells', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { maxLength: 6 }), places, async (rows, at) => {
        const text = `a,b\n${rows.map(([a, b]) => `${quoted(a)},${quoted(b)}\r\n`).join('')}`
        const read = await all(csvRows(cut(Buffer.from(text), at), ['a', 'b'], defaultFeedLimits))
        expect(read).toEqual(rows.map(([a, b]) => ({ a, b })))
      }),
    )
  })

  it('any text as a table reads the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { maxLength: 12 }), places, async (cells, at) => {
        const bytes = Buffer.from(`a,b\n${cells.join('')}`)
        const [whole, parts] = await Promise.all(
          [[], at].map((cuts) => all(csvRows(cut(bytes, cuts), ['a'], defaultFeedLimits))),
        )
        expect(parts).toEqual(whole)
      }),
    )
  })

  it('lines are lines', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('', 'a', 'bc', 'd'.repeat(40)), { maxLength: 10 }),
        places,
        async (lines, at) => {
          const bytes = Buffer.from(lines.join('\n'))
          const filled = lines.filter((line) => line !== '')
          const read = await all(linesOf(cut(bytes, at), defaultFeedLimits))
          expect(read.map((line) => line.toString())).toEqual(filled)
          const texts = await all(textLinesOf(cut(bytes, at), defaultFeedLimits))
          expect(texts.filter((line) => line !== '')).toEqual(filled)
        },
      ),
    )
  })

  it('a document has its elements, and the frame holds what stands around them and nothing of them', async () => {
    const value = fc.jsonValue({ maxDepth: 3 })
    const element = fc.dictionary(fc.string({ maxLength: 6 }), value, { maxKeys: 4 })
    await fc.assert(
      fc.asyncProperty(fc.array(element, { maxLength: 5 }), places, async (entries, at) => {
        const document = { title: 'a "title" [', entries, dateReleased: '2026-08-01', count: entries.length }
        let frame = ''
        const read = await all(
          elementsOf(cut(Buffer.from(JSON.stringify(document)), at), 2, defaultFeedLimits, (bytes) => {
            frame += bytes.toString('latin1')
          }),
        )
        expect(read.map((bytes) => JSON.parse(bytes.toString()))).toEqual(JSON.parse(JSON.stringify(entries)))
        expect(JSON.parse(frame)).toEqual({ ...document, entries: [] })
      }),
    )
  })
})

it('a row without an end in sight, or a table of too many rows, is refused', async () => {
  const limits = { ...defaultFeedLimits, recordBytes: 1_000, entries: 3 }
  const read = (text: string) => all(csvRows(cut(Buffer.from(text), []), ['a'], limits))
  await expect(read(`a,b\n"${'x'.repeat(2_000)}`)).rejects.toMatchObject({ problem: { code: 'record-too-large' } })
  await expect(read(`a,b\n${'1,2\n'.repeat(4)}`)).rejects.toMatchObject({ problem: { code: 'too-many-entries' } })
  await expect(read('x,y\n1,2\n')).rejects.toMatchObject({ problem: { code: 'wrong-type' } })
})
