import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultLimits } from '../../contract.ts'
import { JsonElementSplitter } from './json-elements.ts'

function split(bytes: Buffer, sizes: number[], limits = defaultLimits) {
  const splitter = new JsonElementSplitter({ list: 'elements', one: 'value' }, limits)
  const found = []
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = Math.max(1, sizes[turn % sizes.length] ?? 1)
    found.push(...splitter.push(bytes.subarray(at, at + size)))
    at += size
  }
  splitter.end()
  return found
}

describe('splitting a JSON object into its parts', () => {
  it('gives what JSON.parse gives, wherever the chunks are cut', () => {
    const document = fc.record({ list: fc.array(fc.jsonValue()), skipped: fc.jsonValue(), one: fc.jsonValue() })
    fc.assert(
      fc.property(
        document,
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
        fc.constantFrom(0, 2),
        (value, sizes, indent) => {
          const whole = JSON.parse(JSON.stringify(value)) as typeof value
          const found = split(Buffer.from(JSON.stringify(value, null, indent)), sizes)
          expect(found.filter((part) => part.key === 'list').map((part) => part.value)).toEqual(whole.list)
          expect(found.find((part) => part.key === 'one')?.value).toEqual(whole.one)
          expect(found.every((part) => part.refused === undefined && !part.replaced)).toBe(true)
        },
      ),
      { numRuns: 200 },
    )
  })

  it('a part beyond the limits is refused by name, and the next is read', () => {
    const deep = `${'['.repeat(100)}${']'.repeat(100)}`
    const text = `{"list":[1,${deep},"${'x'.repeat(500)}",{"a":},2]}`
    const found = split(Buffer.from(text), [7], { ...defaultLimits, elementBytes: 400 })
    expect(found.map((part) => part.refused ?? part.value)).toEqual([1, 'too-deep', 'too-large', 'invalid-json', 2])
  })

  it('bytes that are no UTF-8 are replaced and said so', () => {
    const found = split(Buffer.concat([Buffer.from('{"list":["a'), Buffer.from([0xff]), Buffer.from('"]}')]), [3])
    expect(found).toMatchObject([{ value: 'a\uFFFD', replaced: true }])
  })

  it.each([
    ['[1]', 'not-json'],
    ['', 'not-json'],
    ['{"list":[1', 'cut-short'],
    ['{} {}', 'invalid-json'],
    ['\u0000{\u0000}', 'not-utf-8'],
  ])('%j is the problem %s', (text, code) => {
    expect(() => split(Buffer.from(text), [4])).toThrow(
      expect.objectContaining({ problem: expect.objectContaining({ code }) }),
    )
  })
})
