import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '#core/kernel'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { makePerson, password } from '../support/people.ts'
import { seriousFindings } from './axe.ts'
import { chromiumPath, launchChromium } from './browser.ts'
import { seed } from './seed.ts'
import { seedAgentRun, seedSurface } from './seed-surface.ts'
import { type RunningServer, serve } from './serve.ts'

const built = existsSync(join(import.meta.dirname, '../../web/dist/index.html'))
const missing = chromiumPath === undefined ? 'no Chromium is installed' : built ? '' : 'web/dist is not built'
/** Set it to look at the pages. */
const shots = process.env.LUNETTE_SHOTS

describe.skipIf(missing !== '')('the surface, in the browser', () => {
  let testing: TestDatabase
  let server: RunningServer
  let browser: Browser
  let page: Page
  const complaints: string[] = []

  beforeAll(async () => {
    testing = await testDatabase()
    await seed(testing.database, 5)
    server = await serve(testing.database)
    await makePerson(testing.database, 'ada', 'admin')
    await makePerson(testing.database, 'vera', 'viewer')
    browser = await launchChromium()
    page = await signedIn('ada')
  })
  afterAll(async () => {
    await browser?.close()
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
    await at.getByRole('link', { name: 'Surface', exact: true }).waitFor()
    return at
  }

  async function look(name: string, at?: Locator): Promise<void> {
    await seriousFindings(page)
    if (!shots) return
    for (const [width, height] of [
      [1440, 900],
      [390, 844],
    ] as const)
      for (const theme of ['light', 'dark']) {
        await page.setViewportSize({ width, height })
        await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`)
        await at?.scrollIntoViewIfNeeded()
        await page.screenshot({ path: join(shots, `${name}-${width}-${theme}.png`) })
      }
    await page.setViewportSize({ width: 1440, height: 900 })
  }

  it('says what to do where nothing was looked for', async () => {
    await page.goto(`${server.origin}/surface`)
    await page.getByText('Nothing was looked for yet').waitFor()
    await look('surface-none')
    await page.goto(`${server.origin}/surface/scope`)
    await page.getByRole('heading', { name: 'Discovery has nothing to start from' }).waitFor()
    await page.getByRole('heading', { name: 'Next: Name a domain that is yours' }).waitFor()
    await look('scope-none')
    await page.getByLabel('Domain or address', { exact: true }).fill('northwind.example')
    await page.getByRole('button', { name: 'Begin with it' }).click()
    await page.getByRole('heading', { name: 'Next: Prove that it is yours' }).waitFor()
    expect(await page.getByLabel('Add a TXT record with this name').inputValue()).toContain('.northwind.example')
    await page.getByRole('button', { name: 'A file on its web server' }).click()
    await page.getByRole('button', { name: 'Show what to publish' }).click()
    expect(await page.getByLabel('Serve a file at').inputValue()).toContain('http://northwind.example/')
    await look('scope-prove')
  })

  it('lists what was seen with whose it is, and leads to why', async () => {
    await seedSurface(testing.database, systemClock(), 300)
    await page.goto(`${server.origin}/surface`)
    // The web server stands with its address.
    await page.getByRole('heading', { name: '304 places seen' }).waitFor()
    await look('surface')
    await page.getByRole('button', { name: 'One row a place' }).click()
    await page.getByRole('heading', { name: '305 assets seen' }).waitFor()
    await page.goto(`${server.origin}/surface?filter=kind:ip-address`)
    await page.getByRole('link', { name: /^198\.51\.100\.7/ }).click()
    await page.getByText('www.northwind.example resolves to 198.51.100.7').waitFor()
    await page.getByText('seen in Server header').waitFor()
    await look('surface-asset')
  })

  it('draws how it hangs together, finds in it, and shows the same selection as a table', async () => {
    await page.goto(`${server.origin}/surface/graph`)
    // Without a graphics card the first picture takes its time.
    await page.getByRole('heading', { name: '305 assets drawn' }).waitFor({ timeout: 60_000 })
    const picture = page.locator('[data-graph]')
    await picture.getByText(/^northwind\.example · /).waitFor({ timeout: 60_000 })
    await look('surface-graph')
    await page.keyboard.press('f')
    await page.keyboard.type('198.51.100.7')
    await page.keyboard.press('Enter')
    await page.getByRole('status').getByText('1', { exact: true }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByLabel('Filter the graph').fill('kind:ip-address')
    await page.getByRole('heading', { name: '1 asset drawn' }).waitFor()
    await page.getByRole('link', { name: 'As a table' }).click()
    await page.getByRole('heading', { name: '1 asset seen' }).waitFor()
  })

  it('rules a candidate in one click, with what hangs on it', async () => {
    await page.goto(`${server.origin}/surface/candidates`)
    await page.getByRole('heading', { name: '1 candidate: whose is it?' }).waitFor()
    await look('candidates')
    await page.getByRole('button', { name: 'Not ours' }).click()
    await page.getByText('Saved: versicherungs').waitFor()
    await page.getByRole('heading', { name: 'No candidates' }).waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('heading', { name: '1 candidate: whose is it?' }).waitFor()
    let posted = 0
    page.on('request', (request) => void (request.url().endsWith('/scope/rulings') && posted++))
    await page.getByRole('button', { name: 'Not ours' }).dblclick()
    await page.getByRole('heading', { name: 'No candidates' }).waitFor()
    expect(posted).toBe(1)
    await page.goto(`${server.origin}/surface/scope`)
    await page.getByText('rejected, with what hangs on it').waitFor()
    await look('scope')
  })

  it('adds to the scope, proves, approves what a name has now, and stops everything', async () => {
    await page.getByLabel('Seed', { exact: true }).fill('203.0.113.0/24')
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByText('203.0.113.0/24 (network) was added.').waitFor()
    await page.getByLabel('Seed', { exact: true }).fill('203.0.113.0/24')
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByText('is there already: nothing changed.').waitFor()
    await page.getByRole('link', { name: 'Discovery settings', exact: true }).click()
    await page.getByLabel('Contact', { exact: true }).fill('security@northwind.example')
    await page.getByText('Not saved yet').waitFor()
    await page.getByLabel('Contact', { exact: true }).press('Enter')
    await page.getByText('Saved.').waitFor()
    await look('manners')
    await page.getByRole('link', { name: 'Scope', exact: true }).click()
    await page.getByRole('button', { name: 'Look for it now' }).click()
    await page.getByText('■ proven').nth(1).waitFor()
    await page.getByLabel('Name', { exact: true }).fill('api.northwind.example')
    await page.getByRole('button', { name: 'Look up' }).click()
    await page.getByText('api.northwind.example has 198.51.100.7 now.').waitFor()
    await page.getByText('is an alias of edge.cdn.example, which is not yours').waitFor()
    await page.getByRole('button', { name: 'Approve these all the same' }).click()
    await page.getByRole('listitem').filter({ hasText: 'api.northwind.example' }).waitFor()
    await page.getByRole('button', { name: 'Stop all probes' }).click()
    await page.getByText('All probes were stopped by ada').waitFor()
    for (const path of ['/surface', '/']) {
      await page.goto(`${server.origin}${path}`)
      await page.getByText('All probes were stopped by ada').waitFor()
    }
    await page.getByRole('link', { name: 'To the switch' }).click()
    await page.getByRole('button', { name: 'Let probes run again' }).click()
    await page.getByText('Probes may run.').waitFor()
  })

  it('shows the runs and what they sent, and the changes', async () => {
    await page.goto(`${server.origin}/surface/runs`)
    await page.getByRole('heading', { name: 'Complete' }).waitFor()
    await page.getByText('1,024 connections').waitFor()
    await look('runs')
    await page.getByRole('link', { name: 'What was sent, where and when' }).click()
    await page.getByText('closed: port 22 · open: port 443').waitFor()
    await look('probes')
    await page.getByLabel('Target').fill('192.0.2.1')
    await page.getByRole('button', { name: 'Show' }).click()
    await page.getByText('It sent nothing to 192.0.2.1.').waitFor()
    await page.goto(`${server.origin}/surface/changes`)
    // What the latest run changed stands open.
    await page.getByText('new weakness Certificate has expired (medium)').waitFor()
    await look('changes')
  })

  it('makes an agent, shows its token once, and which run was made by it', async () => {
    await page.goto(`${server.origin}/surface/manners`)
    await page.getByLabel('Name of an agent').fill('cloud-1')
    await page.getByRole('button', { name: 'Make an agent' }).click()
    const shown = page.getByLabel('On the other host, its token')
    const [, token = ''] = /LUNETTE_AGENT_TOKEN=(\S+)/.exec(await shown.inputValue()) ?? []
    await look('agent-made', shown)
    await page.getByRole('button', { name: 'I say that cloud-1 looks from outside' }).click()
    await page.getByText('looks from outside, agent cloud-1 (stated by ada)').waitFor()
    // It calls, and finds no order.
    const asked = await fetch(`${server.origin}/api/v1/agent/orders`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ nonce: 'n'.repeat(32), waitMs: 0 }),
      signal: AbortSignal.timeout(60_000),
    })
    expect(asked.ok).toBe(true)
    await seedAgentRun(testing.database, systemClock(), 'outside, agent cloud-1 (stated by ada)')
    await page.goto(`${server.origin}/surface/manners`)
    const agent = page.getByRole('listitem').filter({ hasText: 'cloud-1' }).first()
    await agent.getByText(/it called/).waitFor()
    expect(await page.getByLabel('On the other host, its token').count()).toBe(0)
    await look('agent-seen', agent)
    await page.goto(`${server.origin}/surface/runs`)
    await page.getByText('from outside, agent cloud-1 (stated by ada)').waitFor()
    await page.getByLabel('Who looks').waitFor()
    expect(await page.getByLabel('Who looks').getByRole('option').allTextContents()).toEqual([
      'from this host',
      'from cloud-1',
    ])
    await look('agent-run')
  })

  it('offers a viewer nothing that they may not do', async () => {
    const viewer = await signedIn('vera')
    await viewer.goto(`${server.origin}/surface/scope`)
    await viewer.getByText('Changing the scope needs the role "admin".').waitFor()
    expect(await viewer.getByRole('button', { name: 'Approve' }).count()).toBe(0)
    expect(await viewer.getByRole('button', { name: 'Stop all probes' }).count()).toBe(0)
    await viewer.context().close()
  })

  it('complains of nothing', () => expect(complaints).toEqual([]))
})
