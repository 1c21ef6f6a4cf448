import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '#core/kernel'
import { openSession, type Role } from '#platform/auth'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { makePerson } from '../support/people.ts'
import { seriousFindings } from './axe.ts'
import { chromiumPath, launchChromium } from './browser.ts'
import { knownCases, seedAssets } from './rows.ts'
import { seed, seedFinding } from './seed.ts'
import { type RunningServer, serve } from './serve.ts'

const built = existsSync(join(import.meta.dirname, '../../web/dist/index.html'))
const missing = chromiumPath === undefined ? 'no Chromium is installed' : built ? '' : 'web/dist is not built'
/** Set it to look at the pages. */
const shots = process.env.LUNETTE_SHOTS

describe.skipIf(missing !== '')('fix actions', () => {
  let testing: TestDatabase
  let server: RunningServer
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    testing = await testDatabase()
    await seed(testing.database, 40)
    const log4j = knownCases[0]!
    const later = { ...log4j, cve: 'CVE-2021-44832', title: 'Log4j JDBC appender', fixed: '2.17.1' }
    await testing.database.inWorkspace(DEFAULT_WORKSPACE, async (work) => {
      for (const asset of seedAssets) await seedFinding(work, asset, { ...later, urgency: 'scheduled' })
    })
    server = await serve(testing.database)
    browser = await launchChromium()
    page = await pageOf('mara', 'viewer')
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

  async function look(name: string): Promise<void> {
    if (!shots) return
    for (const [width, height] of [
      [1440, 900],
      [390, 844],
    ] as const) {
      for (const scheme of ['light', 'dark'] as const) {
        await page.setViewportSize({ width, height })
        await page.evaluate(`document.documentElement.dataset.theme = '${scheme}'`)
        await page.screenshot({ path: join(shots, `${name}-${width}-${scheme}.png`) })
      }
    }
    await page.evaluate("document.documentElement.dataset.theme = 'light'")
    await page.setViewportSize({ width: 1440, height: 900 })
  }

  it('Today names each change once, with what it closes and the step that closes the urgent ones', async () => {
    await page.goto(server.origin)
    const first = page.getByRole('region', { name: 'Fix these first' })
    const log4j = first.getByRole('link', { name: /Update \S*log4j-core to 2\.17\.1/ })
    await log4j.waitFor()
    expect(await log4j.count()).toBe(1)
    expect(await log4j.textContent()).toMatch(
      /closes 8 findings on 4 assets; 2\.15\.0 already closes the 4 to fix now.*First because of CVE-2021-44228 on /,
    )
    await seriousFindings(page)
    await look('fix-today')
  })

  it('the list ranks them, and narrows by the filter of findings', async () => {
    await page.getByRole('link', { name: 'Fix actions', exact: true }).click()
    // Of what no fixed version is known here, the update of the same component may be it.
    const changes = new Set(knownCases.map(({ ecosystem, name }) => `${ecosystem} ${name}`))
    await page.getByRole('heading', { name: `${changes.size} fix actions` }).waitFor()
    const list = page.getByRole('list', { name: 'Fix actions, most urgent first' })
    await list.getByRole('listitem').first().waitFor()
    await seriousFindings(page)
    await look('fix-list')
    await page.getByLabel('Filter fix actions').fill('log4j decision:scheduled')
    await page.getByRole('heading', { name: '1 fix action', exact: true }).waitFor()
    await expect.poll(() => list.getByRole('listitem').first().textContent()).toMatch(/closes 4 findings on 4 assets/)
  })

  it('one of them opens by keyboard on what it closes, from which versions, on which assets', async () => {
    await page.getByLabel('Filter fix actions').fill('log4j')
    // The action stands there without the filter, too: keys go to the rows that the filter leaves.
    await page.waitForURL(/filter=log4j/)
    await page
      .getByText(/closes 8 findings/)
      .first()
      .waitFor()
    await page.getByLabel('Filter fix actions').press('Escape')
    await page.keyboard.press('j')
    await page.locator('[data-row="0"]:focus').waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: /^Update \S*log4j-core to 2\.17\.1$/ }).waitFor()
    const steps = page.getByRole('region', { name: 'From which version to which' })
    expect(await steps.textContent()).toMatch(/2\.14\.1→ to 2\.17\.1/)
    expect(await page.getByRole('region', { name: 'On which assets' }).getByRole('listitem').count()).toBe(4)
    await page.getByRole('region', { name: 'What it closes' }).getByRole('listitem').nth(7).waitFor()
    await seriousFindings(page)
    await look('fix-detail')
  })

  it('its findings are a filter of the list of findings', async () => {
    await page.getByRole('link', { name: 'All 8 findings as a list' }).click()
    await page.getByRole('heading', { name: '8 findings' }).waitFor()
    expect(new URL(page.url()).searchParams.get('filter')).toMatch(/^action:[0-9a-f]{22}$/)
  })

  it('an analyst says on one asset, then everywhere, that it is made, and it shows as claimed wherever it stands', async () => {
    expect(await page.getByRole('button', { name: /The update is made|Done/ }).count()).toBe(0)
    const viewer = page
    page = await pageOf('ada', 'analyst')
    await page.goto(`${server.origin}/fixes?filter=log4j`)
    await page.getByRole('link', { name: /Update \S*log4j-core/ }).click()
    const on = page.getByRole('region', { name: 'On which assets' })
    await on.getByRole('button', { name: /^Done: billing-api/ }).click()
    await on.getByText('claimed fixed, not seen yet').waitFor()
    await page.getByText('2 claimed fixed, not seen yet').waitFor()
    await page.getByRole('button', { name: 'The update is made' }).click()
    await page.getByText('All claimed fixed, not seen yet').waitFor()
    const closes = page.getByRole('region', { name: 'What it closes' })
    await expect.poll(() => closes.getByText('claimed fixed, not seen yet').count()).toBe(8)
    await seriousFindings(page)
    await look('fix-claimed')
    await closes.getByRole('link').nth(1).click()
    await page.getByText('claimed fixed by ada').waitFor()
    await seriousFindings(page)
    await look('fix-finding-claimed')
    await page.getByRole('link', { name: 'Fix action', exact: true }).click()
    await page.getByRole('button', { name: 'Take it back' }).click()
    await page.getByRole('button', { name: 'The update is made' }).waitFor()
    await expect.poll(() => closes.getByText('claimed fixed, not seen yet').count()).toBe(0)
    await page.context().close()
    page = viewer
  })

  it('says that an action is closed or never was', async () => {
    await page.goto(`${server.origin}/fixes/nope`)
    await page.getByText('all it would close is closed').waitFor()
    await seriousFindings(page)
  })
})
