import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '#core/kernel'
import { openSession, type Role } from '#platform/auth'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { seedAssets, seedFindings } from '../support/findings.ts'
import { makePerson } from '../support/people.ts'
import { seriousFindings, whatIsSerious } from './axe.ts'
import { chromiumPath, launchChromium } from './browser.ts'
import { details, pages } from './every-page.ts'
import { seed } from './seed.ts'
import { type RunningServer, serve } from './serve.ts'

const built = existsSync(join(import.meta.dirname, '../../web/dist/index.html'))
const missing = chromiumPath === undefined ? 'no Chromium is installed' : built ? '' : 'web/dist is not built'
/** Set it to look at the pages. */
const shots = process.env.LUNETTE_SHOTS

/** Sums what moved without anybody's doing. */
const watchShifts = `globalThis.seenShift = 0
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) seenShift += entry.value
}).observe({ type: 'layout-shift', buffered: true })`
const LARGEST_SHIFT = 0.01

describe.skipIf(missing !== '')('every page', () => {
  let testing: TestDatabase
  let server: RunningServer
  let browser: Browser
  /** The pages are looked at with nothing first. */
  let filling: Promise<void> | undefined

  beforeAll(async () => {
    testing = await testDatabase()
    server = await serve(testing.database)
    browser = await launchChromium()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await testing?.drop()
  })

  async function pageOf(name: string, role: Role): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    context.setDefaultTimeout(8_000)
    const token = await openSession(testing.database, await makePerson(testing.database, name, role), systemClock())
    await context.addCookies([{ name: 'lunette_session', value: token ?? '', url: server.origin }])
    return context.newPage()
  }

  function filled(): Promise<void> {
    filling ??= fill()
    return filling
  }

  async function fill(): Promise<void> {
    await seed(testing.database, 40)
    await seedAssets(testing.database, DEFAULT_WORKSPACE, 30)
    await seedFindings(testing.database, DEFAULT_WORKSPACE, { assets: 30, count: 10_000 })
  }

  async function look(page: Page, name: string): Promise<void> {
    if (shots) await page.screenshot({ path: join(shots, `${name.replaceAll('/', '_')}.png`) })
  }

  it('is looked at by an axe that sees what is wrong, in either theme', async () => {
    const page = await pageOf('axel', 'viewer')
    const style = ':root[data-theme=light] p { color: #bbb; background: #fff }'
    await page.setContent(`<title>t</title><style>${style}</style><main><button></button><p>Pale</p></main>`)
    const seen = (await whatIsSerious(page)).map((line) => line.split(':')[0])
    expect(seen).toEqual(['dark button-name', 'dark html-has-lang', 'light color-contrast'])
    await page.context().close()
  })

  it('says what to do where there is nothing yet', async () => {
    const page = await pageOf('nora', 'analyst')
    for (const path of pages) {
      await page.goto(server.origin + path)
      await page.locator('h1').first().waitFor()
      await expect
        .poll(() => page.getByRole('status', { name: 'Loading' }).count(), { message: path, timeout: 15_000 })
        .toBe(0)
      await seriousFindings(page)
      await look(page, `empty-${path}`)
    }
    await page.context().close()
  })

  it('has nothing serious for axe and shows nobody what they may not do, on thousands of rows', async () => {
    await filled()
    const page = await pageOf('vito', 'viewer')
    for (const path of [...pages, ...details]) {
      await page.goto(server.origin + path)
      await page.locator('h1').first().waitFor()
      await expect
        .poll(() => page.getByRole('status', { name: 'Loading' }).count(), { message: path, timeout: 15_000 })
        .toBe(0)
      await seriousFindings(page)
      await look(page, `viewer-${path}`)
      for (const word of ['Refresh all', 'Import', 'Choose files', 'Rule on it …', 'Yes, from the internet'])
        expect([path, word, await page.getByRole('button', { name: word, exact: true }).count()]).toEqual([
          path,
          word,
          0,
        ])
    }
    await page.context().close()
  }, 300_000)

  it('shifts nothing while it loads, and fits the window at 200 % zoom', async () => {
    await filled()
    const page = await pageOf('pia', 'analyst')
    const shifts: [string, number][] = []
    await page.addInitScript({ content: watchShifts })
    for (const path of [...pages, ...details]) {
      await page.setViewportSize({ width: 1440, height: 900 })
      await page.goto(server.origin + path)
      await page.locator('h1').first().waitFor()
      await page.waitForLoadState('load')
      await expect
        .poll(() => page.getByRole('status', { name: 'Loading' }).count(), { message: path, timeout: 15_000 })
        .toBe(0)
      await page.waitForTimeout(200)
      shifts.push([path, Math.round(Number(await page.evaluate('seenShift')) * 1_000) / 1_000])
      // A window of 1440 × 900 has half as many CSS pixels each way.
      await page.setViewportSize({ width: 720, height: 450 })
      await expect
        .poll(() => page.evaluate('document.documentElement.scrollWidth <= innerWidth'), { message: path })
        .toBe(true)
      await look(page, `zoom-${path}`)
    }
    expect(shifts.filter(([, shift]) => shift > LARGEST_SHIFT)).toEqual([])
    await page.context().close()
  })

  it('moves nothing for who asked for less motion', async () => {
    const page = await pageOf('remo', 'viewer')
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.route('**/api/v1/findings?*', () => {})
    await page.goto(`${server.origin}/findings`)
    await page.getByRole('status', { name: 'Loading' }).waitFor()
    const moving = await page.evaluate(
      "document.getAnimations().filter((one) => one.playState === 'running' && one.effect.getComputedTiming().duration > 1).length",
    )
    expect(moving).toBe(0)
    await page.context().close()
  })

  it('says that something failed, and shows the rows when asked again', async () => {
    await filled()
    const page = await pageOf('edna', 'viewer')
    const problem = { type: 'about:blank', title: 'Failure', status: 500, code: 'failure', detail: 'the disk is full' }
    const broken = '**/api/v1/findings?*'
    await page.route(broken, (route) =>
      route.fulfill({ status: 500, contentType: 'application/problem+json', body: JSON.stringify(problem) }),
    )
    await page.goto(`${server.origin}/findings`)
    await page.getByRole('alert').getByText('the disk is full').waitFor()
    await seriousFindings(page)
    await look(page, 'failure')
    await page.unroute(broken)
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.locator('[data-row="0"]').waitFor()
    await page.context().close()
  })

  it('lets an owner invite and read the trail, and keeps the instance to who runs it', async () => {
    const page = await pageOf('owen', 'owner')
    await page.goto(`${server.origin}/people`)
    await page.getByRole('button', { name: 'Make an invitation' }).waitFor()
    const invite = page.getByRole('region', { name: 'Invite somebody' })
    const roles = await invite
      .locator('option')
      .evaluateAll((options) => options.map((option) => option.getAttribute('value')))
    expect(roles.toSorted()).toEqual(['analyst', 'owner', 'viewer'])
    await page.getByRole('link', { name: 'Audit trail' }).click()
    await page.getByRole('heading', { name: /in this workspace|Audit trail/ }).waitFor()
    expect(await page.getByRole('link', { name: 'Instance' }).count()).toBe(0)
    await page.goto(`${server.origin}/instance`)
    await page.getByText('this needs someone who runs the instance').waitFor()
    await look(page, 'no-permission')
    await page.context().close()
  })

  it('opens menus, saves a view and opens a row by Tab, Enter and Escape alone', async () => {
    await filled()
    const page = await pageOf('kaya', 'analyst')
    await page.goto(`${server.origin}/findings`)
    await page.locator('[data-row="0"]').waitFor()
    const focus = () => page.evaluate("document.activeElement?.textContent?.trim().slice(0, 40) ?? ''")
    const tabTo = async (words: RegExp) => {
      for (let press = 0; press < 60; press++) {
        await page.keyboard.press('Tab')
        if (words.test(String(await focus()))) return
      }
      throw new Error(`Tab does not reach ${words}`)
    }
    await tabTo(/^Views/)
    await page.keyboard.press('Enter')
    await page.getByLabel('Name of the view').waitFor()
    for (let press = 0; press < 20; press++) {
      await page.keyboard.press('Tab')
      if (await page.evaluate("document.activeElement?.getAttribute('aria-label') === 'Name of the view'")) break
    }
    await page.keyboard.type('By keyboard')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Delete the view By keyboard' }).waitFor()
    await page.keyboard.press('Escape')
    expect(await focus()).toMatch(/^By keyboard|^Views/)
    await tabTo(/^Display/)
    await page.keyboard.press('Space')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Space')
    await page.keyboard.press('Escape')
    expect(await focus()).toMatch(/^Display/)
    await page.keyboard.press('j')
    await page.locator('[data-row="0"]:focus').waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: '← Findings' }).waitFor()
    await page.context().close()
  })

  it('prints a list with what it shows, without what is clicked', async () => {
    await filled()
    const page = await pageOf('paul', 'analyst')
    await page.goto(`${server.origin}/findings`)
    await page
      .getByRole('list', { name: /^Findings/ })
      .getByRole('listitem')
      .first()
      .waitFor()
    await page.emulateMedia({ media: 'print' })
    await page.getByText(/export the list to have all of them/).waitFor()
    expect(await page.getByRole('navigation', { name: 'Rooms' }).isVisible()).toBe(false)
    expect(await page.evaluate('document.documentElement.scrollHeight')).toBeLessThan(10_000)
    await look(page, 'print')
    await page.context().close()
  })

  it('says that the server is away, keeps what it shows, and goes on by itself', async () => {
    await filled()
    const page = await pageOf('olga', 'analyst')
    await page.goto(`${server.origin}/findings`)
    const first = page
      .getByRole('list', { name: /^Findings/ })
      .getByRole('listitem')
      .first()
    await first.waitFor()
    const port = Number(new URL(server.origin).port)
    await server.close()
    await page.getByText('Lunette does not answer').first().waitFor({ timeout: 15_000 })
    expect(await first.isVisible()).toBe(true)
    await look(page, 'away')
    // A page whose code was never fetched says so in its place, and does not leave the document.
    await page.getByRole('link', { name: 'Feeds', exact: true }).first().click()
    await page.getByRole('heading', { name: 'No connection to Lunette' }).waitFor()
    await look(page, 'away-elsewhere')
    server = await serve(testing.database, port)
    await page.getByRole('heading', { name: 'Feeds', level: 1 }).waitFor({ timeout: 30_000 })
    await page.getByText('Lunette does not answer').first().waitFor({ state: 'detached', timeout: 30_000 })
    await page.context().close()
  })

  it('says that live updates are interrupted where only the stream of events is cut', async () => {
    const page = await pageOf('uma', 'analyst')
    await page.route('**/api/v1/events', (route) => route.abort())
    await page.goto(`${server.origin}/findings`)
    await page.getByText('Live updates are interrupted').waitFor()
    expect(await page.getByText('Lunette does not answer').count()).toBe(0)
    await page.unroute('**/api/v1/events')
    await page.getByText('Live updates are interrupted').waitFor({ state: 'detached', timeout: 15_000 })
    await page.context().close()
  })

  it('opens by itself once a server that was about to stop is back', async () => {
    const page = await pageOf('stan', 'viewer')
    const session = '**/api/v1/session'
    const stopping = { error: 'Service Unavailable', message: 'Service Unavailable', statusCode: 503 }
    await page.route(session, (route) => route.fulfill({ status: 503, json: stopping }))
    await page.goto(`${server.origin}/findings`)
    await page.getByRole('alert').getByText('Lunette does not answer').waitFor()
    await page.unroute(session)
    await page.locator('h1').first().waitFor()
    await page.context().close()
  })

  it('names the cause where a detail is not there', async () => {
    const page = await pageOf('nils', 'viewer')
    for (const path of ['/findings/nope', '/assets/nope', '/vulnerabilities/CVE-1999-0000', '/nowhere']) {
      await page.goto(server.origin + path)
      await page
        .getByText(/there is no|no loaded feed|There is no such page/)
        .first()
        .waitFor()
      await seriousFindings(page)
    }
    await page.context().close()
  })
})
