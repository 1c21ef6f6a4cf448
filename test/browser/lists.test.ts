import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Day, type Probability, systemClock } from '#core/kernel'
import { ingestKnowledge } from '#exposure/knowledge/store'
import { openSession, type Role } from '#platform/auth'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { seedAssets, seedFindings } from '../support/findings.ts'
import { makePerson } from '../support/people.ts'
import { seriousFindings } from './axe.ts'
import { chromiumPath, launchChromium } from './browser.ts'
import { seed } from './seed.ts'
import { type RunningServer, serve } from './serve.ts'

const built = existsSync(join(import.meta.dirname, '../../web/dist/index.html'))
const missing = chromiumPath === undefined ? 'no Chromium is installed' : built ? '' : 'web/dist is not built'
/** Set it to look at the pages. */
const shots = process.env.LUNETTE_SHOTS

describe.skipIf(missing !== '')('lists in the browser', () => {
  let testing: TestDatabase
  let server: RunningServer
  let browser: Browser
  let page: Page
  const complaints: string[] = []

  beforeAll(async () => {
    testing = await testDatabase()
    await seed(testing.database, 40)
    await seedAssets(testing.database, DEFAULT_WORKSPACE, 30)
    await seedFindings(testing.database, DEFAULT_WORKSPACE, { assets: 30, count: 2_000 })
    server = await serve(testing.database)
    browser = await launchChromium()
    page = await pageOf('ada', 'analyst')
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await testing?.drop()
  })

  /** A page of somebody who signed in already. */
  async function pageOf(name: string, role: Role): Promise<Page> {
    const context: BrowserContext = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    context.setDefaultTimeout(8_000)
    const token = await openSession(testing.database, await makePerson(testing.database, name, role), systemClock())
    await context.addCookies([{ name: 'lunette_session', value: token ?? '', url: server.origin }])
    const made = await context.newPage()
    made.on('pageerror', (error) => complaints.push(error.message))
    made.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    return made
  }

  async function look(name: string, at: Page = page): Promise<void> {
    await seriousFindings(at)
    if (!shots) return
    for (const [width, height] of [
      [1440, 900],
      [390, 844],
    ] as const)
      for (const theme of ['light', 'dark']) {
        await at.setViewportSize({ width, height })
        await at.evaluate(`document.documentElement.dataset.theme = '${theme}'`)
        await at.waitForTimeout(150)
        await at.screenshot({ path: join(shots, `${name}-${width}-${theme}.png`) })
      }
    await at.setViewportSize({ width: 1440, height: 900 })
  }

  const rows = (at: Page, label: RegExp) => at.getByRole('list', { name: label }).getByRole('listitem')

  it('sorts findings as chosen, and the address says how', async () => {
    await page.goto(`${server.origin}/findings`)
    await look('findings')
    await page.getByLabel('Order').selectOption('epss')
    await rows(page, /^Findings, epss$/)
      .first()
      .waitFor()
    expect(page.url()).toContain('sort=epss')
    await page.reload()
    await expect.poll(() => page.getByLabel('Order').inputValue()).toBe('epss')
  })

  it('shows the columns a person chose, close together where they like, and remembers it', async () => {
    const first = rows(page, /^Findings/).first()
    const height = (await first.boundingBox())!.height
    await page.locator('summary', { hasText: 'Display' }).click()
    await page.getByLabel('First seen').check()
    await page.getByLabel('Close rows').check()
    await expect.poll(async () => (await first.boundingBox())!.height).toBeLessThan(height)
    await page.reload()
    await first.waitFor()
    expect((await first.boundingBox())!.height).toBeLessThan(height)
    await look('findings-dense')
    await page.locator('summary', { hasText: 'Display' }).click()
    await page.getByLabel('Close rows').uncheck()
    await page.keyboard.press('Escape')
  })

  it('saves a view under a name, and shows it to the others once it is shared', async () => {
    await page.goto(`${server.origin}/findings?filter=kev%3Ayes&sort=due`)
    await page.getByText('Views', { exact: true }).click()
    await page.getByLabel('Name of the view').fill('Exploited, by date')
    await page.getByLabel('for everybody in this workspace').check()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('button', { name: 'Delete the view Exploited, by date' }).waitFor()
    await look('views')
    const viewer = await pageOf('vic', 'viewer')
    await viewer.goto(`${server.origin}/findings`)
    await viewer.getByText('Views', { exact: true }).click()
    await viewer.getByRole('button', { name: /Exploited, by date/ }).click()
    await expect.poll(() => viewer.url()).toContain('sort=due')
    expect(viewer.url()).toContain('kev')
    await viewer.context().close()
  })

  it('peeks at a finding with Space, follows the focus, and closes with Esc', async () => {
    await page.goto(`${server.origin}/findings?filter=kev%3Ayes`)
    await rows(page, /^Findings/)
      .first()
      .waitFor()
    await page.keyboard.press('j')
    await page.locator('[data-row="0"]:focus').waitFor()
    await page.keyboard.press(' ')
    const peek = page.getByRole('complementary', { name: 'The finding in short' })
    await peek.getByRole('heading', { level: 2 }).waitFor()
    const first = await peek.getByRole('link', { name: 'Open it' }).getAttribute('href')
    await look('findings-peek')
    await page.locator('[data-row="0"]').focus()
    await page.keyboard.press('j')
    await expect.poll(() => peek.getByRole('link', { name: 'Open it' }).getAttribute('href')).not.toBe(first)
    await page.keyboard.press('Escape')
    await peek.waitFor({ state: 'detached' })
  })

  it('lists each vulnerability once and opens it', async () => {
    await page.goto(`${server.origin}/vulnerabilities?filter=log4j`)
    await page.getByRole('heading', { name: '1 vulnerability' }).waitFor()
    await page.goto(`${server.origin}/vulnerabilities`)
    await rows(page, /^Vulnerabilities/)
      .first()
      .waitFor()
    await look('vulnerabilities')
    await rows(page, /^Vulnerabilities/)
      .first()
      .getByRole('link')
      .click()
    await page.getByRole('heading', { name: 'What each source says' }).waitFor()
  })

  it('lists what was imported', async () => {
    await page.goto(`${server.origin}/imports`)
    await rows(page, /^Imports/)
      .first()
      .waitFor()
    await look('imports')
    // In a low window the way in is not cut off.
    await page.setViewportSize({ width: 690, height: 480 })
    await page.getByText('Import files', { exact: true }).click()
    await page.getByRole('button', { name: 'Choose files' }).waitFor()
    const end = async () => {
      const box = (await page.locator('main details').filter({ hasText: 'Import files' }).boundingBox())!
      return box.y + box.height
    }
    const below = (await page.getByRole('navigation').last().boundingBox())!.y
    await expect.poll(end).toBeLessThanOrEqual(below)
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.goto(`${server.origin}/assets`)
    await rows(page, /^Assets/)
      .first()
      .waitFor()
    await look('assets')
  })

  it('searches, goes and does from one field, by keyboard alone', async () => {
    await page.goto(`${server.origin}/feeds`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.keyboard.press('Control+k')
    const field = page.getByRole('combobox', { name: /^Search findings/ })
    await field.fill('log4j')
    await page
      .getByRole('option', { name: /CVE-2021-44228/ })
      .first()
      .waitFor()
    await look('palette')
    await field.fill('go vuln')
    await page.getByRole('option', { name: /Go to Vulnerabilities/ }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: /vulnerabilities$/ }).waitFor()
    const before = await page.evaluate('document.documentElement.dataset.theme')
    await page.keyboard.press('Control+k')
    await field.fill('light and dark')
    await page.keyboard.press('Enter')
    expect(await page.evaluate('document.documentElement.dataset.theme')).not.toBe(before)
    await field.waitFor({ state: 'detached' })
    await page.keyboard.press('?')
    await page.getByRole('heading', { name: 'Keyboard' }).waitFor()
    await look('help')
    await page.keyboard.press('Escape')
  })

  it('offers a viewer nothing that a viewer may not do', async () => {
    const viewer = await pageOf('vera', 'viewer')
    await viewer.goto(`${server.origin}/imports`)
    await viewer.getByText('Importing needs the role "analyst"').waitFor()
    await viewer.keyboard.press('Control+k')
    await viewer.getByRole('combobox', { name: /^Search findings/ }).fill('do')
    await viewer.getByRole('option', { name: /light and dark/ }).waitFor()
    expect(await viewer.getByRole('option', { name: /Refresh all feeds/ }).count()).toBe(0)
    await viewer.goto(`${server.origin}/feeds`)
    await viewer.getByText('Refreshing needs the role "analyst"').waitFor()
    expect(await viewer.getByRole('button', { name: /^Refresh/ }).count()).toBe(0)
    await viewer.goto(`${server.origin}/settings/people`)
    await viewer.waitForURL(`${server.origin}/people`)
    await viewer.context().close()
  })

  it('tells on Today what changed since one looked, and opens the very changes', async () => {
    await page.goto(server.origin)
    await page.getByText('From now on this line says').waitFor()
    await page.reload()
    await page.getByText(/Nothing changed since you looked/).waitFor()
    await testing.database.inWorkspace(DEFAULT_WORKSPACE, async (work) => {
      await sql`update last_look set seen_at = now() - interval '2 hours'`.execute(work)
      await sql`insert into finding_event (workspace_id, finding_id, at, kind, detail)
        select workspace_id, id, now(), 'opened', '{"urgency": "now"}' from finding
        where state = 'open' and priority->>'table' is not null order by id limit 7`.execute(work)
    })
    await page.reload()
    await look('today')
    await page.getByRole('link', { name: '7 new' }).click()
    await page.getByRole('heading', { name: '7 changes' }).waitFor()
    await look('changes')
    await rows(page, /^Changes/)
      .first()
      .getByRole('link')
      .click()
    await page.getByRole('heading', { name: /^Why / }).first().waitFor()
    await page.goto(server.origin)
    await page.getByRole('button', { name: 'Mark as seen' }).focus()
    await page.keyboard.press('Enter')
    await page.getByText(/Nothing changed since you looked/).waitFor()
    await page.reload()
    await page.getByText(/Nothing changed since you looked/).waitFor()
  })

  it('draws EPSS over time, with its table behind it', async () => {
    await ingestKnowledge(testing.database, async (writer) => {
      for (let day = 1; day <= 40; day++) {
        const builder = await writer.beginEpssDay()
        const date = new Date(Date.UTC(2026, 8, day)).toISOString().slice(0, 10) as Day
        const [probability, percentile] = [0.2 + day / 60, 0.9] as Probability[]
        builder.add({
          cve: 'CVE-2021-44228',
          date,
          probability: probability!,
          percentile: percentile!,
          modelVersion: 'v1',
        })
        await writer.writeEpssDay(builder)
      }
    })
    await page.goto(`${server.origin}/vulnerabilities/CVE-2021-44228`)
    await page.getByText('40 values, 87 % on 2026-10-10').waitFor()
    await page.locator('figure canvas').waitFor()
    await look('epss')
    await page.getByRole('button', { name: 'As a table' }).click()
    await page.getByRole('cell', { name: '2026-09-01' }).waitFor()
    await look('epss-table')
  })

  it('gives an asset another name, and its own again', async () => {
    await page.goto(`${server.origin}/assets/asset-7`)
    await page.getByLabel('Name', { exact: true }).fill('the old shop')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { name: 'the old shop', level: 1 }).waitFor()
    await look('asset')
    await page.getByRole('button', { name: 'use that again' }).click()
    await page.getByRole('heading', { name: 'service 7', level: 1 }).waitFor()
  })

  it('writes what is shown as a file', async () => {
    await page.goto(`${server.origin}/findings?filter=kev%3Ayes`)
    await page.locator('summary', { hasText: 'Export' }).click()
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'SARIF 2.1.0' }).click(),
    ])
    expect(file.suggestedFilename()).toBe('findings.sarif')
  })

  it('meets no error in the console', () => {
    expect(complaints).toEqual([])
  })
})
