import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { type LocalJira, localJira } from '../support/jira.ts'
import { makePerson, password } from '../support/people.ts'
import { type Receiver, receiver } from '../support/receiver.ts'
import { seriousFindings } from './axe.ts'
import { chromiumPath, launchChromium } from './browser.ts'
import { seed } from './seed.ts'
import { type RunningServer, serve } from './serve.ts'

const built = existsSync(join(import.meta.dirname, '../../web/dist/index.html'))
const missing = chromiumPath === undefined ? 'no Chromium is installed' : built ? '' : 'web/dist is not built'
/** Set it to look at the pages. */
const shots = process.env.LUNETTE_SHOTS

describe.skipIf(missing !== '')('what goes out, in the browser', () => {
  let testing: TestDatabase
  let server: RunningServer
  let hook: Receiver
  let jira: LocalJira
  let browser: Browser
  let page: Page
  const complaints: string[] = []

  beforeAll(async () => {
    testing = await testDatabase()
    await seed(testing.database, 20)
    server = await serve(testing.database)
    hook = await receiver()
    jira = await localJira('2', 'Bearer a-token')
    await makePerson(testing.database, 'ada', 'admin')
    await makePerson(testing.database, 'vera', 'viewer')
    browser = await launchChromium()
    page = await signedIn('ada')
  })
  afterAll(async () => {
    await browser?.close()
    await hook?.close()
    await jira?.close()
    await server?.close()
    await testing?.drop()
  })

  async function signedIn(name: string): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    context.setDefaultTimeout(8_000)
    const at = await context.newPage()
    at.on('pageerror', (error) => complaints.push(error.message))
    at.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    await at.goto(server.origin)
    await at.getByLabel('Name').fill(name)
    await at.getByLabel('Password').fill(password)
    await at.getByRole('button', { name: 'Log in' }).click()
    await at.getByRole('link', { name: 'Settings', exact: true }).waitFor()
    return at
  }

  async function look(name: string): Promise<void> {
    await seriousFindings(page)
    if (!shots) return
    for (const [width, height] of [
      [1440, 900],
      [390, 844],
    ] as const)
      for (const theme of ['light', 'dark']) {
        await page.setViewportSize({ width, height })
        await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`)
        await page.screenshot({ path: join(shots, `${name}-${width}-${theme}.png`) })
      }
    await page.setViewportSize({ width: 1440, height: 900 })
  }

  it('leads to a webhook that is made, tried and paused by hand', async () => {
    await page.goto(`${server.origin}/notifications`)
    await page.getByText('Nobody is told anything yet').waitFor()
    await look('notifications-none')
    await page.getByRole('button', { name: 'New target: Webhook' }).click()
    await page.getByLabel('Name').fill('Chat')
    await page.getByLabel('Address').fill(`${hook.origin}/in`)
    await page.getByRole('button', { name: 'Make one' }).click()
    await look('notifications-form')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('heading', { name: 'Chat' }).waitFor()
    await page.getByRole('button', { name: 'Send a test' }).click()
    await page.getByText('The test arrived.').waitFor()
    expect(hook.received).toHaveLength(1)
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.getByText('paused', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.getByRole('button', { name: 'Pause' }).waitFor()
  })

  it('shows what did not arrive, why, and sends it again', async () => {
    hook.answer = () => ({ status: 410 })
    await testing.database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
      sql`insert into notice (workspace_id, kind, key, at, detail) values (${DEFAULT_WORKSPACE}, 'import.failed', 'one', now(),
        ${JSON.stringify({ import: { title: 'shop.json', code: 'bad', message: 'it is no SBOM' } })})`.execute(work),
    )
    const row = page.getByRole('listitem').filter({ hasText: 'An import failed: shop.json' })
    await row.getByText('given up').waitFor({ timeout: 15_000 })
    await row.getByText('it answered 410').waitFor()
    await look('notifications')
    hook.answer = () => undefined
    await row.getByRole('button', { name: 'Try now' }).click()
    await row.getByText('arrived').waitFor({ timeout: 15_000 })
  })

  it('says what is wrong with a target beside the form', async () => {
    await page.getByRole('button', { name: 'New target: E-mail' }).click()
    await page.getByLabel('Mail server').fill('127.0.0.1')
    await page.getByLabel('From').fill('lunette@a.example')
    await page.getByLabel('To', { exact: true }).fill('team@a.example')
    await page.getByLabel('User').fill('ada')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('user and password come together').waitFor()
    await page.getByLabel('User').fill('')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('heading', { name: 'E-mail' }).waitFor()
  })

  it('brings each person a digest, also one who governs nothing', async () => {
    const viewer = await signedIn('vera')
    await viewer.goto(`${server.origin}/notifications`)
    expect(await viewer.getByRole('heading', { name: 'Targets' }).count()).toBe(0)
    await viewer.getByLabel('Send it to').fill('vera@a.example')
    await viewer.getByLabel('How often').selectOption('weekly')
    await viewer.getByRole('button', { name: 'Send me a digest' }).click()
    await viewer.getByText('You get a digest on Mondays at vera@a.example.').waitFor()
    await viewer.getByRole('button', { name: 'Send no digest' }).click()
    await viewer.getByRole('button', { name: 'Send me a digest' }).waitFor()
    await viewer.context().close()
  })

  it('makes a ticket of a finding where somebody asks for one', async () => {
    await page.getByRole('button', { name: 'New target: Jira' }).click()
    await page.getByLabel('Address').fill(jira.origin)
    await page.getByLabel('Project key').fill('SEC')
    await page.getByLabel('API version').selectOption('2')
    await page.getByLabel('API token').fill('a-token')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('heading', { name: 'Jira' }).waitFor()
    const { rows } = await testing.database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
      sql<{ id: string }>`select id from finding where state = 'open' order by id limit 1`.execute(work),
    )
    await page.goto(`${server.origin}/findings/${rows[0]!.id}`)
    await page.getByRole('button', { name: 'Make a ticket in Jira' }).click()
    await page.getByRole('link', { name: 'SEC-1' }).waitFor({ timeout: 15_000 })
    await look('finding-ticket')
  })

  it('gives rulings out and takes them in as VEX, after telling what that would do', async () => {
    await page.goto(`${server.origin}/vex`)
    await page.getByRole('link', { name: 'CSAF VEX' }).waitFor()
    const document = {
      '@context': 'https://openvex.dev/ns/v0.2.0',
      author: 'Ada',
      statements: [{ vulnerability: 'CVE-1999-1', products: ['pkg:npm/nothing@1'], status: 'fixed' }],
    }
    const buffer = Buffer.from(JSON.stringify(document))
    await page
      .getByLabel('OpenVEX, CycloneDX VEX or CSAF VEX', { exact: true })
      .setInputFiles({ name: 'own.json', mimeType: 'application/json', buffer })
    await page.getByRole('button', { name: 'What would it do?' }).click()
    await page.getByText('0 rulings would suppress 0 findings').waitFor()
    await look('vex')
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'OpenVEX', exact: true }).click()
    expect((await download).suggestedFilename()).toBe('lunette.openvex.json')
  })

  it('takes in what a supplier says as knowledge, and back', async () => {
    await page.goto(`${server.origin}/vex`)
    const document = {
      '@context': 'https://openvex.dev/ns/v0.2.0',
      author: 'Pad & Sons',
      timestamp: '2026-01-02T00:00:00Z',
      statements: [{ vulnerability: 'CVE-1999-1', products: ['pkg:npm/nothing@1'], status: 'fixed' }],
    }
    const buffer = Buffer.from(JSON.stringify(document))
    await page
      .getByLabel('A supplier’s OpenVEX, CycloneDX VEX or CSAF VEX')
      .setInputFiles({ name: 'theirs.json', mimeType: 'application/json', buffer })
    await page.getByText('what they are about is assessed').waitFor()
    const listed = page.getByLabel('Suppliers’ documents')
    await listed.getByText('Pad & Sons').waitFor()
    await look('vex-suppliers')
    await listed.getByRole('button', { name: 'Take back …' }).click()
    await listed.getByRole('button', { name: 'Take back', exact: true }).click()
    await listed.waitFor({ state: 'detached' })
  })

  it('complains of nothing', () => {
    // The browser itself notes the one refusal that was asked for.
    expect(complaints).toEqual([expect.stringContaining('422')])
  })
})
