import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '#core/kernel'
import { openSession, type Role } from '#platform/auth'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { makePerson, Visitor } from '../support/people.ts'
import { startWeakModel } from '../support/weak-model.ts'
import { seriousFindings } from './axe.ts'
import { chromiumPath, launchChromium } from './browser.ts'
import { type RunningServer, serve } from './serve.ts'

const built = existsSync(join(import.meta.dirname, '../../web/dist/index.html'))
const missing = chromiumPath === undefined ? 'no Chromium is installed' : built ? '' : 'web/dist is not built'
/** Set it to look at the pages. */
const shots = process.env.LUNETTE_SHOTS
const DESKTOP = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }
const register = readFileSync(join(import.meta.dirname, '../../docs/examples/ai-register.yaml'))
/** Sums what moved without anybody's doing. */
const watchShifts = `globalThis.seenShift = 0
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) seenShift += entry.value
}).observe({ type: 'layout-shift', buffered: true })`
const LARGEST_SHIFT = 0.01
const injection = "An instruction in a customer's mail changes an order"

describe.skipIf(missing !== '')('assurance', () => {
  let testing: TestDatabase
  let server: RunningServer
  let browser: Browser
  let page: Page
  let api: Visitor
  const complaints: string[] = []

  beforeAll(async () => {
    testing = await testDatabase()
    server = await serve(testing.database, 0, { requestsPerMinute: 1_000_000, strictRequestsPerMinute: 1_000_000 })
    browser = await launchChromium()
    page = await pageOf('ada', 'owner')
    api = await Visitor.of(server.origin, testing.database, await makePerson(testing.database, 'probe', 'analyst'))
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await testing?.drop()
  })

  async function pageOf(name: string, role: Role): Promise<Page> {
    const context = await browser.newContext({ viewport: DESKTOP })
    context.setDefaultTimeout(20_000)
    const token = await openSession(testing.database, await makePerson(testing.database, name, role), systemClock())
    await context.addCookies([{ name: 'lunette_session', value: token!, url: server.origin }])
    const opened = await context.newPage()
    opened.on('pageerror', (error) => complaints.push(error.message))
    opened.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    return opened
  }

  /** axe, nothing that must be scrolled sideways, and pictures for those who ask; a page at both widths, a state of it at one. */
  async function look(name: string, sizes = [PHONE, DESKTOP]): Promise<void> {
    for (const size of shots ? [PHONE, DESKTOP] : sizes) {
      await page.setViewportSize(size)
      await page.waitForTimeout(150)
      await seriousFindings(page)
      expect(await page.evaluate('document.documentElement.scrollWidth'), name).toBeLessThanOrEqual(size.width)
      if (shots) await shoot(`${name}-${size.width}`)
    }
    await page.setViewportSize(DESKTOP)
  }

  /** The whole page, however long. */
  async function shoot(name: string): Promise<void> {
    const { width, height } = page.viewportSize()!
    const tall = Number(await page.evaluate('document.querySelector("article")?.scrollHeight ?? 0'))
    await page.setViewportSize({ width, height: Math.max(height, tall + 160) })
    for (const theme of ['light', 'dark']) {
      await page.evaluate(
        `document.documentElement.dataset.theme = '${theme}'; dispatchEvent(new Event('lunette-theme'))`,
      )
      await page.waitForTimeout(400)
      await page.screenshot({ path: join(shots!, `${name}-${theme}.png`) })
    }
    await page.setViewportSize({ width, height })
  }

  const report = (passes: number, failures: number, stratum = 'mail') =>
    Array.from({ length: passes + failures }, (_, index) =>
      JSON.stringify({
        ...{
          key: `${stratum} ${String(index).padStart(3, '0')}`,
          stratum: index % 3 === 0 ? `${stratum}, split into steps` : stratum,
        },
        ...(index < passes ? { result: 'pass' } : { result: 'fail', note: 'the order tool was called' }),
      }),
    ).join('\n')

  /** Evidence of the gateway and its probe. */
  async function tell(control: string, aspect: string, result: string, demands = 1, daysAgo = 0): Promise<void> {
    const at = new Date(Date.now() - daysAgo * 86_400_000).toISOString()
    const kind = aspect === 'liveness' ? 'probe' : 'telemetry'
    const evidence = [{ control, kind, aspect, result, demands, source: 'gateway', at }]
    expect((await api.ask('POST', '/evidence', { evidence })).status).toBe(201)
  }

  const heading = (name: RegExp | string) => page.getByRole('heading', { level: 1, name })
  const layer = (name: string) =>
    page.getByRole('listitem').filter({ has: page.getByRole('link', { name, exact: true }) })

  it('says how to begin where there is nothing, with an example that can be taken', async () => {
    await page.goto(server.origin)
    await page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name: 'Assurance' }).click()
    await heading(/Nothing is registered yet/).waitFor()
    await page.getByRole('button', { name: 'Load the sample organisation' }).waitFor()
    await page.getByText('An assistant behind four layers, as an example').click()
    const href = await page.getByRole('link', { name: 'Save as a file' }).getAttribute('href')
    expect(decodeURIComponent(href!)).toContain('ai-register: 1')
    await look('begin')
  })

  it('refuses what is no register with what is wrong in it', async () => {
    const wrong = Buffer.from(register.toString().replace('control: input-filter', 'control: nobody'))
    await choose('Choose a register', { name: 'ai-register.yaml', mimeType: 'text/yaml', buffer: wrong })
    await page.getByRole('alert').getByText('there is no control nobody').waitFor()
  })

  it('a register is taken, and nothing in it is believed: every control is unknown', async () => {
    await choose('Choose a register', { name: 'ai-register.yaml', mimeType: 'text/yaml', buffer: register })
    const changes = page.getByRole('region', { name: 'What the register would change' })
    await changes.getByText('New: control Input filter').waitFor()
    await changes.getByRole('button', { name: 'Take it in' }).click()
    await heading('All 6 controls are unknown; 3 of 4 risks are above appetite, 1 without an appetite.').waitFor()
    const controls = page.getByRole('region', { name: 'Controls' })
    expect(await controls.getByRole('row').nth(1).textContent()).toMatch(/unknown.*unknown.*unknown.*nothing/s)
    await look('registered', [PHONE])
  })

  it('a scenario whose layers are unknown lets everything through, and says so', async () => {
    await page.getByRole('region', { name: 'Risk register' }).getByRole('link', { name: injection }).click()
    await heading(injection).waitFor()
    await page.getByText('At most 180 a year, above the appetite of 2 a year').waitFor()
    expect(await layer('Input filter').first().textContent()).toContain('credited nothing')
    await look('scenario-unknown', [DESKTOP])
  })

  it('an evaluation is imported for a control, with its version, and opens to its cases', async () => {
    await layer('Input filter').first().getByRole('link').click()
    await heading('Input filter').waitFor()
    await page.getByText('Import an evaluation', { exact: true }).click()
    const lines = `${report(285, 15)}\nnot a case\n`
    await page
      .getByLabel('Report')
      .setInputFiles({ name: 'helpdesk.jsonl', mimeType: 'application/jsonl', buffer: Buffer.from(lines) })
    expect(await page.getByLabel('Version that was tested').inputValue()).toBe('7')
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    const told = page.getByRole('status').filter({ hasText: '300 cases, 15 failed' })
    await told.getByText('It is evidence of Input filter now').waitFor()
    expect(await told.textContent()).toMatch(/1 record left out/)
    await told.getByRole('link').click()
    await heading(/^15 of 300 cases failed/).waitFor()
    const cases = page.getByRole('list', { name: 'Cases, failed first' })
    expect(await cases.getByRole('listitem').first().textContent()).toMatch(/failed.*the order tool was called/s)
    expect(await page.getByRole('region', { name: 'By stratum' }).getByRole('listitem').count()).toBe(2)
    await look('evaluation')
    await page.getByRole('region', { name: 'Where it is from' }).getByRole('link', { name: 'Input filter' }).click()
  })

  it('with traces and a probe, too, the control is measured, and each fact opens to its days', async () => {
    for (let day = 9; day >= 0; day--) {
      await tell('input-filter', 'coverage', 'pass', 900 + day * 10, day)
      await tell('input-filter', 'coverage', 'fail', 30 + day, day)
      await tell('input-filter', 'efficacy', 'pass', 8, day)
    }
    await tell('input-filter', 'efficacy', 'fail', 1, 3)
    await tell('input-filter', 'liveness', 'pass')
    await page.reload()
    const efficacy = page.getByRole('region', { name: 'Efficacy' })
    await efficacy.getByText(/holds between \d+ and \d+ in 100/).waitFor()
    await page.getByRole('img', { name: 'held and failed by day' }).locator('canvas').waitFor()
    await efficacy.getByRole('button', { name: 'As a table' }).click()
    expect(await efficacy.getByRole('row').count()).toBeGreaterThan(10)
    await efficacy.getByRole('button', { name: 'As a table' }).click()
    await page.getByText(/risk credits it with at least [\d.]+ in 100 stopped/).waitFor()
    await look('control')
  })

  it('the scenario says what is left over, and what if a layer or a shared cause fails', async () => {
    await measure('answer-judge', 180, 12, '3')
    await measure('tool-gate', 97, 1, '1.8')
    await measure('agent-review', 9, 16)
    await page.getByRole('region', { name: 'Stands against' }).getByRole('link', { name: injection }).click()
    await page.getByText(/at most .* appetite of 2 a year/i).waitFor()
    await look('scenario')
    const before = await page.getByText(/of 2 a year/).textContent()
    const toggle = page.getByRole('button', { name: 'If it fails? Order tool gate' })
    await toggle.press('Enter')
    await page
      .getByRole('status')
      .getByText(/^If Order tool gate fails: at most .*times as much/)
      .waitFor()
    expect(page.url()).toContain('lost=')
    await look('scenario-supposed', [PHONE])
    await page.reload()
    await page
      .getByRole('status')
      .getByText(/^If Order tool gate fails/)
      .waitFor()
    await page.getByRole('button', { name: 'Back to what is known' }).click()
    await expect.poll(() => page.url()).not.toContain('lost=')
    expect(await page.getByText(/of 2 a year/).textContent()).toBe(before)
    await page.getByRole('region', { name: 'Shared causes' }).getByRole('button').first().click()
    await page
      .getByRole('status')
      .getByText(/^If .* and .* fail: at most/)
      .waitFor()
    await page.getByRole('button', { name: 'Back to what is known' }).click()
  })

  it('a probe that came through shows the layer dead, and the risk moves', async () => {
    const residual = () => page.getByText(/of 2 a year/).textContent()
    const before = await residual()
    await tell('tool-gate', 'liveness', 'fail')
    await page.reload()
    await layer('Order tool gate').first().getByText('dead').waitFor()
    expect(await residual()).not.toBe(before)
    expect(await layer('Order tool gate').first().textContent()).toContain('lets everything through')
    await look('scenario-dead', [DESKTOP])
    await page.getByRole('link', { name: '← Assurance' }).click()
    await heading(/^1 of 6 controls is dead, 2 unknown(, \d weak)?; /).waitFor()
    const now = page.getByRole('region', { name: 'Does not hold now' })
    expect(await now.getByRole('listitem').first().textContent()).toMatch(
      /dead.*Order tool gate.*found dead by a probe/s,
    )
    await look('home')
  })

  it('the chain is verified and can be taken along', async () => {
    const chain = page.getByRole('region', { name: 'Evidence chain' })
    await chain.getByRole('button', { name: 'Verify again' }).click()
    await chain.getByText(/\d+ entries hold/).waitFor()
    expect(await chain.getByRole('link', { name: 'Export' }).getAttribute('href')).toBe('/api/v1/evidence/export')
  })

  it('nothing jumps while a page comes', async () => {
    await page.addInitScript({ content: watchShifts })
    for (const path of ['', '/scenarios/injection-to-order-tool', '/controls/input-filter']) {
      await page.goto(`${server.origin}/assurance${path}`)
      await page.locator('h1').waitFor()
      await page.waitForTimeout(1_000)
      expect([path, Number(await page.evaluate('seenShift')) <= LARGEST_SHIFT]).toEqual([path, true])
    }
  })

  it('the palette finds scenarios and controls', async () => {
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('combobox').fill('order tool')
    await page.getByRole('option', { name: /Controls.*Order tool gate.*dead/ }).click()
    await heading('Order tool gate').waitFor()
  })

  it('a dataset is run against an approved gateway, and shows what asking otherwise brings out', async () => {
    const model = await startWeakModel()
    try {
      await page.goto(`${server.origin}/assurance/runs`)
      await heading('No evaluation was run here yet').waitFor()
      await page.getByText(/could be asked, but no owner approved the address/).waitFor()
      const owner = await Visitor.of(
        server.origin,
        testing.database,
        await makePerson(testing.database, 'olga', 'owner'),
      )
      const gateways = [{ id: 'lab', url: model.url, model: 'm', evaluations: { 'requests-per-minute': 6_000 } }]
      await fetch(`${server.origin}/api/v1/ai-register`, {
        method: 'POST',
        headers: { cookie: owner.cookie, origin: server.origin, 'content-type': 'application/octet-stream' },
        body: JSON.stringify({ 'ai-register': 1, gateways }),
      })
      expect((await owner.ask('PUT', '/gateways/lab/approval', { url: model.url })).status).toBe(200)
      await page.reload()
      await look('runs')
      await page.getByLabel('Target').selectOption('lab')
      await page.getByLabel('Control it tests').selectOption('input-filter')
      await page.getByRole('button', { name: 'Begin' }).click()
      await page.getByRole('link', { name: 'First look' }).click()
      await heading('1 of 4 cases failed: First look').waitFor()
      await page.getByText(/Asked in steps, 100 in 100 failed instead of 0 in 100/).waitFor()
      await look('run', [PHONE])
      await page.goto(`${server.origin}/assurance/patterns`)
      await heading(/Nothing was tried twice/).waitFor()
      await look('patterns', [PHONE])
    } finally {
      await model.close()
    }
  })

  it('AI that was found is accepted into a system, and open weights outside its gateway bypass it', async () => {
    await testing.database.inWorkspace(DEFAULT_WORKSPACE, async (work) => {
      await sql`insert into asset (workspace_id, id, kind, natural_key, name, first_seen, last_seen, last_digest)
        values (${DEFAULT_WORKSPACE}, 'gpu', 'host', 'gpu-1.example', 'gpu-1.example', now(), now(), '')`.execute(work)
      await sql`insert into component (workspace_id, id, asset_id, name, version, location, first_seen, last_seen, last_digest)
        values (${DEFAULT_WORKSPACE}, 'ollama', 'gpu', 'Ollama', '0.5.1', 'tcp/11434', now(), now(), '')`.execute(work)
      await sql`insert into import (workspace_id, id, asset_id, witness, importer, format, file_name, content_digest, subject,
          stated_at, imported_at, component_count, outcome)
        values (${DEFAULT_WORKSPACE}, 'scan', 'gpu', 'nmap', 'nmap', 'nmap XML', 'scan.xml', '', '{}', now(), now(), 1, '{}')`.execute(
        work,
      )
      await sql`insert into import_component (workspace_id, import_id, component_id, evidence)
        values (${DEFAULT_WORKSPACE}, 'scan', 'ollama', '[]')`.execute(work)
    })
    await page.goto(`${server.origin}/assurance/systems`)
    await page.getByText('2 AI systems').waitFor()
    await page.getByText('Ollama 0.5.1 at tcp/11434').waitFor()
    await page.getByLabel('AI system that ollama is part of').selectOption('helpdesk')
    await page.getByRole('button', { name: 'Accept as its model' }).click()
    await page.getByText('also the 1 that the register names or somebody said something of').waitFor()
    await page.goto(`${server.origin}/assurance/systems/helpdesk`)
    await page.getByText('found on gpu-1.example, accepted by ada').waitFor()
    await page.getByText('What speaks against its safeguards').waitFor()
    await page.getByText('at gpu-1.example: open weights (access level 6 of 7) answer there').first().waitFor()
    await seriousFindings(page)
  })

  it('a viewer sees everything and is offered nothing they may not do', async () => {
    page = await pageOf('vito', 'viewer')
    await page.goto(`${server.origin}/assurance`)
    await heading(/^1 of 6 controls is dead/).waitFor()
    expect(await page.getByRole('button', { name: 'Choose a register' }).count()).toBe(0)
    expect(await page.getByText('Import an evaluation', { exact: true }).count()).toBe(0)
    await page.getByText('needs the role "owner"').waitFor()
  })

  it('a ready-made scenario is taken over, its barriers are moved and a technique named, and what is unknown stays so', async () => {
    page = await pageOf('odile', 'owner')
    await page.goto(`${server.origin}/assurance/scenarios/new`)
    await heading('Which of these could happen here?').waitFor()
    await look('ready-scenarios', [PHONE])
    const ready = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: /Retrieved content/ }) })
    await ready.getByText(/^6 barriers/).click()
    await ready.getByRole('combobox', { name: /Actions can be undone/ }).selectOption('nothing here does that')
    await ready.getByRole('button', { name: /^Start from it/ }).click()
    await heading('Retrieved content makes the assistant call a tool').waitFor()
    await page
      .getByText(/of attempts? reach|in 100 attempts/)
      .first()
      .waitFor()
    await page
      .getByRole('region', { name: 'To find out' })
      .getByText(/how many pieces of content/)
      .waitFor()
    await look('scenario-begun', [DESKTOP])
    await page.getByRole('link', { name: 'Work on it' }).click()
    await heading('What could happen, and what stands against it?').waitFor()
    await look('scenario-editor', [PHONE])
    await page.getByRole('button', { name: 'Move Order tool gate up' }).click()
    await page.getByRole('spinbutton', { name: 'a year', exact: true }).fill('12')
    await page.getByRole('searchbox', { name: /Search techniques/ }).fill('tampering')
    await page
      .getByRole('button', { name: /STRIDE:T/ })
      .first()
      .waitFor()
    await page.getByRole('searchbox', { name: /Search techniques/ }).fill('misinformation')
    await page.getByRole('list', { name: 'Found techniques' }).getByRole('button').first().click()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await heading('Retrieved content makes the assistant call a tool').waitFor()
    await page.getByText('12 a year', { exact: true }).first().waitFor()
    await page.getByText('LLM09:2025').waitFor()
    const order = await page
      .getByRole('region', { name: 'What each layer contributes' })
      .getByRole('link')
      .allTextContents()
    expect(order.indexOf('Order tool gate')).toBeLessThan(order.indexOf('Retrieved content kept apart from orders'))
  })

  it('reviewers decide items without being told which are seeded, and the page says how they do', async () => {
    await page.goto(`${server.origin}/assurance/review-queues`)
    await page.getByRole('textbox', { name: 'Id' }).fill('refunds')
    await page.getByRole('textbox', { name: 'What is reviewed in it' }).fill('Refunds above the limit')
    await page.getByLabel('Which control its reviewers are').selectOption({ index: 1 })
    await page.getByRole('button', { name: 'Save the queue' }).click()
    await page.getByRole('link', { name: 'Refunds above the limit' }).waitFor()
    const items = [1, 2, 3].map((n) => ({
      reference: `order-${n}`,
      title: `Refund ${n}`,
      body: 'The parcel was late.',
    }))
    expect((await api.ask('POST', '/review-queues/refunds/items', { items })).status).toBe(201)
    await page.getByRole('link', { name: 'Refunds above the limit' }).click()
    await heading('Refunds above the limit').waitFor()
    await page.getByText(/^Refund \d$/).waitFor()
    await look('review-queue', [PHONE])
    await page.getByRole('button', { name: 'Stop it' }).click()
    await page.getByText('2 waiting').waitFor()
    await page.getByText('too few seeds to say').first().waitFor()
  })

  it('nothing was complained of but what was refused on purpose', () => {
    expect(complaints.filter((complaint) => !complaint.includes('422'))).toEqual([])
  })

  /** All three facts of a control. */
  async function measure(control: string, passes: number, failures: number, version = ''): Promise<void> {
    const query = new URLSearchParams({ name: `${control}.jsonl`, control, ...(version && { version }) })
    const answer = await fetch(`${server.origin}/api/v1/evaluations?${query}`, {
      method: 'POST',
      headers: { cookie: api.cookie, origin: server.origin, 'content-type': 'application/octet-stream' },
      body: report(passes, failures, control),
    })
    expect(answer.status).toBe(200)
    await tell(control, 'coverage', 'pass', 990)
    await tell(control, 'coverage', 'fail', 10)
    await tell(control, 'liveness', 'pass')
  }

  async function choose(button: string, file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: button }).click(),
    ])
    await chooser.setFiles(file)
  }
})
