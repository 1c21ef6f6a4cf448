import { expect, it } from 'vitest'
import { ownerWords } from './asset-field.tsx'

const shop = { name: 'shop', kind: 'application' } as const
const image = { name: 'shop', kind: 'container-image' } as const

it.each([
  [[], 'Nothing is called that: it will be a new asset.'],
  [[{ ...shop, name: 'shop-eu' }], 'Nothing is called that: it will be a new asset.'],
  [[shop], 'It joins the application of that name.'],
  [[shop, image], 'Several are called that (application, container image): it joins the one of the file’s own kind.'],
])('says which asset a name means: %j', (rows, words) => expect(ownerWords(rows, 'shop')).toBe(words))
