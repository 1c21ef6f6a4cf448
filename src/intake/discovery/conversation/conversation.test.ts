import { connect } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ProbeTarget } from '#core/kernel'
import { Conversation, lineLength, plainText, replyLength, withoutMoments } from './index.ts'
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

describe('words of a peer', () => {
  it.each([
    ['220 mx.example ESMTP Exim 4.96 Mon, 30 Nov 2026 02:08:21 +0000', '220 mx.example ESMTP Exim 4.96 …'],
    ['220 mx.example ready at Mon, 2 Feb 2026 02:08:21 -0500 (EST)', '220 mx.example ready at …'],
    ['220-Local time is now 14:02. Server port: 21.', '220-Local time is now …. Server port: 21.'],
    ['Tue Sep  1 12:00:01 2026', '…'],
    ['started 2026-11-30T02:08:21.017Z, version 9.0.30', 'started …, version 9.0.30'],
    ['+OK POP3 ready <1896.697170952@dbc.example>', '+OK POP3 ready <…@dbc.example>'],
    [
      'brokers mq1.example:9092, 2001:db8::12:34, 192.0.2.7:21',
      'brokers mq1.example:9092, 2001:db8::12:34, 192.0.2.7:21',
    ],
    ['SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3', 'SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3'],
  ])('are kept without what is another each time: %s', (said, kept) => expect(withoutMoments(said)).toBe(kept))

  it('are read in time whatever they are', () => {
    const piece = fc.constantFrom('1', ':', '2', '<', '@', '-', ' ', 'Mon', 'Jan', 'T', '2026', 'é')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 2_000 }), (pieces) => {
        const began = performance.now()
        expect(withoutMoments(pieces.join('')).length).toBeLessThanOrEqual(pieces.join('').length)
        expect(performance.now() - began).toBeLessThan(500)
      }),
    )
  })
})
