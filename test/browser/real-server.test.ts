import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dataFolder } from '../support/data-folder.ts'
import { bom, osvRecord } from '../support/installation.ts'
import { type Running, startLunette, until } from '../support/process.ts'
import { chromiumPath, launchChromium } from './browser.ts'

const built = existsSync(join(import.meta.dirname, '../../web/dist/index.html'))
const missing = chromiumPath === undefined ? 'no Chromium is installed' : built ? '' : 'web/dist is not built'
if (missing) console.warn(`the walk on the real server is skipped: ${missing}`)

const folder = dataFolder('walk')
const hostile = '<img src=x onerror="document.title=\'owned\'">'

/** What feeds publish about two made-up packages: one exploited, one not. */
const mirror: Readonly<Record<string, string>> = {
  'osv/npm.ndjson': [
    osvRecord('GHSA-aaaa-bbbb-cccc', 'npm', 'left-pad', '1.3.1', {
      aliases: ['CVE-2026-1000'],
      summary: `Padding escapes ${hostile}`,
      modified: new Date().toISOString(),
    }),
    osvRecord('GHSA-dddd-eeee-ffff', 'npm', 'right-pad', '9.0.0', { aliases: ['CVE-2026-1001'] }),
  ].join('\n'),
  'kev/kev.json': JSON.stringify({
    dateReleased: '2026-08-03T00:00:00Z',
    vulnerabilities: [{ cveID: 'CVE-2026-1000', dateAdded: '2026-08-02', dueDate: '2026-08-23' }],
  }),
  'epss/epss_scores-2026-08-03.csv':
    '#model_version:v2026.03.14,score_date:2026-08-03T00:00:00+0000\ncve,epss,percentile\nCVE-2026-1000,0.42,0.97\n',
}

describe.skipIf(missing !== '')('a newcomer on the real server', () => {
  let lunette: Running
  let browser: Browser
  let page: Page
  let origin = ''
  const complaints: string[] = []

  beforeAll(async () => {
    for (const [path, content] of Object.entries(mirror)) {
      mkdirSync(dirname(join(folder, 'mirror', path)), { recursive: true })
      writeFileSync(join(folder, 'mirror', path), content)
    }
    const data = join(folder, 'data')
    lunette = startLunette(['start', '--data-dir', data, '--port', '0'], { LUNETTE_MIRROR: join(folder, 'mirror') })
    const link = await until(() => /http:\S+\/setup#\S+/.exec(lunette.output())?.[0], 120_000, 'the one-time link')
    origin = new URL(link).origin
    browser = await launchChromium()
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    context.setDefaultTimeout(10_000)
    page = await context.newPage()
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    await page.goto(link)
    await page.getByLabel('Name').fill('mara')
    await page.getByLabel('Password').fill('a few unrelated words')
    await page.getByRole('button', { name: 'Make the account' }).click()
    await page.getByRole('heading', { name: 'What should be fixed first?' }).waitFor()
  }, 60_000)

  afterAll(async () => {
    await browser?.close()
    lunette?.child.kill('SIGTERM')
    expect(await lunette?.ended).toBe(0)
    rmSync(folder, { recursive: true, force: true })
  })

  const findings = () => page.getByRole('list', { name: 'Findings, most urgent first' }).getByRole('listitem')

  it('sees a ranked list on the sample organisation without any network', async () => {
    await page.getByRole('button', { name: 'Load the sample organisation' }).click()
    await page.getByRole('heading', { name: /\d+ to fix now/ }).waitFor({ timeout: 20_000 })
    await page.getByText('cannot be called clean').first().waitFor()
    await page.getByRole('link', { name: /decisions rest on an assumption/ }).click()
    await page.getByRole('heading', { name: /^\d+ findings$/ }).waitFor()
    expect(page.url()).toContain('basis')
  })

  it('names each of several dropped files with its own result', async () => {
    await page.goto(`${origin}/assets`)
    await page
      .getByRole('button', { name: /Import|Add/ })
      .first()
      .click()
    const json = (name: string, text: string) => ({ name, mimeType: 'application/json', buffer: Buffer.from(text) })
    await page
      .getByLabel('Files to import')
      .setInputFiles([
        json('shop.cdx.json', bom('shop', ['pkg:npm/left-pad@1.3.0', 'pkg:npm/right-pad@9.0.0'])),
        json('broken.cdx.json', '{"bomFormat":"CycloneDX","specVersion":"1.6","components":['),
      ])
    await page
      .getByRole('article', { name: 'shop.cdx.json' })
      .getByRole('button', { name: 'Import' })
      .click({ timeout: 20_000 })
    await page
      .getByRole('main')
      .getByText(/shop: .* 2 components/)
      .first()
      .waitFor({ timeout: 20_000 })
    await page
      .getByRole('main')
      .getByText(/ends in the middle/)
      .first()
      .waitFor({ timeout: 20_000 })
    await page.getByLabel('Show first what it would change').uncheck()
    await page.getByLabel('Belongs to the asset').fill('the counter')
    await page.getByLabel('Files to import').setInputFiles(json('x.json', bom('x', ['pkg:npm/right-pad@9.0.0'])))
    await page
      .getByRole('main')
      .getByText(/the counter: .* 1 component/)
      .first()
      .waitFor({ timeout: 20_000 })
  })

  it('reads the feeds and learns what matters most, with every input sourced', async () => {
    await page.goto(`${origin}/feeds`)
    await page.getByRole('button', { name: 'Refresh all' }).click()
    await page
      .getByRole('main')
      .getByText(/feeds read, \d+ assets assessed/)
      .first()
      .waitFor({ timeout: 30_000 })
    await page.goto(`${origin}/findings?filter=asset%3Ashop`)
    await page.getByRole('heading', { name: '1 finding', exact: true }).waitFor()
    await expect
      .poll(() => findings().first().textContent())
      .toMatch(/now[\s\S]*→ 1\.3\.1[\s\S]*in KEV since 2026-08-02/)
    await findings().first().getByRole('link').click()
    await page.getByRole('heading', { name: 'Why now' }).waitFor()
    const trail = (await page.getByRole('list', { name: 'Why it matches' }).textContent()) ?? ''
    expect(trail).toMatch(/GHSA-aaaa-bbbb-cccc speaks about left-pad in npm[\s\S]*inside/)
    await page.getByText('in KEV', { exact: false }).first().waitFor()
    await page.getByText('2026-08-02').first().waitFor()
  })

  it('shows what feeds say as text, whatever it is', async () => {
    await page.getByText(hostile).first().waitFor()
    expect(await page.title()).not.toBe('owned')
    expect(await page.locator('main img[src="x"]').count()).toBe(0)
  })

  it('rules on a finding, which leaves the list, and gets it back when the version moves', async () => {
    await page.getByRole('button', { name: 'Rule on it …' }).click()
    await page.getByLabel('Why', { exact: true }).fill('switched off in October')
    await page.getByText(/take 1 finding on 1 asset off the list/).waitFor()
    await page.getByRole('button', { name: 'Rule', exact: true }).click()
    await page.getByRole('button', { name: 'Take it back' }).waitFor()
    await page.goto(`${origin}/findings?filter=asset%3Ashop`)
    await page.getByRole('heading', { name: '0 findings', exact: true }).waitFor()
    const newer = bom('shop', ['pkg:npm/left-pad@1.2.0'], new Date().toISOString())
    const sent = await page.request.post(`${origin}/api/v1/imports?name=shop.cdx.json`, {
      headers: { 'content-type': 'application/octet-stream', origin },
      data: Buffer.from(newer),
    })
    expect(sent.ok(), await sent.text()).toBe(true)
    await page.getByRole('heading', { name: '1 finding', exact: true }).waitFor()
    await findings().first().getByRole('link').click()
    await page.getByText(/it was ruled "switched off in October"; version was 1\.3\.0, now 1\.2\.0/).waitFor()
  })

  it('is told what a filter does not know', async () => {
    await page.goto(`${origin}/findings?filter=severty%3Ahigh`)
    await page.getByText('There is no filter "severty"').waitFor()
  })

  it('has one heading and one main on every page, and the width of a phone is enough', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    for (const path of ['/', '/findings', '/assets', '/feeds', '/nowhere', '/vulnerabilities/CVE-2026-1000']) {
      await page.goto(origin + path)
      await page.locator('h1').first().waitFor()
      expect([path, await page.locator('h1').count(), await page.locator('main').count()]).toEqual([path, 1, 1])
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), path).toBe(true)
    }
  })

  it('meets no error in the console', () => {
    expect(complaints, lunette.output()).toEqual([])
  })
})
