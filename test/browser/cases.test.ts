import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '#core/kernel'
import { openSession, type Role } from '#platform/auth'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { makePerson, Visitor } from '../support/people.ts'
import { seriousFindings } from './axe.ts'
import { chromiumPath, launchChromium } from './browser.ts'
import { type RunningServer, serve } from './serve.ts'

const built = existsSync(join(import.meta.dirname, '../../web/dist/index.html'))
const missing = chromiumPath === undefined ? 'no Chromium is installed' : built ? '' : 'web/dist is not built'
/** Set it to look at the pages. */
const shots = process.env.LUNETTE_SHOTS
const DESKTOP = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }
const register = readFileSync(join(import.meta.dirname, '../../docs/examples/ai-register.yaml'), 'utf8')
const told = 'The assistant followed an instruction in a mail. It nearly changed an order that was not theirs.'

describe.skipIf(missing !== '')('report → case → change → proof → close', () => {
  let testing: TestDatabase
  let server: RunningServer
  let browser: Browser
  let page: Page
  let api: Visitor
  let link = ''
  const complaints: string[] = []

  beforeAll(async () => {
    testing = await testDatabase()
    server = await serve(testing.database, 0, { requestsPerMinute: 1_000_000, strictRequestsPerMinute: 1_000_000 })
    browser = await launchChromium()
    api = await Visitor.of(server.origin, testing.database, await makePerson(testing.database, 'probe', 'owner'))
    await upload('/ai-register', register)
    page = await pageOf('ada', 'owner')
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await testing?.drop()
  })

  async function upload(path: string, body: string): Promise<void> {
    const headers = { cookie: api.cookie, origin: server.origin, 'content-type': 'application/octet-stream' }
    expect((await fetch(`${server.origin}/api/v1${path}`, { method: 'POST', headers, body })).status).toBe(200)
  }

  async function pageOf(name: string, role?: Role): Promise<Page> {
    const context = await browser.newContext({ viewport: role ? DESKTOP : PHONE })
    context.setDefaultTimeout(20_000)
    if (role) {
      const token = await openSession(testing.database, await makePerson(testing.database, name, role), systemClock())
      await context.addCookies([{ name: 'lunette_session', value: token!, url: server.origin }])
    }
    const opened = await context.newPage()
    opened.on('pageerror', (error) => complaints.push(error.message))
    opened.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    return opened
  }

  /** axe, nothing that must be scrolled sideways, and pictures at both widths for those who ask. */
  async function look(name: string, size: typeof PHONE, on = page): Promise<void> {
    for (const each of shots ? [PHONE, DESKTOP] : [size]) await lookAt(name, on, each)
    if (on === page) await on.setViewportSize(DESKTOP)
  }

  async function lookAt(name: string, on: Page, size: typeof PHONE): Promise<void> {
    await on.setViewportSize(size)
    await on.waitForTimeout(150)
    await seriousFindings(on)
    expect(await on.evaluate('document.documentElement.scrollWidth'), name).toBeLessThanOrEqual(size.width)
    if (shots) await shoot(on, `${name}-${size.width}`)
  }

  async function shoot(on: Page, name: string): Promise<void> {
    const { width, height } = on.viewportSize()!
    const tall = Number(await on.evaluate('document.querySelector("article")?.scrollHeight ?? 0'))
    await on.setViewportSize({ width, height: Math.max(height, tall + 160) })
    for (const theme of ['light', 'dark']) {
      await on.evaluate(`document.documentElement.dataset.theme = '${theme}'`)
      await on.waitForTimeout(200)
      await on.screenshot({ path: join(shots!, `${name}-${theme}.png`) })
    }
    await on.setViewportSize({ width, height })
  }

  const heading = (name: RegExp | string) => page.getByRole('heading', { level: 1, name })
  const proof = () => page.getByRole('region', { name: 'Proof for Input filter' })
  const button = (name: RegExp | string) => page.getByRole('button', { name })

  it('an analyst makes a link, and sees nothing was reported yet', async () => {
    await page.goto(`${server.origin}/assurance`)
    await page.getByRole('navigation', { name: 'Assurance' }).getByRole('link', { name: 'Cases' }).click()
    await heading('Nothing was reported yet.').waitFor()
    await page.getByLabel('For whom').fill('customer service')
    await button('Make a link').click()
    link = await page.getByLabel(/Give them this link/).inputValue()
    expect(link).toContain('/report#')
    await look('cases-empty', PHONE)
  })

  it('somebody without an account reports on a phone, and learns nothing of whose it is', async () => {
    const phone = await pageOf('somebody')
    await phone.goto(link)
    await phone.getByRole('heading', { name: 'Tell us what happened' }).waitFor()
    expect(await phone.locator('body').textContent()).not.toMatch(/default|ada|input filter|helpdesk/i)
    await look('report', PHONE, phone)
    await phone.setViewportSize(PHONE)
    await phone.getByLabel('What did you see?').fill(told)
    await phone.getByText('It nearly did harm').click()
    await phone.getByRole('button', { name: 'Send' }).click()
    await phone.getByRole('heading', { name: 'Thank you: it has arrived' }).waitFor()
    await phone.getByRole('link', { name: 'How it stands' }).click()
    await phone.getByText('It has arrived. Nobody works on it yet.').waitFor()
    await phone.getByLabel('Add something').fill('It happened once more')
    await phone.getByRole('button', { name: 'Send' }).click()
    await phone.getByText('It happened once more').first().waitFor()
    await look('report-status', PHONE, phone)
    await phone.goto(`${server.origin}/report/status`)
    await phone.getByRole('textbox').fill('no-such-code')
    await phone.getByRole('button', { name: 'Look' }).click()
    await phone.getByText('No report has this code').waitFor()
    await phone.goto(`${server.origin}/report#of-nobody-at-all-in-here`)
    await phone.getByRole('heading', { name: 'This link does not work' }).waitFor()
    await look('report-refused', PHONE, phone)
    await phone.context().close()
  })

  it('the report is a case; a safeguard that failed in it must be mended', async () => {
    await page.reload()
    await page.getByText('whoever reported it added something').waitFor()
    await page.getByRole('link', { name: 'The assistant followed an instruction in a mail.' }).click()
    await page.getByLabel('Answer, or ask back').fill('Which order was it?')
    await page
      .getByRole('region', { name: 'Said with whoever reported it' })
      .getByRole('button', { name: 'Send' })
      .click()
    await page.getByText('Which order was it?').first().waitFor()
    await page.getByText('Nobody has said yet which safeguards held').waitFor()
    await page.getByRole('combobox', { name: 'Safeguard' }).selectOption('input-filter')
    await button('Say so').click()
    await page.getByText('1 proof is missing before it may be closed, and 5 more wait for a change').waitFor()
    expect(await button(/Close: 1 missing/).isDisabled()).toBe(true)
    await proof().getByRole('button', { name: 'Add a change' }).click()
    await look('case-open', PHONE)
    await proof().getByLabel('Nothing is changed: it is accepted until a day').check()
    expect(await proof().getByLabel('Its last day').inputValue()).toMatch(/^\d{4}-\d\d-\d\d$/)
    expect(await proof().textContent()).not.toMatch(/\d\d:\d\d:\d\d/)
  })

  it('a playbook is proposed for it, runs, and its steps are ticked with who did them', async () => {
    await button('Run it An instruction in content reached a tool or an answer').click()
    const running = page.getByRole('region', { name: 'An instruction in content reached a tool or an answer' })
    await running.getByRole('checkbox').first().check()
    await running.getByText(/1 of \d+ steps/).waitFor()
    await running.getByText(/^ ?ada,/).waitFor()
  })

  it('a change is added; its regression case failed before it', async () => {
    await upload('/evaluations?name=before.jsonl&control=input-filter', '{"key":"quoted mail","result":"fail"}')
    await page.reload()
    await proof().getByRole('button', { name: 'Add a change' }).click()
    await proof().getByLabel('What was changed').fill('Nothing in the end')
    await proof().getByRole('button', { name: 'Add the change' }).click()
    await proof().getByRole('button', { name: 'Withdraw …' }).click()
    await proof().getByLabel('Why it is none any more').fill('it was rolled back')
    await proof().getByRole('button', { name: 'Withdraw it' }).click()
    await proof().getByText('by ada: it was rolled back').waitFor()
    await proof().getByRole('button', { name: 'Add a change' }).click()
    await proof().getByLabel('What was changed').fill('Quoted text is filtered, too')
    await proof().getByLabel('Took effect').fill('')
    await proof().getByRole('combobox', { name: 'Regression case' }).fill('quoted mail')
    await proof().getByLabel('Looked at again on').fill('2999-01-01')
    await proof().getByRole('button', { name: 'Add the change' }).click()
    await page.getByText('3 proofs are missing before it may be closed').waitFor()
    await proof().getByRole('button', { name: 'Name an owner' }).click()
    await proof().getByLabel('Who answers for it').fill('ada')
    await proof().getByRole('button', { name: 'Save' }).click()
    await page.getByText('2 proofs are missing before it may be closed').waitFor()
    if (shots) await look('case-changed', DESKTOP)
  })

  it('it says when things happened, and which duties apply', async () => {
    await page.getByText('Say when something happened').click()
    await page.getByRole('combobox', { name: 'What', exact: true }).selectOption('detected')
    await page.getByLabel('range').check()
    await page.getByLabel('From (UTC)').fill('2026-01-01T06:00')
    await page.getByLabel('To (UTC)').fill('2026-01-01T09:00')
    await button('Add to the timeline').click()
    await page.getByText('between 2026-01-01 06:00 and 09:00').waitFor()
    await button(/Judge \d+ that may apply/).click()
    await button('Applies GDPR: personal data breach').click()
    await page.getByText('▲ was due').waitFor()
  })

  it('once it is proven the case closes, and says so', async () => {
    await upload('/evaluations?name=after.jsonl&control=input-filter', '{"key":"quoted mail","result":"pass"}')
    // What was uploaded shows by itself: the page follows the server's events.
    await page.getByText('1 proof is missing before it may be closed').waitFor()
    await proof().getByRole('button', { name: 'Record a probe' }).click()
    await proof().getByText('the control is alive').click()
    await proof().getByRole('button', { name: 'Record evidence' }).click()
    await page.getByText('Nothing is missing: it may be closed').waitFor()
    await button('Close the case …').click()
    await button('Close the case').click()
    await page.getByText('Closed: what failed is mended').waitFor()
    const ends = page.getByRole('region', { name: 'What closed it' })
    expect(await ends.getByLabel('Pattern').inputValue()).toBe('input-filter failed')
    await button('Put it into this pattern').click()
    await ends.getByText(/^When it happens again .* it is open again/).waitFor()
    await look('case-closed', DESKTOP)
    await page.getByRole('link', { name: '← Cases' }).click()
    await heading('No case is open; 1 case closed.').waitFor()
    await look('cases', DESKTOP)
  })

  it('reviews say why they are due, and an assumption shows what it moves before it is saved', async () => {
    await page.goto(`${server.origin}/assurance/reviews`)
    await heading(/reviews are due/).waitFor()
    await page
      .getByText(/a case concerns it: The assistant followed/)
      .first()
      .waitFor()
    const planned = page.getByRole('listitem').filter({ hasText: 'is to be looked at again' })
    expect(await planned.textContent()).toMatch(/^2999-01-01change Quoted text is filtered, too.*ada/)
    expect(await planned.getByRole('link').getAttribute('href')).toMatch(/^\/assurance\/cases\/./)
    await button('Reviewed control Input filter').click()
    await page.getByLabel('What was looked at, and what came of it').fill('the change and its case')
    await button('Note the review').click()
    await page
      .getByRole('region', { name: 'Due now' })
      .getByRole('link', { name: 'Input filter' })
      .waitFor({ state: 'detached' })
    await button('Change Time in which the length of tasks that models complete doubles').click()
    await page.getByLabel('Value, days').fill('20')
    await page.getByText(/It would move 0 risks and \d+ reviews:/).waitFor()
    await look('reviews', PHONE)
    await page.getByLabel('Where it is from').fill('a newer measurement')
    await button('State it').click()
    await page.getByText('20 days').waitFor()
  })

  it('systems, playbooks and two runs have pages of their own', async () => {
    const axed = new Set(['system', 'playbooks'])
    for (const [path, name, words] of [
      ['systems', 'systems', /AI systems/],
      ['systems/helpdesk', 'system', 'Helpdesk assistant'],
      ['playbooks', 'playbooks', '5 playbooks, all ready-made.'],
      ['playbooks/injected-instruction', 'playbook', /An instruction in content/],
    ] as const) {
      await page.goto(`${server.origin}/assurance/${path}`)
      await heading(words).waitFor()
      if (shots || axed.has(name)) await look(name, PHONE)
      if (name === 'playbook') {
        await page.getByText(/^Proposed for .* say “/).waitFor()
        await page.getByRole('heading', { level: 3, name: 'Contain' }).waitFor()
        expect(await page.locator('article').textContent()).not.toMatch(/\[ \]|^---/m)
      }
    }
    await page.goto(`${server.origin}/assurance/controls/input-filter`)
    await page.getByRole('list', { name: 'Cases that test it' }).getByRole('link', { name: 'quoted mail' }).click()
    await page.getByText('Passes in its newest run, and did not in the one before.').waitFor()
    await page.getByRole('region', { name: 'Proves' }).getByText('Quoted text is filtered, too').waitFor()
    await look('evaluation-case', PHONE)
    await page.goBack()
    await page.getByRole('link', { name: 'Compare two' }).click()
    await heading('The run after is surely not more than 2 in 100 worse.').waitFor()
    await look('comparison', DESKTOP)
  })

  it('what happens again asks for another change, and counts what the first had cleared', async () => {
    const headers = { cookie: api.cookie, origin: server.origin, 'content-type': 'application/json' }
    const body = JSON.stringify({ kind: 'near-miss', title: 'Once more.', pattern: 'input-filter failed' })
    expect((await fetch(`${server.origin}/api/v1/cases`, { method: 'POST', headers, body })).status).toBe(201)
    await page.goto(`${server.origin}/assurance/cases`)
    await page.getByRole('link', { name: 'The assistant followed an instruction in a mail.' }).click()
    await page.getByText(/^Open again, it happened again: Once more\. \d proof/).waitFor()
    await proof().getByText('the failures that it was proven against count again').waitFor()
    await proof().getByText('Something was changed because of it (missing)').waitFor()
    await proof().getByRole('button', { name: 'Add another change' }).click()
    await proof().getByLabel('What was changed').waitFor()
  })

  it('nothing was complained of but what was refused on purpose', () => {
    expect(complaints.filter((complaint) => !complaint.includes('403'))).toEqual([])
  })
})
