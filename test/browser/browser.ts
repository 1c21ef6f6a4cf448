import { existsSync } from 'node:fs'
import { type Browser, chromium, type LaunchOptions } from 'playwright-core'

const withWindows = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** A Chromium as people run it; `undefined` where there is none. The other one keeps no page that was left. */
export const fullChromiumPath = withWindows.find((path) => existsSync(path))

/** A Chromium of the system, the one without windows first: a page costs half as much there. */
export const chromiumPath = ['/usr/bin/chromium-headless-shell'].find((path) => existsSync(path)) ?? fullChromiumPath

/** Flags: no sandbox for root in CI, and none of the browser's own network chatter. */
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export function launchChromium(options: LaunchOptions = {}): Promise<Browser> {
  return chromium.launch({ ...(chromiumPath && { executablePath: chromiumPath }), args, ...options })
}
