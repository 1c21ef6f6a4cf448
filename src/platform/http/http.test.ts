import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { digestOf } from '#core/kernel'
import { download, isPublicAddress, privateHostNote, servicePort } from './index.ts'
import { nextHop } from './port.ts'

const folder = () => {
  const path = mkdtempSync(join(tmpdir(), 'lunette-http-'))
  onTestFinished(() => rmSync(path, { recursive: true }))
  return path
}
const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const local = () => servicePort({ hosts: [], privateHosts: ['127.0.0.1'] })
const now = async () => {}
const BODY = 'x'.repeat(100_000)

test('a file is downloaded whole, with what the server says of it', async () => {
  const origin = await serve((_request, response) =>
    response.writeHead(200, { etag: '"1"', 'last-modified': 'Sat, 01 Aug 2026 00:00:00 GMT' }).end(BODY),
  )
  const to = join(folder(), 'file')
  expect(await download(local(), `${origin}/f`, { to, maxBytes: 1e6 })).toMatchObject({
    ok: true,
    value: { status: 'downloaded', bytes: BODY.length, validators: { etag: '"1"' } },
  })
  expect(readFileSync(to, 'utf8')).toBe(BODY)
})

test('an unchanged file is not sent again, unless ours is gone', async () => {
  const origin = await serve((request, response) =>
    response.writeHead(request.headers['if-none-match'] === '"1"' ? 304 : 200, { etag: '"1"' }).end(),
  )
  const to = join(folder(), 'file')
  expect(await download(local(), origin, { to, maxBytes: 1e6, validators: { etag: '"1"' } })).toMatchObject({
    value: { status: 'downloaded' },
  })
  expect(await download(local(), origin, { to, maxBytes: 1e6, validators: { etag: '"1"' } })).toMatchObject({
    value: { status: 'unchanged' },
  })
})

test('a transfer that breaks off goes on where it stopped', async () => {
  const ranges: (string | undefined)[] = []
  const origin = await serve((request, response) => {
    ranges.push(request.headers.range)
    if (request.headers.range) {
      const from = Number(/bytes=(\d+)-/.exec(request.headers.range)?.[1])
      response.writeHead(206, { etag: '"1"', 'content-length': BODY.length - from }).end(BODY.slice(from))
      return
    }
    response.writeHead(200, { etag: '"1"', 'content-length': BODY.length })
    response.write(BODY.slice(0, 50_000), () => setTimeout(() => response.destroy(), 50))
  })
  const to = join(folder(), 'file')
  expect(await download(local(), origin, { to, maxBytes: 1e6, wait: now })).toMatchObject({
    value: { status: 'downloaded', bytes: BODY.length },
  })
  expect(readFileSync(to, 'utf8')).toBe(BODY)
  expect(ranges[0]).toBeUndefined()
  expect(ranges.at(-1)).toMatch(/^bytes=\d+-$/)
})

test('a part of another version of the file is not continued', async () => {
  const origin = await serve((request, response) => {
    expect(request.headers['if-range']).toBe('"old"')
    response.writeHead(200, { etag: '"new"' }).end('new')
  })
  const to = join(folder(), 'file')
  writeFileSync(`${to}.part`, 'old part')
  writeFileSync(`${to}.part.etag`, `${digestOf(origin)}\n"old"`)
  await download(local(), origin, { to, maxBytes: 1e6 })
  expect(readFileSync(to, 'utf8')).toBe('new')
})

test('a range of another version is not taken for the rest of ours', async () => {
  const origin = await serve((request, response) => {
    if (request.headers.range === undefined) return void response.writeHead(200, { etag: '"new"' }).end('NEWFILE')
    response.writeHead(206, { etag: '"new"', 'content-range': 'bytes 3-6/7' }).end('FILE')
  })
  const to = join(folder(), 'file')
  writeFileSync(`${to}.part`, 'OLD')
  writeFileSync(`${to}.part.etag`, `${digestOf(origin)}\n"old"`)
  expect(await download(local(), origin, { to, maxBytes: 1e6, wait: async () => {} })).toMatchObject({ ok: true })
  expect(readFileSync(to, 'utf8')).toBe('NEWFILE')
})

test('a range that is not all of the rest is not taken for it', async () => {
  const origin = await serve((request, response) => {
    if (request.headers.range === undefined) return void response.writeHead(200, { etag: '"one"' }).end('WHOLE!!')
    response.writeHead(206, { etag: '"one"', 'content-range': 'bytes 3-4/7' }).end('LE')
  })
  const to = join(folder(), 'file')
  writeFileSync(`${to}.part`, 'WHO')
  writeFileSync(`${to}.part.etag`, `${digestOf(origin)}\n"one"`)
  expect(await download(local(), origin, { to, maxBytes: 1e6, wait: async () => {} })).toMatchObject({ ok: true })
  expect(readFileSync(to, 'utf8')).toBe('WHOLE!!')
})

test('a part of another address is not continued, even under the same tag', async () => {
  const origin = await serve((request, response) => {
    expect(request.headers.range).toBeUndefined()
    response.writeHead(200, { etag: '"1"' }).end('whole')
  })
  const to = join(folder(), 'file')
  writeFileSync(`${to}.part`, 'part of another')
  writeFileSync(`${to}.part.etag`, `${digestOf('https://elsewhere.example/f')}\n"1"`)
  await download(local(), origin, { to, maxBytes: 1e6 })
  expect(readFileSync(to, 'utf8')).toBe('whole')
})

test('a server that drips is given up after the time that was given', async () => {
  const origin = await serve((_request, response) => {
    response.writeHead(200)
    const drip = setInterval(() => response.write('.'), 20)
    response.once('close', () => clearInterval(drip))
  })
  const dripped = await download(local(), origin, { to: join(folder(), 'file'), maxBytes: 1e6, maxMs: 200 })
  expect(dripped).toMatchObject({ ok: false, error: { code: 'too-slow' } })
})

test('an IPv6 address is listed with or without its brackets', async () => {
  const server = createServer((_request, response) => response.end('six'))
  servers.push(server)
  const listening = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(0, '::1', () => resolve(true))
  })
  if (!listening) return console.warn('skipped: this machine has no IPv6 loopback')
  const url = `http://[::1]:${(server.address() as AddressInfo).port}/`
  for (const host of ['::1', '[::1]']) {
    const to = join(folder(), 'file')
    await download(servicePort({ hosts: [], privateHosts: [host] }), url, { to, maxBytes: 1e6 })
    expect(readFileSync(to, 'utf8')).toBe('six')
  }
})

test('what passes is tried again, what does not is not', async () => {
  let asked = 0
  const origin = await serve((_request, response) => response.writeHead(++asked < 3 ? 503 : 200).end('ok'))
  const to = join(folder(), 'file')
  expect(await download(local(), origin, { to, maxBytes: 1e6, wait: now })).toMatchObject({
    value: { status: 'downloaded' },
  })
  expect(asked).toBe(3)
  let refused = 0
  const other = await serve((_request, response) => {
    refused++
    response.writeHead(403).end()
  })
  expect(await download(local(), other, { to, maxBytes: 1e6, wait: now })).toMatchObject({ error: { code: 'refused' } })
  expect(refused).toBe(1)
})

test('a file larger than allowed is refused, said or unsaid', async () => {
  const said = await serve((_request, response) => response.writeHead(200, { 'content-length': BODY.length }).end(BODY))
  const unsaid = await serve((_request, response) => {
    response.writeHead(200)
    response.write(BODY)
    response.end(BODY)
  })
  for (const origin of [said, unsaid]) {
    expect(await download(local(), origin, { to: join(folder(), 'file'), maxBytes: 50_000, wait: now })).toMatchObject({
      error: { code: 'too-large' },
    })
  }
})

test('of a host that is plainly inside the own network it is said which setting allows it, before anybody asks it', () => {
  for (const host of ['127.0.0.1', 'localhost', '[::1]', '10.1.2.3'])
    expect(privateHostNote(host, []), host).toContain('LUNETTE_PRIVATE_HOSTS')
  expect(privateHostNote('localhost', ['localhost'])).toBeUndefined()
  expect(privateHostNote('hooks.example', [])).toBeUndefined()
  expect(privateHostNote('192.0.43.8', [])).toBeUndefined()
})

test('hosts nobody configured, other protocols and private addresses are refused (law 6)', async () => {
  const port = servicePort({
    hosts: ['localhost', '127.0.0.1', '169.254.169.254', 'feeds.example.org'],
    privateHosts: [],
  })
  for (const url of [
    'https://other.example.org/',
    'file:///etc/passwd',
    'http://127.0.0.1/',
    'http://169.254.169.254/latest',
    'http://[::1]/',
  ]) {
    expect(await port.get(url, {})).toMatchObject({ ok: false, error: { code: 'host-not-allowed' } })
  }
  expect(await port.get('http://localhost:1/', {})).toMatchObject({
    error: { code: 'unreachable', message: expect.stringContaining('private') },
  })
})

test('a redirect is checked like the first address', async () => {
  const inside = await serve((_request, response) => response.end('secret'))
  const origin = await serve((_request, response) =>
    response.writeHead(302, { location: inside.replace('127.0.0.1', 'localhost') }).end(),
  )
  expect(await local().get(origin, {})).toMatchObject({ ok: false, error: { code: 'host-not-allowed' } })
  const loop = await serve((_request, response) => response.writeHead(302, { location: '/' }).end())
  expect(await local().get(loop, {})).toMatchObject({ error: { code: 'too-many-redirects' } })
})

test('a redirect never leaves TLS', () => {
  expect(nextHop('https://a.example/x', '/y')).toEqual({ ok: true, value: 'https://a.example/y' })
  expect(nextHop('http://a.example/x', 'https://b.example/')).toMatchObject({ ok: true })
  expect(nextHop('https://a.example/x', 'http://a.example/y')).toMatchObject({ error: { code: 'host-not-allowed' } })
})

const notPublic = [
  '10.1.2.3',
  '127.0.0.1',
  '169.254.169.254',
  '192.168.1.1',
  '172.31.0.1',
  '100.64.0.1',
  '0.0.0.0',
  '::1',
  '::',
  'fe80::1',
  'fd00::1',
  '::ffff:10.0.0.1',
  '::ffff:a00:1',
  '64:ff9b::a00:1',
  '2002:7f00:1::',
  '2001:0:a00:1::',
  'nonsense',
  '',
]
test.each(notPublic)('%s is not public', (address) => expect(isPublicAddress(address)).toBe(false))
test.each(['1.1.1.1', '8.8.8.8', '2606:4700::1111', '172.32.0.1'])('%s is public', (address) =>
  expect(isPublicAddress(address)).toBe(true),
)
test('no private IPv4 address is public, however it is written', () => {
  fc.assert(
    fc.property(
      fc.nat(255),
      fc.nat(255),
      fc.nat(255),
      (a, b, c) => !isPublicAddress(`10.${a}.${b}.${c}`) && !isPublicAddress(`::ffff:10.${a}.${b}.${c}`),
    ),
  )
})

/** A proxy that notes whom it is asked for, and leads everybody to one server. */
async function proxyTo(target: string): Promise<{ origin: string; asked: string[] }> {
  const asked: string[] = []
  const origin = await serve((_request, response) => response.writeHead(502).end())
  servers.at(-1)?.on('connect', (request, socket) => {
    asked.push(request.url ?? '')
    const { hostname, port } = new URL(target)
    const through = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      through.pipe(socket).pipe(through)
    })
    for (const end of [through, socket]) end.on('error', () => {})
  })
  return { origin, asked }
}

test('a proxy of the environment is no way around the check of addresses (SSRF)', async () => {
  const target = await serve((_request, response) => response.end('hello'))
  const proxy = await proxyTo(target)
  const { port } = new URL(target)
  const url = `http://localhost:${port}/`
  for (const name of ['HTTPS_PROXY', 'HTTP_PROXY']) {
    vi.stubEnv('HTTPS_PROXY', name === 'HTTPS_PROXY' ? proxy.origin : '')
    vi.stubEnv('HTTP_PROXY', proxy.origin)
    const closed = servicePort({ hosts: ['localhost'], privateHosts: [] })
    expect(await closed.get(url, {})).toMatchObject({
      error: { code: 'unreachable', message: expect.stringContaining('localhost leads to a private address') },
    })
    expect(await closed.get('http://169.254.169.254/', {})).toMatchObject({ error: { code: 'host-not-allowed' } })
    expect(proxy.asked).toEqual([])
    await closed.close()
  }
  const open = servicePort({ hosts: [], privateHosts: ['localhost'] })
  const answer = await open.get(url, {})
  expect(answer.ok && (await answer.value.body.text())).toBe('hello')
  expect(proxy.asked).toEqual([`localhost:${port}`])
  await open.close()
  vi.unstubAllEnvs()
})
