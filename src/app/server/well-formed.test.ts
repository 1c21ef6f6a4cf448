import { describe, expect, it } from 'vitest'
import { wrongIn } from './well-formed.ts'

describe('what a request holds', () => {
  it.each([['a\u0000b'], [{ name: '\ud800' }], [{ '\u0000': 1 }], [[['\udc00x']]]])(
    'is refused where no database could hold it: %j',
    (value) => expect(wrongIn(value)).toContain('NUL or half a character'),
  )

  it('is refused when it is nested beyond reason, however deep', () => {
    let value: unknown = 'x'
    for (let depth = 0; depth < 200_000; depth++) value = [value]
    expect(wrongIn(value)).toContain('nested')
  })

  it.each([['plain'], [{ deep: [{ er: '😀 ünïcode \n' }] }], [null], [3], [undefined]])('may be %j', (value) =>
    expect(wrongIn(value)).toBeUndefined(),
  )
})
