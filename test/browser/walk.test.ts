import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { seriousFindings } from './axe.ts'
import { chromiumPath, launchChromium } from './browser.ts'
import { type RunningServer, serve } from './serve.ts'

const built = existsSync(join(import.meta.dirname, '../../web/dist/index.html'))
const missing = chromiumPath === undefined ? 'no Chromium is installed' : built ? '' : 'web/dist is not built'
if (missing) console.warn(`browser tests are skipped: ${missing}`)

describe.skipIf(missing !== '')('the browser', () => {
  let testing: TestDatabase
  let server: RunningServer
  let browser: Browser
  let page: Page
  const complaints: string[] = []

  beforeAll(async () => {
    testing = await testDatabase()
    server = await serve(testing.database)
    browser = await launchChromium()
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    context.setDefaultTimeout(8_000)
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

  it('turns the one-time link into an administrator once', async () => {
    await page.goto(server.setupLink)
    await page.getByLabel('Name').fill('mara')
    await page.getByLabel('Password').fill('a few unrelated words')
    await seriousFindings(page)
    await page.getByRole('button', { name: 'Make the account' }).click()
    await page.getByRole('heading', { name: 'What should be fixed first?' }).waitFor()
    await seriousFindings(page)
  })

  async function runningJobs(): Promise<number> {
    const answer = await page.request.get(`${server.origin}/api/v1/jobs`)
    const { jobs } = (await answer.json()) as { jobs: { state: string }[] }
    return jobs.filter((job) => job.state === 'running').length
  }

  it('imports a dropped file and says what became of it', async () => {
    await page.getByLabel('No, only inside').check()
    await page.getByLabel('Files to import').setInputFiles({
      name: 'shop.cdx.json',
      mimeType: 'application/json',
      buffer: Buffer.from('{"bomFormat":"CycloneDX"}'),
    })
    const waiting = page.getByRole('article', { name: 'shop.cdx.json' })
    await waiting.getByRole('button', { name: '4 new' }).waitFor()
    await seriousFindings(page)
    await waiting.getByRole('button', { name: 'Import' }).click()
    await page.getByRole('heading', { name: /to fix now|Nothing to fix now/ }).waitFor()
    await seriousFindings(page)
  })

  it('ranks findings with the reason on the row and filters them as text', async () => {
    await page.request.post(`${server.origin}/api/v1/sample`)
    await expect.poll(() => runningJobs(), { timeout: 20_000 }).toBe(0)
    await page.getByRole('link', { name: 'Findings', exact: true }).click()
    await page.getByRole('heading', { name: '44 findings' }).waitFor()
    const first = page.getByRole('list', { name: 'Findings, most urgent first' }).getByRole('listitem').first()
    await expect.poll(() => first.textContent(), { timeout: 8_000 }).toMatch(/now[\s\S]*in KEV since/)
    await seriousFindings(page)
    await page.getByLabel('Filter findings').fill('exposure:internet kev:yes log4j')
    await page.getByRole('heading', { name: '1 finding', exact: true }).waitFor()
    expect(page.url()).toContain('filter=exposure')
  })

  it('moves by keyboard and opens the trail behind a finding', async () => {
    await page.getByLabel('Filter findings').press('Escape')
    expect(await page.getByLabel('Filter findings').inputValue()).toBe('exposure:internet kev:yes log4j')
    await page.keyboard.press('j')
    await page.locator('[data-row="0"]:focus').waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Why now' }).waitFor()
    const trail = await page.getByRole('list', { name: 'Why it matches' }).textContent()
    expect(trail).toContain('lies in the affected range')
    await seriousFindings(page)
    await page.keyboard.press('Escape')
    await page.getByRole('heading', { name: '1 finding', exact: true }).waitFor()
  })

  it('shows what every source says of a vulnerability', async () => {
    await page.goto(`${server.origin}/vulnerabilities/CVE-2021-44228`)
    await page.getByRole('heading', { name: 'What each source says' }).waitFor()
    await seriousFindings(page)
  })

  it('lets a person state the exposure of an asset and shows who said so', async () => {
    await page.goto(`${server.origin}/assets/asset-host`)
    await page.getByLabel('exposure', { exact: true }).selectOption('internal')
    await page.getByText('said by mara').waitFor()
    await seriousFindings(page)
  })

  it('shows the state of each feed and refreshes', async () => {
    await page.getByRole('link', { name: 'Feeds' }).click()
    await page.getByText('containers.cna is missing').waitFor()
    await seriousFindings(page)
    await page.getByRole('button', { name: 'Refresh all' }).click()
    await page.getByText('being read now').waitFor()
    await page.getByRole('main').getByText('Done: 5 feeds are current').waitFor()
  })

  it('stays within the width of a phone, and scrolls in one place', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    for (const path of [
      '/',
      '/findings',
      '/assets',
      '/assets/asset-german',
      '/feeds',
      '/settings',
      '/vulnerabilities/CVE-2021-44228',
    ]) {
      await page.goto(server.origin + path)
      await page.locator('h1').first().waitFor()
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), path).toBe(true)
      await expect
        .poll(() => page.evaluate('document.documentElement.scrollHeight <= innerHeight'), { message: path })
        .toBe(true)
    }
  })

  it('loads nothing it may not and logs no error', () => {
    expect(complaints).toEqual([])
  })
})
