import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ok, type ProbeTarget } from '#core/kernel'
import { Conversation } from '../conversation/index.ts'
import { scripted, serve } from '../conversation/server.kit.ts'
import { HttpSession, headerOf, parseHead, readAnswer, readPage } from './index.ts'

function sessionTo({ address, port }: ProbeTarget): HttpSession {
  return new HttpSession({ host: address, port, secure: false }, () =>
    Promise.resolve(ok(connect({ host: address, port }))),
  )
}

async function answerOf(reply: string | Buffer, limits = {}) {
  const session = sessionTo(await serve(scripted('', [[/^GET /, reply]])))
  const answer = await session.get('/', { limits: { ms: 1_500, ...limits } })
  session.close()
  return answer
}

const head = 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n'

describe('an answer', () => {
  it('is read by its length, in chunks, or to the end', async () => {
    expect((await answerOf(`${head}Content-Length: 5\r\n\r\nhello`))?.body).toBe('hello')
    expect(
      (await answerOf(`${head}Transfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=1\r\nlo\r\n0\r\n\r\n`))?.body,
    ).toBe('hello')
    const place = await serve((socket) => socket.end(`${head}\r\nhello`))
    expect((await sessionTo(place).get('/'))?.body).toBe('hello')
  })

  it('passes over informational answers and takes bare line ends', async () => {
    expect(
      (await answerOf(`HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n${head}Content-Length: 2\r\n\r\nok`))?.body,
    ).toBe('ok')
    expect(await answerOf('HTTP/1.0 404 no\nServer: old\n\n', { ms: 300 })).toMatchObject({
      status: 404,
      headers: [['server', 'old']],
    })
  })

  it('is undone where it is packed', async () => {
    const body = gzipSync('packed')
    const answer = await answerOf(
      Buffer.concat([Buffer.from(`${head}Content-Encoding: gzip\r\nContent-Length: ${body.length}\r\n\r\n`), body]),
    )
    expect(answer).toMatchObject({ body: 'packed', bomb: false })
  })

  it('that would unfold to a gigabyte is dropped', async () => {
    const body = gzipSync(Buffer.alloc(64 * 1024 * 1024))
    const before = process.memoryUsage().rss
    const answer = await answerOf(
      Buffer.concat([Buffer.from(`${head}Content-Encoding: gzip\r\nContent-Length: ${body.length}\r\n\r\n`), body]),
    )
    expect(answer).toMatchObject({ bomb: true, body: '' })
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024)
  })

  it('with ten megabytes of headers is refused at its limit', async () => {
    const place = await serve((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n')
      const more = (): void => {
        for (let lines = 0; lines < 1_000 && !socket.destroyed; lines++)
          socket.write(`X-Filler: ${'y'.repeat(10_000)}\r\n`)
      }
      more()
    })
    expect(await sessionTo(place).get('/')).toBeUndefined()
  })

  it('without end is cut at its limit', async () => {
    const place = await serve((socket) => {
      socket.write(`${head}\r\n`)
      const timer = setInterval(() => socket.write(Buffer.alloc(65_536, 'z')), 1)
      socket.on('close', () => clearInterval(timer))
    })
    const answer = await sessionTo(place).get('/')
    expect(answer?.truncated).toBe(true)
    expect(answer?.bytes.length).toBe(256 * 1024)
  })

  it('that drips is given up in time', async () => {
    const place = await serve((socket) => {
      const timer = setInterval(() => socket.write('H'), 10)
      socket.on('close', () => clearInterval(timer))
    })
    const started = performance.now()
    expect(await sessionTo(place).get('/', { limits: { ms: 400 } })).toBeUndefined()
    expect(performance.now() - started).toBeLessThan(2_500)
  })

  it('of a stream of events is its first words', async () => {
    const started = performance.now()
    const answer = await answerOf(
      'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\nevent: endpoint\ndata: /messages\n\n',
    )
    expect(answer?.body).toContain('event: endpoint')
    expect(performance.now() - started).toBeLessThan(1_400)
  })

  it('shows invalid UTF-8 as such and breaks nothing', async () => {
    const answer = await answerOf(
      Buffer.concat([
        Buffer.from('HTTP/1.1 200 OK\r\nServer: \xff\xfe\x01\r\nContent-Length: 3\r\n\r\n', 'latin1'),
        Buffer.from([0xff, 0xc0, 0x41]),
      ]),
    )
    expect(answer?.body).toContain('A')
    expect(headerOf(answer!, 'server')).not.toMatch(/\p{Cc}/u)
  })

  it('comes over one connection as long as the peer allows, and over a new one after', async () => {
    let connections = 0
    const place = await serve((socket) => {
      connections++
      scripted('', [
        [/^GET \/last/, 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx'],
        [/^GET /, 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx'],
      ])(socket)
    })
    const session = sessionTo(place)
    for (const path of ['/a', '/b', '/last', '/c']) expect((await session.get(path))?.body).toBe('x')
    session.close()
    expect(connections).toBe(2)
  })
})

describe('readers of what web servers say', () => {
  it('stand any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), async (bytes) => {
        parseHead(Buffer.from(bytes), 100)
        readPage(Buffer.from(bytes).toString('latin1'))
      }),
    )
  })

  it('stand any body behind a sound head', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom('Transfer-Encoding: chunked', 'Content-Encoding: gzip', 'Content-Length: 20'),
        async (bytes, header) => {
          const place = await serveOnce(Buffer.concat([Buffer.from(`${head}${header}\r\n\r\n`), bytes]))
          const talk = new Conversation(connect({ host: place.address, port: place.port }))
          const answer = await readAnswer(talk, { headBytes: 1_000, headers: 10, bodyBytes: 1_000, ms: 500 })
          expect(answer?.status).toBe(200)
          talk.close()
        },
      ),
      { numRuns: 60 },
    )
  })

  it('take title, meta elements, links and scripts of a page', () => {
    const page = readPage(
      '<!-- <title>no</title> --><TITLE>A &amp; B\n</TITLE><meta NAME=generator content="X 1"><script src=/a.js></script><script>var u="<title>";</script><a href=\'/x\'>x</a><input type="password">',
    )
    expect(page).toMatchObject({
      title: 'A & B',
      scripts: ['/a.js'],
      inlineScripts: ['var u="<title>";'],
      hasPasswordField: true,
    })
    expect(page.metas.get('generator')).toBe('X 1')
    expect(page.links).toEqual(['/a.js', '/x'])
  })

  it('read a hundred thousand brackets in no time', () => {
    const started = performance.now()
    readPage('<a '.repeat(100_000))
    readPage('<!--'.repeat(100_000))
    readPage(`<a ${'x='.repeat(50_000)}>`)
    expect(performance.now() - started).toBeLessThan(1_000)
  })
})

async function serveOnce(bytes: Buffer): Promise<ProbeTarget> {
  const { createServer } = await import('node:net')
  return new Promise((resolve) => {
    const server = createServer((socket) => {
      socket.on('error', () => {})
      socket.end(bytes)
      server.close()
    }).listen(0, '127.0.0.1', () =>
      resolve({ address: '127.0.0.1', port: (server.address() as { port: number }).port }),
    )
  })
}
