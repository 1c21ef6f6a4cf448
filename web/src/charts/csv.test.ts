import { expect, it } from 'vitest'
import { csvOf } from './csv.ts'

it('cells with commas and quotes are quoted, and nothing becomes a formula', () =>
  expect(
    csvOf([
      ['a,b', 'say "x"', 1, null],
      ['=cmd()', '+1', '-1', -1],
    ]),
  ).toBe('"a,b","say ""x""",1,\r\n\'=cmd(),\'+1,\'-1,-1'))
