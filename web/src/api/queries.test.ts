import { MutationObserver, QueryObserver } from '@tanstack/react-query'
import { afterEach, expect, it, vi } from 'vitest'
import { call, send } from './client.ts'
import { isAway, noteConnection, unsentWords } from './connection.ts'
import { queryClient } from './queries.ts'

afterEach(() => {
  vi.unstubAllGlobals()
  queryClient.clear()
  noteConnection({ away: false, unsent: false, told: 0 })
})

function goOffline(): void {
  vi.stubGlobal('navigator', { onLine: false })
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('fetch failed')))
}

it('a write without a connection says at once that it is not saved, and waits for nothing', async () => {
  goOffline()
  const observer = new MutationObserver(queryClient, { mutationFn: () => send('POST', '/finding-changes', {}) })
  await expect(observer.mutate()).rejects.toThrow(unsentWords)
  expect(observer.getCurrentResult()).toMatchObject({ status: 'error', isPaused: false })
})

it('what was read stays while the server is away, and is asked for again when it is back', async () => {
  const answer = (value: string) => vi.stubGlobal('fetch', async () => Response.json({ value }))
  answer('first')
  const query = { queryKey: ['read'], queryFn: () => call('/read') }
  const observer = new QueryObserver(queryClient, query)
  const stop = observer.subscribe(() => {})
  await vi.waitFor(() => expect(observer.getCurrentResult().data).toEqual({ value: 'first' }))
  goOffline()
  await queryClient.invalidateQueries({ queryKey: ['read'] })
  expect(observer.getCurrentResult()).toMatchObject({ data: { value: 'first' }, error: null, isStale: true })
  answer('second')
  await queryClient.invalidateQueries({ queryKey: ['read'] })
  expect(observer.getCurrentResult().data).toEqual({ value: 'second' })
  stop()
})

it('a machine without a network reaches a server of its own', async () => {
  vi.stubGlobal('navigator', { onLine: false })
  vi.stubGlobal('fetch', async () => Response.json('here'))
  expect(isAway()).toBe(true)
  expect(await queryClient.fetchQuery({ queryKey: ['own'], queryFn: () => call('/own') })).toBe('here')
})
