import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '#core/kernel'
import { openSession } from '#platform/auth'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { makePerson, Visitor } from '../support/people.ts'
import { fullChromiumPath, launchChromium } from './browser.ts'
import { seed } from './seed.ts'
import { type RunningServer, serve } from './serve.ts'

const built = existsSync(join(import.meta.dirname, '../../web/dist/index.html'))
const missing = fullChromiumPath === undefined ? 'no Chromium is installed' : built ? '' : 'web/dist is not built'
/** A browser has six connections to a server that speaks HTTP/1.1. */
const TABS = 9
const EVENTS = '/api/v1/events'

describe.skipIf(missing !== '')('many tabs of one browser', () => {
  let testing: TestDatabase
  let server: RunningServer
  let browser: Browser
  let bob: Visitor

  beforeAll(async () => {
    testing = await testDatabase()
    await seed(testing.database, 10)
    server = await serve(testing.database)
    // People's browsers keep the pages they come back to.
    browser = await launchChromium({
      executablePath: fullChromiumPath,
      ignoreDefaultArgs: ['--disable-back-forward-cache'],
    })
    bob = await Visitor.of(server.origin, testing.database, await makePerson(testing.database, 'bob', 'analyst'))
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await testing?.drop()
  })

  async function signedIn(name: string): Promise<BrowserContext> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    context.setDefaultTimeout(10_000)
    const person = await makePerson(testing.database, name, 'analyst')
    const value = (await openSession(testing.database, person, systemClock())) ?? ''
    await context.addCookies([{ name: 'lunette_session', value, url: server.origin }])
    return context
  }

  /** Tabs that show one asset, and which of them asked for the stream, the last one last. */
  async function openTabs(context: BrowserContext) {
    const streams: Page[] = []
    const tabs: Page[] = []
    for (let number = 0; number < TABS; number++) {
      const tab = await context.newPage()
      tab.on('request', (request) => {
        if (request.url().endsWith(EVENTS)) streams.push(tab)
      })
      await tab.goto(`${server.origin}/assets/asset-host`)
      await tab.getByRole('heading', { level: 1 }).waitFor()
      tabs.push(tab)
    }
    return { tabs, streams }
  }

  async function seenInAll(tabs: readonly Page[], name: string): Promise<void> {
    expect(await bob.outcome('PATCH', '/assets/asset-host', { name })).toBe('200')
    await Promise.all(tabs.map((tab) => tab.getByRole('heading', { level: 1, name }).waitFor()))
  }

  it('share one stream of events, which another takes over when its tab is closed', async () => {
    const context = await signedIn('ada')
    const { tabs, streams } = await openTabs(context)
    expect(streams).toHaveLength(1)
    await seenInAll(tabs, 'the first name')
    const left = tabs.filter((tab) => tab !== streams[0])
    await streams[0]!.close()
    await expect.poll(() => streams.length).toBe(2)
    await seenInAll(left, 'the second name')
    expect(streams).toHaveLength(2)
    await context.close()
  })

  it('say all of them that the server is away, and that it is back', async () => {
    const context = await signedIn('ben')
    const { tabs } = await openTabs(context)
    const port = Number(new URL(server.origin).port)
    const away = (tab: Page) => tab.getByText('Lunette does not answer').first()
    await server.close()
    await Promise.all(tabs.map((tab) => away(tab).waitFor()))
    server = await serve(testing.database, port)
    await Promise.all(tabs.map((tab) => away(tab).waitFor({ state: 'detached', timeout: 30_000 })))
    await context.close()
  })

  it('hang neither after six pages nor on the way back through them', async () => {
    const context = await signedIn('cai')
    const page = await context.newPage()
    // Who comes back to a kept page is not seen by the driver, only by the browser's own protocol.
    const protocol = await context.newCDPSession(page)
    const read = async (expression: string) => (await protocol.send('Runtime.evaluate', { expression })).result.value
    const restored: string[] = []
    protocol.on('Page.frameNavigated', ({ type, frame }) => {
      if (type === 'BackForwardCacheRestore') restored.push(new URL(frame.url).pathname)
    })
    await protocol.send('Page.enable')
    const paths = ['/', '/assets/asset-host', '/assets', '/fixes', '/vulnerabilities', '/feeds', '/imports', '/trends']
    for (const path of paths) {
      await page.goto(server.origin + path)
      await page.locator('h1').first().waitFor()
    }
    for (const path of paths.slice(1, -1).reverse()) {
      await read('history.back()')
      await expect.poll(() => read('document.querySelector("h1") && location.pathname'), { timeout: 10_000 }).toBe(path)
    }
    expect(restored).toContain('/assets/asset-host')
    expect(await bob.outcome('PATCH', '/assets/asset-host', { name: 'the third name' })).toBe('200')
    await expect
      .poll(() => read('document.querySelector("h1").textContent'), { timeout: 10_000 })
      .toBe('the third name')
    await context.close()
  })

  it('hold a stream only while they are shown where the browser lets tabs share nothing', async () => {
    const context = await signedIn('dot')
    const turn = (tab: Page, state: string) =>
      tab.evaluate(`Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true });
        document.dispatchEvent(new Event('visibilitychange'))`)
    const tab = await context.newPage()
    await tab.addInitScript('delete Navigator.prototype.locks')
    const ended: string[] = []
    tab.on('requestfailed', (request) => ended.push(new URL(request.url()).pathname))
    const asked = () => tab.waitForRequest((request) => request.url().endsWith(EVENTS))
    const first = asked()
    await tab.goto(`${server.origin}/assets/asset-host`)
    await first
    await seenInAll([tab], 'the fourth name')
    await turn(tab, 'hidden')
    await expect.poll(() => ended).toContain(EVENTS)
    expect(await bob.outcome('PATCH', '/assets/asset-host', { name: 'meanwhile' })).toBe('200')
    await turn(tab, 'visible')
    await tab.getByRole('heading', { level: 1, name: 'meanwhile' }).waitFor()
    await seenInAll([tab], 'the fifth name')
    await context.close()
  })
})
