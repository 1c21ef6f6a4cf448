import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '#core/kernel'
import { openSession } from '#platform/auth'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { makePerson, Visitor } from '../support/people.ts'
import { seriousFindings } from './axe.ts'
import { chromiumPath, launchChromium } from './browser.ts'
import { seed } from './seed.ts'
import { type RunningServer, serve } from './serve.ts'

const built = existsSync(join(import.meta.dirname, '../../web/dist/index.html'))
const missing = chromiumPath === undefined ? 'no Chromium is installed' : built ? '' : 'web/dist is not built'

describe.skipIf(missing !== '')('facts of an asset in the browser', () => {
  let testing: TestDatabase
  let server: RunningServer
  let browser: Browser

  beforeAll(async () => {
    testing = await testDatabase()
    await seed(testing.database, 10)
    server = await serve(testing.database)
    browser = await launchChromium()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await testing?.drop()
  })

  it('are not overwritten: who was slower reads who was faster, and what it is now', async () => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    context.setDefaultTimeout(8_000)
    const ana = await makePerson(testing.database, 'ana', 'analyst')
    const value = (await openSession(testing.database, ana, systemClock())) ?? ''
    await context.addCookies([{ name: 'lunette_session', value, url: server.origin }])
    const page = await context.newPage()
    // Without the event stream the page does not learn of it by itself.
    await page.route('**/api/v1/events', (route) => route.abort())
    await page.goto(`${server.origin}/assets/asset-host`)
    const criticality = page.getByLabel('criticality', { exact: true })
    await criticality.waitFor()

    const bob = await Visitor.of(server.origin, testing.database, await makePerson(testing.database, 'bob', 'analyst'))
    expect(await bob.outcome('PATCH', '/assets/asset-host', { criticality: 'low' })).toBe('200')
    await criticality.selectOption('critical')
    await page.getByText(/changed meanwhile by bob/).waitFor()
    await seriousFindings(page)
    expect(await bob.json('GET', '/assets/asset-host')).toMatchObject({ criticality: 'low' })

    await page.getByRole('button', { name: 'Show what it is now' }).click()
    await expect.poll(() => criticality.inputValue()).toBe('low')
    await expect.poll(() => page.getByText(/changed meanwhile/).count()).toBe(0)
    await criticality.selectOption('critical')
    const stated = async () => (await bob.json<{ criticality: string }>('GET', '/assets/asset-host')).criticality
    await expect.poll(stated).toBe('critical')
  })
})
