import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '#core/kernel'
import { openSession } from '#platform/auth'
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
const sizes = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
]
const UNTITLED = 'CVE-2026-77777'

describe.skipIf(missing !== '')('what rows say', () => {
  let testing: TestDatabase
  let server: RunningServer
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    testing = await testDatabase()
    await seed(testing.database, 40)
    const [log4j] = knownCases
    await testing.database.inWorkspace(DEFAULT_WORKSPACE, async (work) => {
      const later = { ...log4j!, cve: 'CVE-2021-44832', title: 'Log4j JDBC appender', fixed: '2.17.1' }
      await seedFinding(work, seedAssets[0]!, { ...later, urgency: 'scheduled' })
      const untitled = { ...log4j!, cve: UNTITLED, title: UNTITLED, name: 'left-pad', ecosystem: 'npm' }
      await seedFinding(work, seedAssets[1]!, untitled)
      // On an asset nobody has said anything of, and nowhere else.
      const guessed = { ...log4j!, cve: 'CVE-2026-77778', title: 'Only where nobody said', name: 'mid-pad' }
      await seedFinding(work, seedAssets[2]!, { ...guessed, ecosystem: 'npm' })
      const debian = {
        ...log4j!,
        cve: 'CVE-2026-77779',
        title: 'A long title of a library',
        name: 'long-named-library',
      }
      const versions = { version: '1.1.1k-1+deb11u1', fixed: '1.1.1k-1+deb11u2', ecosystem: 'Debian:11' }
      await seedFinding(work, seedAssets[1]!, { ...debian, ...versions })
      for (const [at, state] of ['resolved', 'suppressed'].entries()) {
        const cve = `CVE-2026-7778${at}`
        await seedFinding(work, seedAssets[1]!, { ...debian, cve, title: 'Closed', name: `closed-library-${at}` })
        await sql`update finding set state = ${state} where vulnerability_id = ${cve}`.execute(work)
      }
    })
    server = await serve(testing.database)
    browser = await launchChromium()
    const context = await browser.newContext({ viewport: sizes[0]! })
    context.setDefaultTimeout(8_000)
    const person = await makePerson(testing.database, 'ada', 'analyst')
    const value = (await openSession(testing.database, person, systemClock())) ?? ''
    await context.addCookies([{ name: 'lunette_session', value, url: server.origin }])
    page = await context.newPage()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await testing?.drop()
  })

  const rows = () => page.getByRole('main').getByRole('list').getByRole('listitem')
  const open = async (path: string) => {
    await page.goto(server.origin + path)
    await page.locator('[data-row="0"]').waitFor()
  }

  async function look(name: string): Promise<void> {
    if (!shots) return
    const size = page.viewportSize()!
    for (const theme of ['light', 'dark']) {
      await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`)
      await page.screenshot({ path: join(shots, `${name}-${size.width}-${theme}.png`) })
    }
    await page.evaluate("document.documentElement.dataset.theme = 'light'")
  }

  it.each(sizes)('an urgency that rests on an assumption says so in each list, $width wide', async (size) => {
    await page.setViewportSize(size)
    for (const path of ['/findings', '/fixes', '/vulnerabilities']) {
      await open(path)
      const words = rows().getByText('assumed', { exact: true })
      await expect.poll(() => words.count(), { message: path }).toBeGreaterThan(0)
      const box = (await words.first().boundingBox())!
      expect([path, box.width > 30 && box.height > 10]).toEqual([path, true])
      await words.first().scrollIntoViewIfNeeded()
      await look(`words${path.replace('/', '-')}`)
    }
    await seriousFindings(page)
    await open('/')
    await look('words-today')
  })

  it.each(sizes)('a vulnerability says why it is urgent, and its name once, $width wide', async (size) => {
    await page.setViewportSize(size)
    await open(`/vulnerabilities?filter=${UNTITLED}`)
    const row = rows().filter({ hasText: UNTITLED })
    const text = (await row.textContent()) ?? ''
    expect(text.split(UNTITLED)).toHaveLength(2)
    expect(text).toContain('left-pad')
    await row.getByText(/^in KEV since 2021-12-10/).waitFor()
  })

  it('counts of decisions that come to more than there are say why', async () => {
    await page.setViewportSize(sizes[0]!)
    await open('/fixes')
    await page.getByText('A fix action may count under several').waitFor()
    await open(`/fixes?filter=${UNTITLED}`)
    await page.getByRole('heading', { name: '1 fix action', exact: true }).waitFor()
    expect(await page.getByText(/may count under several/).count()).toBe(0)
  })

  it('a change to one asset names it', async () => {
    await open('/fixes?filter=left-pad')
    await page.getByText(`closes 1 finding on ${seedAssets[1]!.name}`).waitFor()
  })

  it('a reason is read in full at the width of a small laptop', async () => {
    await page.setViewportSize(sizes[0]!)
    for (const path of ['/findings', '/fixes', '/vulnerabilities']) {
      await open(path)
      const cut = await page.evaluate(`[...document.querySelectorAll('[data-row] span[title]')]
        .filter((one) => /in KEV since|automatable|exploit module/.test(one.title))
        .filter((one) => one.scrollWidth > one.clientWidth || one.scrollHeight > one.clientHeight + 1)
        .map((one) => one.title)`)
      expect([path, cut]).toEqual([path, []])
    }
  })

  it('a phone says what cannot be called clean without cutting it off', async () => {
    await page.setViewportSize(sizes[1]!)
    await open('/findings')
    await page.getByText('Which ones').click()
    const list = page.getByRole('list', { name: 'What cannot be called clean' })
    await list.getByText('56 no knowledge').waitFor()
    const box = (await list.boundingBox())!
    expect([box.x >= 0, box.x + box.width <= sizes[1]!.width]).toEqual([true, true])
    expect(await page.getByRole('table').count()).toBe(0)
    await look('words-coverage')
  })

  it.each(sizes)(
    'a version of a distribution shows its revision, which tells it from the fixed one, $width wide',
    async (size) => {
      await page.setViewportSize(size)
      await open('/findings?filter=long-named-library')
      const row = rows().filter({ hasText: 'long-named-library' })
      const room = (await row.boundingBox())!
      for (const end of ['+deb11u1', '+deb11u2']) {
        const box = (await row.getByText(end, { exact: true }).boundingBox())!
        expect([end, box.width > 40, box.x + box.width <= room.x + room.width]).toEqual([end, true, true])
      }
      await look('words-version')
    },
  )

  it('a filtered list says that what cannot be called clean is counted of all, and what a word might have meant', async () => {
    await page.setViewportSize(sizes[1]!)
    await page.goto(`${server.origin}/findings?filter=kev`)
    await page.getByText('of the whole workspace cannot be called clean').waitFor()
    await page.getByText('As a filter: kev:yes, kev:no, kev:unknown.').waitFor()
    await look('words-hint')
    await open('/findings')
    expect(await page.getByText('of the whole workspace').count()).toBe(0)
  })

  it.each(sizes)('what is no longer open says so first, in full ink, $width wide', async (size) => {
    await page.setViewportSize(size)
    await open('/findings?filter=state:any+closed-library')
    for (const state of ['resolved', 'suppressed']) {
      const mark = rows().getByText(state, { exact: true })
      await mark.waitFor()
      const [its, ink] = await page.evaluate<string[]>(`[
        [...document.querySelectorAll('[data-row] span')].find((one) => one.textContent === '${state}'), document.body
      ].map((one) => getComputedStyle(one).color)`)
      expect([state, its]).toEqual([state, ink])
    }
    await seriousFindings(page)
    await look('words-closed')
  })

  it('a finding says for how long it is in the inventory', async () => {
    await page.setViewportSize(sizes[0]!)
    await open('/findings')
    await page.locator('[data-row="0"]').click()
    await page.getByText(/In the inventory for \d+ (day|week|month|year)s?/).waitFor()
  })
})
