import { expect, it } from 'vitest'
import { instantOf, localNow } from './local-time.ts'

const now = Date.parse('2026-08-10T12:07:40.500Z')
const later = (ms: number) => localNow(now + ms)

it('a field that stands as it was shown means now, which the server takes by its own clock', () => {
  expect(localNow(now)).toMatch(/:07:40$/)
  expect(instantOf(localNow(now), localNow(now), now + 300_000)).toBeUndefined()
  expect(instantOf('', localNow(now), now)).toBeUndefined()
})

it('the minute that it is now means now, and not its first second: a probe after a change comes after it', () => {
  const minute = localNow(now).slice(0, 16)
  expect(instantOf(minute, later(-180_000), now)).toBeUndefined()
  expect(instantOf(`${minute}:05`, later(-180_000), now)).toBe('2026-08-10T12:07:05.000Z')
  expect(instantOf(later(-60_000).slice(0, 16), later(-180_000), now)).toBe('2026-08-10T12:06:00.000Z')
})
