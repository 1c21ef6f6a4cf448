import { expect, test } from 'vitest'
import { reasonParts } from './reason-parts.ts'

test('the strongest sign comes first, apart from where it was seen, then the others', () => {
  const reason = 'Named in a certificate (of 192.0.2.7:443); lives on an approved address (192.0.2.7), as two others do'
  expect(reasonParts(reason)).toEqual({
    first: 'Named in a certificate',
    seen: 'of 192.0.2.7:443',
    others: ['lives on an approved address (192.0.2.7), as two others do'],
  })
})

test('what cannot be taken apart stays whole', () => {
  expect(reasonParts('Is a name (odd) that ends otherwise')).toEqual({
    first: 'Is a name (odd) that ends otherwise',
    seen: '',
    others: [],
  })
  expect(reasonParts('')).toEqual({ first: '', seen: '', others: [] })
})
