import fc from 'fast-check'
import { expect, it } from 'vitest'
import { cpeName, wordsOfCpe } from './names.ts'

const field = fc
  .array(fc.constantFrom('a', 'B', '1', '_', '.', '-', '\\.', '\\-', '\\:', '\\\\', '\\+', '\\*'), {
    minLength: 1,
    maxLength: 6,
  })
  .map((parts) => parts.join(''))
const value = fc.oneof(field, fc.constantFrom('*', '-', 'openssl', 'node.js'))

it('vendor and product are told from the text as from the whole name', () => {
  fc.assert(
    fc.property(fc.constantFrom('a', 'o', 'h', '*'), value, value, (part, vendor, product) => {
      const text = `cpe:2.3:${part}:${vendor}:${product}:1.0:*:*:*:*:*:*:*`
      const whole = cpeName(text)
      if (whole) expect(wordsOfCpe(text)).toEqual({ vendor: whole.vendor, product: whole.product })
    }),
    { numRuns: 500 },
  )
})

it.each([
  ['cpe:2.3:a:nodejs:node.js:18.0.0:*:*:*:*:*:*:*', 'cpe:2.3:a:nodejs:node.js:'],
  ['cpe:2.3:a:nodejs:node\\.js:18.0.0:*:*:*:*:*:*:*', 'cpe:2.3:a:nodejs:node.js:'],
  ['cpe:2.3:a:acme:c\\+\\+:1:*:*:*:*:*:*:*', undefined],
  ['cpe:2.3:a:acme:-:1:*:*:*:*:*:*:*', undefined],
  ['cpe:2.3:*:acme:server:1:*:*:*:*:*:*:*', undefined],
])('the text of criteria on %s starts with %s', (text, prefix) => expect(cpeName(text)?.prefix).toBe(prefix))
