import { describe, expect, it } from 'vitest'
import { csvLine } from './csv.ts'

describe('a CSV line', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['-2+3', "'-2+3"],
    ['+49 30', "'+49 30"],
    ['  =1', "'  =1"],
    ['\t=1', "'\t=1"],
    ['=cmd|"/c calc"!A0', `"'=cmd|""/c calc""!A0"`],
    ['a,b', '"a,b"'],
    ['a\nb', '"a\nb"'],
    ['plain', 'plain'],
  ])('writes %j so that no spreadsheet reads a formula', (value, field) => {
    expect(csvLine([value])).toBe(`${field}\r\n`)
  })

  it('leaves numbers alone and writes nothing for nothing', () => {
    expect(csvLine([-2, null, true])).toBe('-2,,true\r\n')
  })
})
