import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Day, type Probability, systemClock } from '#core/kernel'
import { ingestKnowledge } from '#exposure/knowledge/store'
import { openSession } from '#platform/auth'
import { type Database, DEFAULT_WORKSPACE } from '#platform/database'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { makePerson } from '../support/people.ts'
import { seriousFindings } from './axe.ts'
import { chromiumPath, launchChromium } from './browser.ts'
import { seed } from './seed.ts'
import { type RunningServer, serve } from './serve.ts'

const built = existsSync(join(import.meta.dirname, '../../web/dist/index.html'))
const missing = chromiumPath === undefined ? 'no Chromium is installed' : built ? '' : 'web/dist is not built'
/** Set it to look at the pages. */
const shots = process.env.LUNETTE_SHOTS

describe.skipIf(missing !== '')('charts', () => {
  let testing: TestDatabase
  let server: RunningServer
  let browser: Browser
  let page: Page
  const complaints: string[] = []

  beforeAll(async () => {
    testing = await testDatabase()
    await seed(testing.database, 40)
    await spreadHistory(testing.database)
    await seedEpss(testing.database)
    server = await serve(testing.database)
    browser = await launchChromium()
    const token = await openSession(
      testing.database,
      await makePerson(testing.database, 'ada', 'analyst'),
      systemClock(),
    )
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    context.setDefaultTimeout(20_000)
    await context.addCookies([{ name: 'lunette_session', value: token!, url: server.origin }])
    page = await context.newPage()
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await testing?.drop()
  })

  async function look(name: string): Promise<void> {
    await seriousFindings(page)
    if (!shots) return
    for (const [width, height] of [
      [1440, 900],
      [390, 844],
    ] as const)
      for (const theme of ['light', 'dark']) {
        await page.setViewportSize({ width, height })
        await page.evaluate(
          `document.documentElement.dataset.theme = '${theme}'; dispatchEvent(new Event('lunette-theme'))`,
        )
        await page.waitForTimeout(700)
        await page.screenshot({ path: join(shots, `${name}-${width}-${theme}.png`) })
      }
    await page.setViewportSize({ width: 1440, height: 900 })
  }

  it('Today leads to the trends, which answer first', async () => {
    await page.goto(server.origin)
    await page.getByRole('link', { name: 'Trends' }).click()
    await page.getByRole('heading', { level: 1, name: /\d+ to fix now/ }).waitFor()
    await page.getByRole('img', { name: 'Open findings by decision and day' }).locator('canvas').waitFor()
    await look('trends')
  })

  it('a day of the curve opens the findings that were open then, and so does a number of the table', async () => {
    const box = (await page.getByRole('img', { name: 'Open findings by decision and day' }).boundingBox())!
    await page.mouse.click(box.x + box.width * 0.6, box.y + box.height * 0.5)
    await page.waitForURL(/day=\d{4}/)
    await page.getByRole('heading', { name: /^Open on \d{4}-\d{2}-\d{2}: / }).waitFor()
    await page.getByRole('button', { name: 'As a table' }).click()
    const number = page.getByRole('link', { name: /^\d+ now on / }).first()
    const count = Number(await number.textContent())
    await number.press('Enter')
    const rows = page.getByRole('region', { name: /^Open on .*: now/ })
    await rows.getByText(`${count} findings`).waitFor()
    expect(await rows.getByRole('listitem').count()).toBe(count)
    await page.getByRole('button', { name: 'As a table' }).click()
  })

  it('the time to fix is said with its bounds, opens to what was fixed, and is unknown where too few were', async () => {
    const section = page.getByRole('region', { name: 'Time to fix' })
    await section
      .getByText(/\d+ of \d+ fixed/)
      .first()
      .click()
    await page.getByRole('heading', { name: /^Fixed: / }).waitFor()
    expect(await section.getByText('median unknown').count()).toBeGreaterThan(0)
    expect(await section.getByText(/^between|^at least/).count()).toBeGreaterThan(0)
    await section.scrollIntoViewIfNeeded()
    await look('trends-fixed')
  })

  it('a finding shows what became known when, with EPSS under it and the table behind', async () => {
    await page.goto(`${server.origin}/findings?filter=${encodeURIComponent('CVE-2021-44228')}`)
    await page.getByText('Log4j2 JNDI').first().click()
    const timeline = page.getByRole('region', { name: 'Timeline' }).first()
    await timeline.getByRole('img', { name: 'Timeline' }).locator('canvas').waitFor()
    await timeline.scrollIntoViewIfNeeded()
    await look('finding-timeline')
    await timeline.getByRole('button', { name: 'As a table' }).click()
    expect(await timeline.textContent()).toMatch(/in KEV.*CISA/s)
    const href = await timeline.getByRole('link', { name: 'CSV' }).getAttribute('href')
    expect(decodeURIComponent(href ?? '')).toContain('2021-12-10,"in KEV, known ransomware use",CISA,')
  })

  it('nothing was complained of', () => expect(complaints).toEqual([]))
})

/** Gives the seeded findings a history of four months, in which some were fixed and some became more urgent. */
async function spreadHistory(database: Database): Promise<void> {
  await database.inWorkspace(DEFAULT_WORKSPACE, async (work) => {
    await sql`delete from finding_event`.execute(work)
    await sql`with numbered as (select id, urgency, row_number() over (order by id)::int as n from finding)
      insert into finding_event (workspace_id, finding_id, at, kind, detail)
      select ${DEFAULT_WORKSPACE}::uuid, id, at, kind, detail from (
        select id, now() - make_interval(days => 120 - n * 2) as at, 'opened' as kind,
          jsonb_build_object('urgency', case when n % 5 = 0 then 'scheduled' else urgency end) as detail from numbered
        union all select id, now() - make_interval(days => 110 - n * 2), 'changed',
          jsonb_build_object('before', '{}'::jsonb, 'after', jsonb_build_object('urgency', urgency)) from numbered where n % 5 = 0
        union all select id, now() - make_interval(days => greatest(1, 116 - n * 2 - n % 9)), 'resolved', '{"resolution":"fixed"}'::jsonb
          from numbered where n % 5 <> 0 and urgency in ('now', 'soon') and n > 4
      ) events order by at`.execute(work)
  })
}

/** Two years of EPSS for one of them, a value a month. */
async function seedEpss(database: Database): Promise<void> {
  await ingestKnowledge(database, async (writer) => {
    for (let month = 0; month < 24; month++) {
      const builder = await writer.beginEpssDay()
      const date = new Date(Date.UTC(2021, 10 + month, 14)).toISOString().slice(0, 10) as Day
      const [probability, percentile] = [Math.min(0.97, 0.1 + month / 12), 0.9] as Probability[]
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
}
