import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dataFolder } from '../support/data-folder.ts'
import { bom, osvRecord } from '../support/installation.ts'
import { type Running, startLunette, until } from '../support/process.ts'
import { seriousFindings } from './axe.ts'
import { chromiumPath, launchChromium } from './browser.ts'

const built = existsSync(join(import.meta.dirname, '../../web/dist/index.html'))
const missing = chromiumPath === undefined ? 'no Chromium is installed' : built ? '' : 'web/dist is not built'
/** Set it to look at the pages. */
const shots = process.env.LUNETTE_SHOTS

const folder = dataFolder('triage')
const password = 'a few unrelated words'
const SLOW_MS = 20_000

/** One package with a fix, one whose advisory is revised later. */
function publish(path: string, content: string): void {
  mkdirSync(dirname(join(folder, 'mirror', path)), { recursive: true })
  writeFileSync(join(folder, 'mirror', path), content)
}

function advisories(fixedLeftPad: string, modified: string): string {
  return [
    osvRecord('GHSA-aaaa-bbbb-cccc', 'npm', 'left-pad', fixedLeftPad, { aliases: ['CVE-2026-1000'], modified }),
    osvRecord('GHSA-dddd-eeee-ffff', 'npm', 'right-pad', '9.0.0', { aliases: ['CVE-2026-1001'], modified }),
  ].join('\n')
}

function sbom(timestamp: string, ...purls: string[]) {
  return { name: 'shop.cdx.json', mimeType: 'application/json', buffer: Buffer.from(bom('shop', purls, timestamp)) }
}

describe.skipIf(missing !== '')('triage as people do it, on the real server', () => {
  let lunette: Running
  let browser: Browser
  let ada: Page
  let origin = ''
  const complaints: string[] = []

  beforeAll(async () => {
    publish('osv/npm.ndjson', advisories('1.3.1', '2026-08-01T00:00:00Z'))
    const args = ['start', '--data-dir', join(folder, 'data'), '--port', '0']
    lunette = startLunette(args, { LUNETTE_MIRROR: join(folder, 'mirror') })
    const link = await until(() => /http:\S+\/setup#\S+/.exec(lunette.output())?.[0], 120_000, 'the one-time link')
    origin = new URL(link).origin
    browser = await launchChromium()
    ada = await newcomer()
    await ada.goto(link)
    await ada.getByLabel('Name').fill('ada')
    await ada.getByLabel('Password').fill(password)
    await ada.getByRole('button', { name: 'Make the account' }).click()
    await ada.getByRole('heading', { name: 'What should be fixed first?' }).waitFor()
    await refresh()
  }, 180_000)

  afterAll(async () => {
    await browser?.close()
    lunette?.child.kill('SIGTERM')
    expect(await lunette?.ended).toBe(0)
    rmSync(folder, { recursive: true, force: true })
  })

  /** Somebody at a browser of their own. */
  async function newcomer(): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    context.setDefaultTimeout(SLOW_MS)
    const page = await context.newPage()
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(`${message.text()} ${message.location().url}`)
    })
    return page
  }

  async function ask<Answer>(method: string, path: string, data?: object): Promise<Answer> {
    const answer = await ada.request.fetch(`${origin}/api/v1${path}`, { method, data })
    if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`)
    return (await answer.json()) as Answer
  }

  async function refresh(): Promise<void> {
    await ask('POST', '/feeds/refresh', {})
    await jobsEnded('the refresh')
  }

  async function jobsEnded(what: string): Promise<void> {
    const ended = async () => {
      const { jobs } = await ask<{ jobs: { state: string }[] }>('GET', '/jobs')
      return jobs.every(({ state }) => state !== 'running') || undefined
    }
    await until(ended, 120_000, what)
  }

  async function look(name: string, page = ada): Promise<void> {
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

  /** Somebody joins by an invitation. */
  async function joined(name: string, role: string): Promise<Page> {
    const { path } = await ask<{ path: string }>('POST', '/invitations', { name, role })
    const page = await newcomer()
    await page.goto(`${origin}${path}`)
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Join' }).click()
    await page.getByText(`Log out ${name}`).waitFor()
    return page
  }

  const rows = (page = ada) => page.getByRole('list', { name: 'Findings, most urgent first' }).getByRole('listitem')
  const preview = (page = ada) => page.getByRole('article', { name: 'shop.cdx.json' })

  async function openImports(): Promise<void> {
    await ada.goto(`${origin}/imports`)
    const panel = ada.locator('details', { hasText: 'Import files' })
    if ((await panel.getAttribute('open')) === null) await ada.getByText('Import files').click()
  }

  it('first run: a file is previewed, its findings are looked at, and then it is imported', async () => {
    await ada.goto(origin)
    await ada
      .getByLabel('Files to import')
      .setInputFiles(sbom('2026-08-02T00:00:00Z', 'pkg:npm/left-pad@1.3.0', 'pkg:npm/right-pad@8.0.0'))
    await preview()
      .getByRole('list', { name: 'New by decision' })
      .getByText(/^.?\s*\d+ \w+$/)
      .first()
      .waitFor()
    await preview()
      .getByText(/forgotten in .* unless it is imported/)
      .waitFor()
    await preview().getByRole('button', { name: '2 new' }).click()
    await ada.getByRole('list', { name: 'New findings' }).getByText('left-pad').waitFor()
    await look('preview-first')
    expect(await ask('GET', '/findings')).toMatchObject({ total: 0 })
    await preview().getByRole('button', { name: 'Import' }).click()
    await ada.getByRole('heading', { name: /to fix now|Nothing to fix now/ }).waitFor()
    expect(await ask('GET', '/findings')).toMatchObject({ total: 2 })
  })

  /** Goes there as a person without a mouse does. */
  async function tabTo(target: Locator): Promise<void> {
    for (let press = 0; press < 60; press++) {
      if (await target.evaluate((element) => element === element.ownerDocument.activeElement)) return
      await ada.keyboard.press('Tab')
    }
    throw new Error(`Tab does not reach ${target}`)
  }

  async function ruleByKeyboard(): Promise<void> {
    await ada.goto(`${origin}/findings?filter=left-pad`)
    await rows().first().waitFor()
    await ada.keyboard.press('j')
    await ada.locator('[data-row="0"]:focus').waitFor()
    await ada.keyboard.press('Enter')
    await ada.getByRole('heading', { name: 'Why now' }).waitFor()
    await ada.keyboard.press('s')
    await ada.getByLabel('Why', { exact: true }).waitFor()
    await tabTo(ada.getByLabel('Why', { exact: true }))
    await ada.keyboard.type('switched off in October')
    await ada.getByText('It would take').waitFor()
    await tabTo(ada.getByRole('button', { name: 'Rule', exact: true }))
    await ada.keyboard.press('Enter')
    await ada.getByText(/Until \d{4}-\d\d-\d\d/).waitFor()
  }

  it('a finding is opened and suppressed with an end date by keyboard alone, and leaves the list', async () => {
    await ruleByKeyboard()
    await ada.goto(`${origin}/findings`)
    await ada.getByRole('heading', { name: '1 finding', exact: true }).waitFor()
    expect(await rows().count()).toBe(1)
  })

  it('the same file again changes nothing, and says so', async () => {
    await openImports()
    await ada
      .getByLabel('Files to import')
      .setInputFiles(sbom('2026-08-02T00:00:00Z', 'pkg:npm/left-pad@1.3.0', 'pkg:npm/right-pad@8.0.0'))
    await preview().getByText('Nothing changes: the same file was imported before').waitFor()
    expect(await preview().getByRole('button', { name: 'Import' }).count()).toBe(0)
    await preview().getByRole('button', { name: 'Close' }).click()
    await preview().waitFor({ state: 'detached' })
  })

  it('a file that is refused says why, and is put away for good', async () => {
    await openImports()
    const notes = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('hello') }
    await ada.getByLabel('Files to import').setInputFiles([notes])
    const told = ada.getByRole('region', { name: 'What became of the files' }).getByText('none of the formats that are')
    await told.waitFor()
    await look('refused-file')
    await ada.getByRole('button', { name: 'Dismiss Preview notes.txt' }).click()
    await told.waitFor({ state: 'detached' })
    await ada.reload()
    await openImports()
    expect(await told.count()).toBe(0)
  })

  it('a preview that something came in after says that it is out of date, and is made anew in its place', async () => {
    await openImports()
    await ada.getByLabel('Files to import').setInputFiles(sbom('2026-08-02T12:00:00Z', 'pkg:npm/left-pad@1.3.0'))
    await preview().getByRole('button', { name: '1 gone' }).click()
    await preview().getByText('no such component is left').waitFor()
    await ada.request.post(`${origin}/api/v1/imports?name=later.cdx.json`, {
      headers: { 'content-type': 'application/octet-stream' },
      data: sbom('2026-08-03T00:00:00Z', 'pkg:npm/left-pad@1.3.0', 'pkg:npm/right-pad@8.0.0').buffer,
    })
    await jobsEnded('the import')
    await preview().getByRole('button', { name: 'Import without looking again' }).waitFor()
    await preview().getByRole('button', { name: 'Look again' }).click()
    await preview().getByText('It would be set aside: later.cdx.json of the same subject, which is newer').waitFor()
    await preview().getByText('Out of date: the asset').waitFor({ state: 'detached' })
    await preview().getByRole('button', { name: 'Discard' }).click()
    await preview().waitFor({ state: 'detached' })
  })

  it('another version brings it back: the preview says so beforehand, the finding afterwards', async () => {
    await openImports()
    await ada
      .getByLabel('Files to import')
      .setInputFiles(sbom('2026-08-05T00:00:00Z', 'pkg:npm/left-pad@1.2.0', 'pkg:npm/right-pad@9.0.0'))
    await preview().getByRole('button', { name: '1 gone' }).waitFor()
    await preview().getByRole('button', { name: '1 reopened' }).click()
    const back = ada.getByRole('list', { name: 'Findings that would be back' })
    await back.getByText('it was ruled "switched off in October"; version was 1.3.0, now 1.2.0').waitFor()
    await look('preview-reopened')
    await preview().getByRole('button', { name: 'Import' }).click()
    await preview().waitFor({ state: 'detached' })
    await ada.goto(`${origin}/findings?filter=left-pad`)
    await rows().first().click()
    await ada.getByText('it was ruled "switched off in October"; version was 1.3.0, now 1.2.0').first().waitFor()
  })

  it('a revised advisory brings it back as well', async () => {
    await ruleByKeyboard()
    publish('osv/npm.ndjson', advisories('1.4.0', '2026-08-06T00:00:00Z'))
    await refresh()
    await ada.goto(`${origin}/findings?filter=left-pad`)
    await rows().first().click()
    await ada.getByText('it was ruled "switched off in October"; what the sources say changed').first().waitFor()
  })

  it('two people at once: each sees what the other does, without loading anything again', async () => {
    const ben = await joined('ben', 'analyst')
    for (const page of [ada, ben]) {
      await page.goto(`${origin}/findings`)
      await page.getByRole('heading', { name: '1 finding', exact: true }).waitFor()
      await page.evaluate('window.stayed = true')
    }
    await rows(ben).first().click()
    await ben.getByRole('button', { name: 'Rule on it …' }).click()
    await ben.getByLabel('Why', { exact: true }).fill('seen by both')
    await ben.getByRole('button', { name: 'Rule', exact: true }).click()
    await ada.getByRole('heading', { name: '0 findings' }).waitFor()
    await ada.getByRole('link', { name: 'Rulings', exact: true }).first().click()
    const ruling = ada.getByRole('listitem').filter({ hasText: 'seen by both' })
    await ruling.getByRole('button', { name: 'Take it back …' }).click()
    await ruling.getByRole('button', { name: 'Take it back', exact: true }).click()
    await ben.getByRole('button', { name: 'Rule on it …' }).waitFor()
    await ben.getByRole('link', { name: 'Findings', exact: true }).first().click()
    await ben.getByRole('heading', { name: '1 finding', exact: true }).waitFor()
    for (const page of [ada, ben]) expect(await page.evaluate('window.stayed')).toBe(true)
    await ben.context().close()
  })

  it('what waits to be imported is seen by both, and imported once', async () => {
    const ben = await joined('bea', 'analyst')
    await openImports()
    await ada.getByLabel('Files to import').setInputFiles(sbom('2026-08-07T00:00:00Z', 'pkg:npm/left-pad@1.1.0'))
    await preview().getByRole('button', { name: 'Import' }).waitFor()
    await ben.goto(`${origin}/imports`)
    await preview(ben).getByRole('button', { name: 'Import' }).click()
    await preview().waitFor({ state: 'detached' })
    const { rows: waiting } = await ask<{ rows: unknown[] }>('GET', '/import-previews')
    expect(waiting).toEqual([])
    await ben.context().close()
  })

  it('a viewer sees all of it and is offered no change', async () => {
    const eve = await joined('eve', 'viewer')
    await eve.goto(`${origin}/imports`)
    await eve.getByText('Importing needs the role "analyst"').waitFor()
    expect(await eve.getByLabel('Files to import').count()).toBe(0)
    await eve.goto(`${origin}/findings`)
    await rows(eve).first().click()
    await eve.getByText('Ruling needs the role "analyst"').waitFor()
    await eve.keyboard.press('s')
    expect(await eve.getByRole('button', { name: 'Rule', exact: true }).count()).toBe(0)
    const refused = await eve.request.post(`${origin}/api/v1/imports?name=x.json&preview=true`, {
      headers: { 'content-type': 'application/octet-stream' },
      data: Buffer.from('{}'),
    })
    expect(refused.status()).toBe(403)
    await eve.context().close()
  })

  it('meets no error in the console', () => expect(complaints).toEqual([]))
})
