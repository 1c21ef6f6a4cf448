import { connect } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ProbeTarget } from '#core/kernel'
import { Conversation, lineLength, plainText, replyLength } from './index.ts'
import { serve } from './server.kit.ts'

function talkTo({ address, port }: ProbeTarget, limits: { bytes?: number; ms?: number } = {}): Conversation {
  return new Conversation(connect({ host: address, port }), limits)
}

describe('a conversation', () => {
  it('reads message by message', async () => {
    const place = await serve((socket) => socket.write('one\ntwo\nthr'))
    const talk = talkTo(place)
    expect(String(await talk.next(lineLength, 1_000))).toBe('one\n')
    expect(String(await talk.next(lineLength, 1_000))).toBe('two\n')
    expect(await talk.next(lineLength, 50)).toBeUndefined()
    expect(String(talk.unread)).toBe('thr')
    talk.close()
  })

  it('hangs up on an endless banner once it has its bytes', async () => {
    let sent = 0
    const place = await serve((socket) => {
      const more = (): void => {
        while (!socket.destroyed && socket.write(Buffer.alloc(16_384, 'x'))) sent += 16_384
      }
      socket.on('drain', more)
      more()
    })
    const talk = talkTo(place, { bytes: 65_536 })
    expect((await talk.words(100, 5_000)).length).toBe(65_536)
    expect(talk.ending).toBe('full')
    expect(sent).toBeLessThan(64 * 1024 * 1024)
  })

  it('gives up on a slow drip when its time is over', async () => {
    const place = await serve((socket) => {
      const timer = setInterval(() => socket.write('.'), 20)
      socket.on('close', () => clearInterval(timer))
    })
    const talk = talkTo(place, { ms: 300 })
    const started = performance.now()
    expect(await talk.next(lineLength, 60_000)).toBeUndefined()
    expect(talk.ending).toBe('late')
    expect(performance.now() - started).toBeLessThan(2_000)
  })

  it('keeps what was said before a reset', async () => {
    const place = await serve((socket) => {
      socket.write('hello')
      setTimeout(() => socket.resetAndDestroy(), 50)
    })
    const talk = talkTo(place)
    expect(String(await talk.words(500, 2_000))).toBe('hello')
    expect(talk.ending).toBe('reset')
  })

  it('hands unread bytes on with the stream', async () => {
    const place = await serve((socket) => socket.write('220 ready\r\nrest'))
    const talk = talkTo(place)
    await talk.next(lineLength, 1_000)
    const stream = talk.release()
    const rest = await new Promise((resolve) =>
      stream.once('data', (data: Buffer) => resolve(data.toString())).resume(),
    )
    expect(rest).toBe('rest')
    stream.destroy()
  })
})

describe('words of peers', () => {
  it('become text without control characters, within their bound, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 4_000 }), fc.integer({ min: 1, max: 600 }), (bytes, most) => {
        const text = plainText(bytes, most)
        expect(text.length).toBeLessThanOrEqual(most)
        expect(text).not.toMatch(/[\p{Cc}\u202e\u2028]/u)
      }),
    )
  })

  it.each([
    ['250 ok\r\n', 8],
    ['250-one\r\n250 two\r\nmore', 18],
    ['250-one\r\n', 0],
    ['', 0],
  ])('a reply %j ends at %i', (text, length) => expect(replyLength(Buffer.from(text))).toBe(length))
})
