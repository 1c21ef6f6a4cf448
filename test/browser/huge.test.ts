import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { FindingRow, Page as Rows } from '#contract'
import { systemClock } from '#core/kernel'
import { openSession } from '#platform/auth'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { seedAssets, seedFindings } from '../support/findings.ts'
import { makePerson } from '../support/people.ts'
import { chromiumPath, launchChromium } from './browser.ts'
import { type RunningServer, serve } from './serve.ts'

const built = existsSync(join(import.meta.dirname, '../../web/dist/index.html'))
const missing = chromiumPath === undefined ? 'no Chromium is installed' : built ? '' : 'web/dist is not built'
/** Set it to look at the pages. */
const shots = process.env.LUNETTE_SHOTS

const FINDINGS = 200_000
const ASSETS = 1_000
/** What fits a window, and a few around it. */
const MOST_ROWS_DRAWN = 60
/** Of a hand that drags the scrollbar. */
const STEPS = 25

describe.skipIf(missing !== '')('a list of 200,000 rows', () => {
  let testing: TestDatabase
  let server: RunningServer
  let browser: Browser
  let page: Page
  let total: number
  const complaints: string[] = []
  const asked: URL[] = []

  beforeAll(async () => {
    testing = await testDatabase()
    await seedAssets(testing.database, DEFAULT_WORKSPACE, ASSETS)
    await seedFindings(testing.database, DEFAULT_WORKSPACE, { assets: ASSETS, count: FINDINGS })
    server = await serve(testing.database)
    browser = await launchChromium()
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    context.setDefaultTimeout(20_000)
    const token = await openSession(
      testing.database,
      await makePerson(testing.database, 'ada', 'analyst'),
      systemClock(),
    )
    await context.addCookies([{ name: 'lunette_session', value: token ?? '', url: server.origin }])
    page = await context.newPage()
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    page.on('request', (request) => {
      const url = new URL(request.url())
      if (url.pathname === '/api/v1/findings') asked.push(url)
    })
    // Until all of them are read, whoever asks is told how far that is.
    const first = async () => page.request.get(`${server.origin}/api/v1/findings?limit=1`, { timeout: 200_000 })
    await vi.waitUntil(async () => (await first()).status() === 200, { timeout: 200_000, interval: 500 })
    total = ((await (await first()).json()) as Rows<FindingRow>).total
    await page.goto(`${server.origin}/findings`)
    await row(0).waitFor()
  }, 300_000)
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await testing?.drop()
  })

  const row = (place: number) => page.locator(`[data-row="${place}"]`)
  const focused = (place: number) => page.locator(`[data-row="${place}"]:focus`)
  const scroller = () => page.locator('[data-dense]')
  const drawn = () => page.locator('[data-row]').count()
  const idAt = async (place: number) => (await row(place).getAttribute('href'))?.split('/').at(-1)
  const top = async (place: number) => Math.round((await row(place).boundingBox())!.y)

  /** The findings that stand at these places, by the API. */
  async function idsFrom(offset: number, limit: number): Promise<string[]> {
    const answer = await page.request.get(`${server.origin}/api/v1/findings?offset=${offset}&limit=${limit}`)
    return ((await answer.json()) as Rows<FindingRow>).rows.map(({ id }) => id)
  }

  it('has a scrollbar that speaks of all rows, and says how many they are', async () => {
    expect(total).toBeGreaterThan(150_000)
    await page.getByRole('heading', { name: `${total.toLocaleString('en')} findings` }).waitFor()
    const height = (await row(0).locator('xpath=ancestor::li').boundingBox())!.height
    expect(await scroller().evaluate((element) => element.scrollHeight)).toBe(Math.round(height) * total)
    expect(await row(0).locator('xpath=ancestor::li').getAttribute('aria-setsize')).toBe(String(total))
    expect(await drawn()).toBeLessThan(MOST_ROWS_DRAWN)
  })

  it('jumps to the end with one request, and to its start with none', async () => {
    asked.length = 0
    await page.keyboard.press('End')
    await focused(total - 1).waitFor()
    expect(await idAt(total - 1)).toBe((await idsFrom(total - 1, 1))[0])
    expect(asked.length).toBeLessThanOrEqual(2)
    asked.length = 0
    await page.keyboard.press('Home')
    await focused(0).waitFor()
    expect(asked).toEqual([])
    await page.keyboard.press('PageDown')
    await expect.poll(() => page.evaluate('Number(document.activeElement.dataset.row)')).toBeGreaterThan(8)
    const down = Number(await page.evaluate('document.activeElement.dataset.row'))
    await page.keyboard.press('PageUp')
    await focused(0).waitFor()
    expect(down).toBeLessThan(20)
  })

  it('shows the middle where its scrollbar is dragged there, past everything between', async () => {
    asked.length = 0
    await scroller().evaluate(async (element, steps) => {
      for (let step = 1; step <= steps; step++) {
        element.scrollTop = (element.scrollHeight / 2) * (step / steps)
        await new Promise((done) => setTimeout(done, 10))
      }
    }, STEPS)
    const first = Math.round(total / 2)
    await row(first).waitFor()
    expect(await idAt(first)).toBe((await idsFrom(first, 1))[0])
    // At most one for each place where it rested: of the thousand parts between it read none.
    expect(asked.length).toBeLessThanOrEqual(STEPS + 4)
    expect(await drawn()).toBeLessThan(MOST_ROWS_DRAWN)
    expect(await page.locator('[aria-busy="true"]').count()).toBe(0)
    if (shots) await page.screenshot({ path: join(shots, 'huge-middle.png') })
  })

  it('goes on by keyboard from what is seen, row by row', async () => {
    await page.keyboard.press('j')
    await expect.poll(() => page.evaluate('Number(document.activeElement.dataset.row)')).toBeGreaterThan(1_000)
    const start = Number(await page.evaluate('document.activeElement.dataset.row'))
    for (let press = 0; press < 250; press++) await page.keyboard.press('j')
    await focused(start + 250).waitFor()
    expect(await idAt(start + 250)).toBe((await idsFrom(start + 250, 1))[0])
    await page.keyboard.press('k')
    await focused(start + 249).waitFor()
  })

  it('keeps the row one is at where it is while others come above it, and reads only what is in view', async () => {
    const place = Number(await page.evaluate('document.activeElement.dataset.row'))
    const [id, at] = [await idAt(place), await top(place)]
    asked.length = 0
    for (let wave = 0; wave < 5; wave++) {
      // As an import does: rows come, among them many above; then everybody is told.
      await seedFindings(testing.database, DEFAULT_WORKSPACE, {
        assets: ASSETS,
        count: 500,
        from: FINDINGS + wave * 500,
      })
      await page.request.post(`${server.origin}/api/v1/finding-changes`, {
        data: { ids: [`finding-${FINDINGS + wave * 500}`], set: { team: `wave ${wave}` } },
        headers: { origin: server.origin },
      })
    }
    const now = async () => ({
      place: Number(await page.evaluate('document.activeElement.dataset.row')),
      id: await page.evaluate("document.activeElement.getAttribute('href')?.split('/').at(-1)"),
    })
    await expect.poll(async () => (await now()).place, { timeout: 30_000 }).toBeGreaterThan(place + 200)
    // A pause later the last of it was read.
    await expect.poll(async () => idsFrom((await now()).place, 1), { timeout: 30_000, interval: 1_000 }).toEqual([id])
    const after = await now()
    expect(after.id).toBe(id)
    expect(Math.abs((await top(after.place)) - at)).toBeLessThanOrEqual(1)
    expect(asked.length).toBeLessThanOrEqual(2 * 6)
  })

  it('comes back to where it was left', async () => {
    const place = Number(await page.evaluate('document.activeElement.dataset.row'))
    const at = await top(place)
    await page.getByRole('link', { name: 'Feeds' }).click()
    await page.getByRole('heading', { name: /feed/i }).first().waitFor()
    await page.goBack()
    await row(place).waitFor()
    expect(Math.abs((await top(place)) - at)).toBeLessThanOrEqual(1)
    await page.keyboard.press('j')
    await focused(place + 1).waitFor()
  })

  it('picks all rows between two, also those it never showed', async () => {
    await page.keyboard.press('Home')
    await focused(0).waitFor()
    await page.keyboard.press('x')
    await page.getByText('1 selected').waitFor()
    for (let press = 0; press < 40; press++) await page.keyboard.press('PageDown')
    await expect.poll(() => page.evaluate('Number(document.activeElement.dataset.row)')).toBeGreaterThan(300)
    const place = Number(await page.evaluate('document.activeElement.dataset.row'))
    await page.keyboard.press('Shift+X')
    await page.getByText(`${place + 1} selected`).waitFor()
    await page.keyboard.press('Escape')
  })

  it('stands still at the top of a phone, whose rows are too high for one element of a browser', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto(`${server.origin}/findings`)
    await row(0).waitFor()
    const end = async () =>
      ((await (await page.request.get(`${server.origin}/api/v1/findings?limit=1`)).json()) as Rows<FindingRow>).total -
      1
    expect(await scroller().evaluate((element) => element.scrollHeight)).toBeLessThanOrEqual(15_000_000)
    await scroller().evaluate((element) => {
      element.scrollTop = element.scrollHeight
    })
    const last = await end()
    await row(last).waitFor()
    const box = (await row(last).boundingBox())!
    const window = (await scroller().boundingBox())!
    expect(Math.abs(box.y + box.height - (window.y + window.height))).toBeLessThanOrEqual(2)
    await scroller().evaluate((element) => {
      element.scrollTop -= 112 * 3
    })
    await row(last - 3).waitFor()
    const moved = (await row(last - 3).boundingBox())!
    expect(Math.abs(moved.y + moved.height - (window.y + window.height))).toBeLessThanOrEqual(2)
    if (shots) await page.screenshot({ path: join(shots, 'huge-phone.png') })
  })

  it('meets no error in the console', () => {
    expect(complaints).toEqual([])
  })
})
