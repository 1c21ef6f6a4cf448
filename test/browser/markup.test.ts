import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FindingRow, FixActionRow, Page as Rows } from '#contract'
import { systemClock } from '#core/kernel'
import { openSession } from '#platform/auth'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { makePerson, Visitor } from '../support/people.ts'
import { chromiumPath, launchChromium } from './browser.ts'
import { knownCases } from './rows.ts'
import { seedAsset, seedFinding } from './seed.ts'
import { type RunningServer, serve } from './serve.ts'

const built = existsSync(join(import.meta.dirname, '../../web/dist/index.html'))
const missing = chromiumPath === undefined ? 'no Chromium is installed' : built ? '' : 'web/dist is not built'

/** Were it taken as markup, there would be an element of this name, and a request for a picture. */
const hostile = (word: string) => `<x-marker title="${word}">${word}</x-marker><img src="/marker-${word}" alt="">"'`

/** Names in an SBOM are whatever its author wrote: they are shown, never rendered (law 8). */
describe.skipIf(missing !== '')('names that hold markup', () => {
  let testing: TestDatabase
  let server: RunningServer
  let browser: Browser
  let page: Page
  let finding: FindingRow
  let action: FixActionRow
  const asked: string[] = []
  const violations: string[] = []

  beforeAll(async () => {
    testing = await testDatabase()
    const asset = {
      ...{ id: 'asset-marked', name: hostile('asset'), kind: hostile('kind'), exposure: 'internet', basis: 'stated' },
      ...{ by: hostile('by'), owner: hostile('owner'), criticality: 'high' },
    }
    const entry = { ...knownCases[0]!, title: hostile('title'), name: hostile('component'), ecosystem: 'npm' }
    await testing.database.inWorkspace(DEFAULT_WORKSPACE, async (work) => {
      await seedAsset(work, asset as Parameters<typeof seedAsset>[1])
      await seedFinding(work, asset as Parameters<typeof seedAsset>[1], { ...entry, version: hostile('version') })
    })
    server = await serve(testing.database)
    const ana = await makePerson(testing.database, 'ana', 'analyst')
    const visitor = await Visitor.of(server.origin, testing.database, ana)
    finding = (await visitor.json<Rows<FindingRow>>('GET', '/findings')).rows[0]!
    action = (await visitor.json<Rows<FixActionRow>>('GET', '/fix-actions')).rows[0]!
    const body = `${hostile('comment')} [a link](javascript:void(0)) [another](data:text/html,x)`
    expect(await visitor.outcome('POST', `/findings/${finding.id}/comments`, { body })).toBe('201')
    browser = await launchChromium()
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    context.setDefaultTimeout(8_000)
    const value = (await openSession(testing.database, ana, systemClock())) ?? ''
    await context.addCookies([{ name: 'lunette_session', value, url: server.origin }])
    page = await context.newPage()
    page.on('request', (request) => asked.push(request.url()))
    await page.exposeFunction('noteViolation', (text: string) => violations.push(text))
    await page.addInitScript(`document.addEventListener('securitypolicyviolation', (event) =>
      noteViolation(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sourceFile))`)
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await testing?.drop()
  })

  /** As text, and as nothing else. */
  async function isShown(word: string): Promise<void> {
    await page.getByText(`<x-marker title="${word}">`).first().waitFor({ state: 'attached' })
    expect(await page.locator('x-marker, img[src*="marker"]').count()).toBe(0)
    // A chart that is there in time has a file of its own to be taken along.
    expect(await page.locator('a[href^="javascript:"], a[href^="data:"]:not([download])').count()).toBe(0)
  }

  it.each([
    ['the findings', '/findings', ['component']],
    ['the assets', '/assets', ['asset']],
    ['the fix actions', '/fixes', ['component']],
    ['the vulnerabilities', '/vulnerabilities', ['title']],
    ['an asset', '/assets/asset-marked', ['asset', 'by']],
    ['the imports', '/imports', ['asset']],
    ['the changes', '/changes', ['asset', 'title']],
  ])('are text in %s', async (_where, path, words) => {
    await page.goto(`${server.origin}${path}`)
    for (const word of words) await isShown(word)
  })

  it('are text in a finding, and so is what is said about it', async () => {
    await page.goto(`${server.origin}/findings/${finding.id}`)
    for (const word of ['component', 'asset', 'comment']) await isShown(word)
  })

  it('are text in a fix action', async () => {
    await page.goto(`${server.origin}/fixes/${encodeURIComponent(action.id)}`)
    for (const word of ['component', 'asset']) await isShown(word)
  })

  it('are text in the palette, which also looks for them', async () => {
    await page.goto(`${server.origin}/assets`)
    await isShown('asset')
    await page.keyboard.press('Control+k')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('combobox').fill('x-marker')
    await dialog.getByText('<x-marker title="asset">').first().waitFor()
    expect(await page.locator('x-marker').count()).toBe(0)
  })

  it('make the browser ask for nothing, and never meet the content security policy', () => {
    expect(asked.filter((url) => url.includes('/marker-'))).toEqual([])
    expect(violations).toEqual([])
  })
})
