import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '#core/kernel'
import type { Ruling } from '#exposure/findings'
import { makeDisposition } from '#exposure/findings/store'
import { openSession, type Role } from '#platform/auth'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { listFindings } from '#views/findings'
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

describe.skipIf(missing !== '')('rulings in the browser', () => {
  let testing: TestDatabase
  let server: RunningServer
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    testing = await testDatabase()
    await seed(testing.database, 40)
    server = await serve(testing.database)
    browser = await launchChromium()
    page = await pageOf('ada', 'analyst')
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await testing?.drop()
  })

  async function pageOf(name: string, role: Role): Promise<Page> {
    const token = await openSession(testing.database, await makePerson(testing.database, name, role), systemClock())
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    context.setDefaultTimeout(20_000)
    await context.addCookies([{ name: 'lunette_session', value: token ?? '', url: server.origin }])
    return context.newPage()
  }

  /** axe at both widths and in both themes; nothing wider than the phone. */
  async function look(name: string): Promise<void> {
    for (const [width, height] of [
      [390, 844],
      [1440, 900],
    ] as const) {
      await page.setViewportSize({ width, height })
      await seriousFindings(page)
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
      if (!shots) continue
      for (const scheme of ['light', 'dark']) {
        await page.evaluate(`document.documentElement.dataset.theme = '${scheme}'`)
        await page.screenshot({ path: join(shots, `${name}-${width}-${scheme}.png`) })
      }
    }
  }

  async function rule(place: number, over: Partial<Ruling>): Promise<void> {
    const { rows } = await listFindings(testing.database, DEFAULT_WORKSPACE, { filter: 'kind:vulnerability', limit: 9 })
    const ruling: Ruling & { by: string } = {
      ...{ status: 'accepted', scope: 'finding', reason: 'switched off in October', by: 'mara' },
      endsAt: new Date(Date.parse(systemClock()) + 20 * 86_400_000).toISOString(),
      ...over,
    } as Ruling & { by: string }
    const made = await makeDisposition(testing.database, DEFAULT_WORKSPACE, rows[place]!.id, ruling, systemClock())
    if (!made.ok) throw new Error(made.error.message)
  }

  const heading = (text: string) => page.getByRole('heading', { name: text, exact: true }).waitFor()

  it('says that there is none before anybody ruled', async () => {
    await page.goto(`${server.origin}/rulings`)
    await page.getByText(/^No ruling is in force\. A ruling is made/).waitFor()
    await look('rulings-empty')
  })

  it('lists what is in force, with reach, reason, end, what it rests on and what it covers', async () => {
    await rule(0, {})
    await rule(1, {
      scope: 'workspace',
      status: 'false-positive',
      reason: 'never called',
      by: 'mara',
    } as Partial<Ruling>)
    await page.goto(server.origin)
    await page.getByRole('link', { name: 'Rulings' }).click()
    await heading('2 rulings')
    const accepted = page.getByRole('article', { name: /^Accept the risk/ })
    await accepted.getByText('switched off in October').waitFor()
    expect(await accepted.textContent()).toMatch(/by mara.*until \d{4}-\d\d-\d\d.*rests on the version/)
    expect(await accepted.textContent()).toContain('covers 1 finding')
    await page
      .getByRole('article', { name: /^Not real/ })
      .getByText('everywhere')
      .waitFor()
    await look('rulings')
  })

  it('is filtered by chip and word, the address holds it, and a mistyped key is told', async () => {
    await page.goto(`${server.origin}/rulings`)
    await page.getByRole('searchbox', { name: 'Filter the rulings' }).fill('state:in-force scope:workspace')
    await heading('1 ruling')
    expect(page.url()).toContain('scope')
    await page.reload()
    await heading('1 ruling')
    await page.getByRole('searchbox', { name: 'Filter the rulings' }).fill('scop:workspace')
    await page.getByText('Did you mean "scope"?').waitFor()
  })

  it('takes one back after asking once more, and shows it as taken back', async () => {
    await page.goto(`${server.origin}/rulings`)
    const accepted = page.getByRole('article', { name: /^Accept the risk/ })
    await accepted.getByRole('button', { name: 'Take it back …' }).click()
    await accepted.getByText('1 finding will be open again.').waitFor()
    await accepted.getByRole('button', { name: 'Take it back', exact: true }).click()
    await heading('1 ruling')
    await page.getByRole('button', { name: 'In force' }).click()
    await page.getByRole('button', { name: 'Taken back' }).click()
    await accepted.getByText(/taken back by ada/).waitFor()
    await look('rulings-revoked')
  })

  it('undoes a change that was made on another page', async () => {
    await page.goto(`${server.origin}/findings`)
    await page.getByRole('list', { name: /^Findings/ }).waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    await page.getByRole('button', { name: 'Assign to me' }).click()
    await page.getByText('1 changed').waitFor()
    await page.goto(`${server.origin}/rulings`)
    await page.getByRole('link', { name: 'Recent changes' }).click()
    const change = page.getByRole('article', { name: '1 finding by ada' })
    await change.getByText('assigned to ada').waitFor()
    await look('changes-to-undo')
    await change.getByRole('button', { name: 'Undo …' }).click()
    await change.getByRole('button', { name: 'Undo', exact: true }).click()
    await change.getByText(/^undone by ada/).waitFor()
  })

  it('offers a viewer neither', async () => {
    page = await pageOf('vera', 'viewer')
    await page.goto(`${server.origin}/rulings`)
    await heading('1 ruling')
    expect(await page.getByRole('button', { name: /Take it back/ }).count()).toBe(0)
    await page.goto(`${server.origin}/rulings/changes`)
    await heading('1 change')
    expect(await page.getByRole('button', { name: /Undo/ }).count()).toBe(0)
  })
})
