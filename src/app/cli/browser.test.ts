import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { type Desk, openBrowser, openerAt } from './browser.ts'

const desk = (over: Partial<Desk> = {}): Desk => ({
  platform: 'linux',
  environment: { DISPLAY: ':0' },
  isTerminal: true,
  ...over,
})

test.each<[where: string, desk: Desk, opener: string | undefined]>([
  ['before a desktop', desk(), 'xdg-open'],
  ['before a Wayland desktop', desk({ environment: { WAYLAND_DISPLAY: 'wayland-0' } }), 'xdg-open'],
  ['on a Mac', desk({ platform: 'darwin', environment: {} }), 'open'],
  ['on Windows', desk({ platform: 'win32', environment: {} }), 'cmd'],
  ['without a display, as root on a server', desk({ environment: {} }), undefined],
  ['over SSH, with its display', desk({ environment: { DISPLAY: 'localhost:10', SSH_CONNECTION: 'a b' } }), undefined],
  ['in CI', desk({ environment: { DISPLAY: ':99', CI: 'true' } }), undefined],
  ['where nobody reads the output', desk({ isTerminal: false }), undefined],
])('%s the opener is chosen for who sits there', (_where, at, opener) => expect(openerAt(at)?.[0]).toBe(opener))

test.skipIf(process.platform === 'win32')(
  'the opener on the PATH gets the address; one that is missing is no failure',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lunette-opener-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const told = join(folder, 'told')
    const opener = join(folder, process.platform === 'darwin' ? 'open' : 'xdg-open')
    writeFileSync(opener, `#!/bin/sh\nprintf %s "$1" > "${told}.part" && mv "${told}.part" "${told}"\n`)
    chmodSync(opener, 0o755)
    const environment = { DISPLAY: ':0', PATH: `${folder}:/usr/bin:/bin` }
    const here = desk({ platform: process.platform, environment })
    expect(await openBrowser('http://127.0.0.1:7350/setup#abc', here)).toBe(true)
    await vi.waitFor(() => expect(existsSync(told)).toBe(true), 20_000)
    expect(readFileSync(told, 'utf8')).toBe('http://127.0.0.1:7350/setup#abc')
    const empty = { DISPLAY: ':0', PATH: join(folder, 'nothing') }
    expect(await openBrowser('http://127.0.0.1:7350', desk({ platform: process.platform, environment: empty }))).toBe(
      false,
    )
  },
)
