import { expect, test } from 'vitest'
import { notPublicSuffix } from './public-suffix.ts'

test.each(['co.uk', 'CO.UK.', 'github.io', 'kawasaki.jp'])(
  '%s is nobody’s: anybody may have names below it',
  (name) => {
    expect(notPublicSuffix(name)).toMatchObject({ error: { code: 'public-suffix' } })
  },
)
test.each(['example.co.uk', 'northwind.test', 'city.kawasaki.jp', 'shop.github.io', 'example.com'])(
  '%s is somebody’s',
  (name) => expect(notPublicSuffix(name).ok).toBe(true),
)
