import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '#core/kernel'
import type { AssetId } from '#exposure/inventory'
import { updateAsset } from '#exposure/inventory/store'
import { openSession } from '#platform/auth'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { makePerson } from '../support/people.ts'
import { seriousFindings } from './axe.ts'
import { chromiumPath, launchChromium } from './browser.ts'
import { seed } from './seed.ts'
import { seedRelations } from './seed-relations.ts'
import { type RunningServer, serve } from './serve.ts'

const built = existsSync(join(import.meta.dirname, '../../web/dist/index.html'))
const missing = chromiumPath === undefined ? 'no Chromium is installed' : built ? '' : 'web/dist is not built'
/** Set it to look at the pages. */
const shots = process.env.LUNETTE_SHOTS

describe.skipIf(missing !== '')('an asset among others', () => {
  let testing: TestDatabase
  let server: RunningServer
  let browser: Browser
  let page: Page
  const complaints: string[] = []

  beforeAll(async () => {
    testing = await testDatabase()
    await seed(testing.database, 40)
    await seedRelations(testing.database, 40)
    server = await serve(testing.database)
    browser = await launchChromium()
    page = await pageOf('ada', { width: 1440, height: 900 })
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await testing?.drop()
  })

  async function pageOf(
    name: string,
    viewport: { width: number; height: number },
    role: 'analyst' | 'viewer' = 'analyst',
  ) {
    const token = await openSession(testing.database, await makePerson(testing.database, name, role), systemClock())
    const context = await browser.newContext({ viewport })
    context.setDefaultTimeout(15_000)
    await context.addCookies([{ name: 'lunette_session', value: token!, url: server.origin }])
    const opened = await context.newPage()
    opened.on('pageerror', (error) => complaints.push(error.message))
    opened.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    return opened
  }

  async function look(name: string, at: Page = page): Promise<void> {
    await seriousFindings(at)
    if (!shots) return
    for (const theme of ['light', 'dark']) {
      await at.evaluate(
        `document.documentElement.dataset.theme = '${theme}'; dispatchEvent(new Event('lunette-theme'))`,
      )
      await at.waitForTimeout(600)
      const { width } = at.viewportSize()!
      await at.screenshot({ path: join(shots, `${name}-${width}-${theme}.png`) })
    }
  }

  const section = (at: Page = page) => at.getByRole('region', { name: 'Relations' })
  const open = (id: string, at: Page = page) => at.goto(`${server.origin}/assets/${id}`)

  it('draws what lies around it, as far as one asks', async () => {
    await open('asset-webshop')
    const graph = section().getByRole('img')
    await expect.poll(() => graph.getAttribute('data-graph')).toBe('5 4')
    await section().getByLabel('steps').selectOption('3')
    await expect.poll(() => graph.getAttribute('aria-label')).toMatch(/^\d\d assets with \d\d relations/)
    await section().scrollIntoViewIfNeeded()
    await look('relations-graph')
    expect(await section().locator('canvas').count()).toBeGreaterThan(0)
  })

  it('says of a line who stated it and when, and opens the asset that is clicked', async () => {
    await open('asset-webshop')
    await section().getByLabel('steps').selectOption('1')
    const graph = section().getByRole('img')
    await expect.poll(() => graph.getAttribute('data-graph')).toBe('4 3')
    await graph.scrollIntoViewIfNeeded()
    const box = (await graph.boundingBox())!
    const words = section().locator('figcaption')
    /** Points at a place, given as angle and distance from the middle, which is the asset itself. */
    const pointAt = async (angle: number, distance: number) => {
      const [x, y] = [Math.cos(angle) * distance, Math.sin(angle) * distance]
      await page.mouse.move(box.x + box.width / 2 + x, box.y + box.height / 2 + y, { steps: 2 })
      return (await words.textContent()) ?? ''
    }
    let [said, angle] = ['', 0]
    for (; angle < 2 * Math.PI && !/stated by mara/.test(said); angle += Math.PI / 60) said = await pointAt(angle, 60)
    expect(said).toMatch(/stated by mara, 2026-11-21 · since 2026-11-21 · \w+ \(\w+.*\)$/)
    // The outermost node to the right stands where the room for names begins.
    const right = box.x + box.width - 190
    let y = box.y + 30
    for (; y < box.y + box.height && !/: [\w-]+, exposure/.test(said); y += 4) {
      await page.mouse.move(right, y, { steps: 2 })
      said = (await words.textContent()) ?? ''
    }
    await page.mouse.click(right, y - 4)
    await page.waitForURL(/assets\/(?!asset-webshop)/)
  })

  it('the table says the same to the keyboard, and leads to the other asset', async () => {
    await open('asset-host')
    await section().getByRole('button', { name: 'Table' }).press('Enter')
    const rows = section().getByRole('row')
    await rows.nth(43).waitFor()
    expect(await rows.count()).toBe(1 + 43)
    expect(await rows.nth(1).textContent()).toContain('stated by mara, 2026-11-21')
    await look('relations-table')
    await section().getByRole('link', { name: 'billing-api' }).press('Enter')
    await expect.poll(() => page.url()).toContain('/assets/asset-billing')
  })

  it('a relation is stated by hand and taken back', async () => {
    await open('asset-german')
    await section().getByRole('button', { name: 'State a relation' }).click()
    await section().getByLabel('Relation', { exact: true }).selectOption({ label: 'runs on' })
    await section().getByLabel('Other asset').fill('build-01.northwind.test')
    await section().getByRole('button', { name: 'State it' }).click()
    await section().getByRole('button', { name: 'Table' }).click()
    const row = section().getByRole('row').filter({ hasText: 'runs on' })
    expect(await row.textContent()).toContain('stated by ada')
    await row.getByRole('button', { name: /^Take back/ }).click()
    await expect.poll(() => row.count()).toBe(0)
  })

  it('on a phone it is the table first, and whoever only reads is offered no change', async () => {
    const phone = await pageOf('vera', { width: 390, height: 844 }, 'viewer')
    await open('asset-webshop', phone)
    await section(phone).getByRole('row').first().waitFor({ state: 'attached' })
    await section(phone).scrollIntoViewIfNeeded()
    expect(
      await section(phone)
        .getByRole('button', { name: /State|Take back/ })
        .count(),
    ).toBe(0)
    const width = (await phone.evaluate('document.documentElement.scrollWidth')) as number
    expect(width).toBeLessThanOrEqual(390)
    await look('relations', phone)
    await section(phone).getByRole('button', { name: 'Graph' }).click()
    await section(phone).getByRole('img').waitFor()
    await look('relations-graph', phone)
  })

  it('says how relations come to be where there is none, and from where it can be reached', async () => {
    await testing.database.inWorkspace(DEFAULT_WORKSPACE, (work) => sql`delete from relation`.execute(work))
    await open('asset-german')
    await section().getByText('Relations come with imports').waitFor()
    expect(await section().getByRole('img').count()).toBe(0)
    await page.getByText('Nobody has said from where it can be reached').waitFor()
    const state = (value: 'internal' | 'internet', vantage?: string) =>
      updateAsset(testing.database, DEFAULT_WORKSPACE, 'asset-german' as AssetId, {
        exposure: { value, basis: vantage ? 'observed' : 'stated', by: 'ada', ...(vantage && { vantage }) },
      })
    await state('internal')
    await state('internet', 'probe fra-1')
    await page.reload()
    const exposure = page.getByRole('region', { name: 'Exposure' })
    await exposure.getByText('seen from probe fra-1').waitFor()
    await exposure.getByText('1 earlier statement').click()
    await exposure.getByText('internal').waitFor()
    await exposure.scrollIntoViewIfNeeded()
    await look('exposure')
  })

  it('nothing was complained of', () => expect(complaints).toEqual([]))
})
