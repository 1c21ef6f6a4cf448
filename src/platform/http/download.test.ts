import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { download, servicePort } from './index.ts'

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function target(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lunette-download-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return join(folder, 'file')
}

const local = () => servicePort({ hosts: [], privateHosts: ['127.0.0.1'] })

test('what a server asks to wait is waited, and one that asks for an hour is left for the next run', async () => {
  const waits: number[] = []
  const wait = async (ms: number) => {
    waits.push(ms)
  }
  let asked = 0
  const soon = await serve((_request, response) =>
    response.writeHead(++asked === 1 ? 429 : 200, { 'retry-after': '7' }).end('ok'),
  )
  expect((await download(local(), soon, { to: target(), maxBytes: 1e6, wait })).ok).toBe(true)
  expect(waits).toEqual([7_000])
  const later = await serve((_request, response) => response.writeHead(503, { 'retry-after': '3600' }).end())
  expect(await download(local(), later, { to: target(), maxBytes: 1e6, wait })).toMatchObject({ ok: false })
  expect(waits).toHaveLength(1)
})

test('a download that is stopped ends at once and says so', async () => {
  const origin = await serve((_request, response) => {
    response.writeHead(200)
    response.write('a beginning')
  })
  const stop = new AbortController()
  const onProgress = () => stop.abort()
  const options = { to: target(), maxBytes: 1e6, signal: stop.signal, onProgress }
  expect(await download(local(), origin, options)).toMatchObject({ ok: false, error: { code: 'aborted' } })
})

test('a file that is sent compressed is kept as it was sent', async () => {
  const sent = gzipSync('cve,epss,percentile\n')
  const origin = await serve((_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(sent))
  const to = target()
  await download(local(), origin, { to, maxBytes: 1e6 })
  expect(readFileSync(to).equals(sent)).toBe(true)
})

test('a message never shows what an address carries beside its path', async () => {
  const origin = await serve((_request, response) => response.writeHead(403).end())
  const refused = await download(local(), `${origin}/file?token=hidden`, { to: target(), maxBytes: 1e6 })
  expect(refused.ok ? '' : refused.error.message).not.toContain('hidden')
})
