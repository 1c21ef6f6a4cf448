import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvRecords } from './csv.ts'

const read = (text: string) => [...csvRecords(text, ',')]

describe('CSV', () => {
  it.each([
    [
      'a,b\nc,d\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a,b\r\n"c, c","d ""d"""\r\n',
      [
        ['a', 'b'],
        ['c, c', 'd "d"'],
      ],
    ],
    ['"two\nlines",x', [['two\nlines', 'x']]],
    [
      'a,\n,b',
      [
        ['a', ''],
        ['', 'b'],
      ],
    ],
    ['a,', [['a', '']]],
    ['\n\na\n', [['a']]],
    ['"open, \nto the end', [['open, \nto the end']]],
    ['"a"b,c', [['ab', 'c']]],
    ['', []],
  ])('%j', (text, records) => expect(read(text)).toEqual(records))

  it('whatever is written with every field quoted is read as it was', () => {
    const record = fc
      .array(fc.string(), { minLength: 1, maxLength: 4 })
      .filter((one) => one.length > 1 || one[0] !== '')
    fc.assert(
      fc.property(fc.array(record), (records) => {
        const text = records.map((fields) => fields.map((one) => `"${one.replaceAll('"', '""')}"`).join(',')).join('\n')
        expect(read(text)).toEqual(records)
      }),
    )
  })
})
