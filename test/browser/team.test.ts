import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stepAt, totpAt } from '../../src/platform/auth/totp.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { type IdentityProviderProcess, identityProvider } from '../support/identity-provider.ts'
import { makePerson, password, unbase32, Visitor } from '../support/people.ts'
import { seriousFindings } from './axe.ts'
import { chromiumPath, launchChromium } from './browser.ts'
import { type RunningServer, serve } from './serve.ts'

const built = existsSync(join(import.meta.dirname, '../../web/dist/index.html'))
const missing = chromiumPath === undefined ? 'no Chromium is installed' : built ? '' : 'web/dist is not built'
/** Set it to look at the pages. */
const shots = process.env.LUNETTE_SHOTS

describe.skipIf(missing !== '')('a team in the browser', () => {
  let testing: TestDatabase
  let server: RunningServer
  let provider: IdentityProviderProcess
  let browser: Browser
  let context: BrowserContext
  let page: Page
  const complaints: string[] = []

  beforeAll(async () => {
    testing = await testDatabase()
    server = await serve(testing.database)
    await makePerson(testing.database, 'ada', 'admin', { runsInstance: true })
    provider = await identityProvider(`${server.origin}/api/v1/session/provider/callback`)
    provider.know({ s1: { preferred_username: 'nina', groups: ['security'] } })
    browser = await launchChromium()
    context = await freshContext()
    page = await watched(context)
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await testing?.drop()
    await provider?.stop()
  })

  async function freshContext(): Promise<BrowserContext> {
    const made = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    made.setDefaultTimeout(8_000)
    return made
  }

  async function watched(of: BrowserContext): Promise<Page> {
    const opened = await of.newPage()
    opened.on('pageerror', (error) => complaints.push(error.message))
    opened.on('console', (message) => {
      // The provider's own pages are not ours.
      if (message.type() === 'error' && !message.location().url.startsWith(provider.issuer))
        complaints.push(message.text())
    })
    return opened
  }

  async function look(name: string, at: Page = page): Promise<void> {
    await seriousFindings(at)
    if (!shots) return
    for (const [width, height] of [
      [1440, 900],
      [390, 844],
    ] as const)
      for (const theme of ['light', 'dark']) {
        await at.setViewportSize({ width, height })
        await at.evaluate(`document.documentElement.dataset.theme = '${theme}'`)
        await at.screenshot({ path: join(shots, `${name}-${width}-${theme}.png`) })
      }
    await at.setViewportSize({ width: 1440, height: 900 })
  }

  async function signIn(at: Page, name: string): Promise<void> {
    await at.goto(server.origin)
    await at.getByLabel('Name').fill(name)
    await at.getByLabel('Password').fill(password)
    await at.getByRole('button', { name: 'Log in' }).click()
    await at.getByRole('link', { name: 'Settings', exact: true }).waitFor()
  }

  it('grows by an invitation that the guest opens in a browser of their own', async () => {
    await signIn(page, 'ada')
    await page.getByRole('link', { name: 'Settings', exact: true }).click()
    await page.getByRole('link', { name: 'People' }).click()
    await page.getByRole('heading', { name: '1 person' }).waitFor()
    await page.getByLabel('Name (they may choose another)').fill('nina')
    await page.getByRole('combobox', { name: 'Role', exact: true }).selectOption('analyst')
    await page.getByRole('button', { name: 'Make an invitation' }).click()
    const link = await page.getByLabel('Send this link').inputValue()
    await page.getByText('nina as analyst').waitFor()
    await look('people-invited')
    const guest = await watched(await freshContext())
    await guest.goto(link)
    await guest.getByRole('heading', { name: 'Join Default' }).waitFor()
    await look('join', guest)
    await guest.getByLabel('Password').fill(password)
    await guest.getByRole('button', { name: 'Join' }).click()
    await guest.getByText('Log out nina').waitFor()
    await guest.goto(`${server.origin}/people`)
    await guest.getByRole('heading', { name: '2 people' }).waitFor()
    expect(await guest.getByRole('button', { name: 'Suspend' }).count()).toBe(0)
    await guest.context().close()
  })

  it('is governed: roles, suspension, a link for a new password, removal after a question', async () => {
    await page.goto(`${server.origin}/people`)
    await page.getByLabel('Role of nina').selectOption('viewer')
    await expect.poll(() => page.getByLabel('Role of nina').inputValue()).toBe('viewer')
    const nina = page.getByRole('listitem').filter({ hasText: 'nina' })
    await nina.getByRole('button', { name: 'Suspend' }).click()
    await nina.getByText('suspended').waitFor()
    await nina.getByRole('button', { name: 'New password link' }).click()
    expect(await page.getByLabel('Send nina this link').inputValue()).toContain('/join#')
    await look('people')
    await nina.getByRole('button', { name: 'Remove …' }).click()
    await page.getByRole('button', { name: 'Remove', exact: true }).click()
    await page.getByRole('heading', { name: '1 person' }).waitFor()
  })

  it('is told why the last administrator stays', async () => {
    await page.getByLabel('Role of ada').selectOption('viewer')
    await page.getByRole('alert').filter({ hasText: 'last administrator' }).waitFor()
  })

  it('sees its sessions and ends another one', async () => {
    const elsewhere = new Visitor(server.origin)
    await elsewhere.ask('POST', '/session', { name: 'ada', password }, { 'user-agent': 'curl/8.9' })
    await page.goto(`${server.origin}/settings`)
    await page.getByText('curl/8.9').first().waitFor()
    await look('settings')
    await page.getByRole('button', { name: 'End the session of curl/8.9' }).click()
    await page.getByText('curl/8.9').first().waitFor({ state: 'detached' })
    expect(await elsewhere.outcome('GET', '/findings')).toBe('401 not-logged-in')
  })

  it('sets up a second factor by the key beside the code, and is asked for it', async () => {
    await page.goto(`${server.origin}/settings`)
    await page.getByRole('button', { name: 'Set up a second factor' }).click()
    await page.getByRole('img', { name: /QR code/ }).waitFor()
    const key = await page
      .getByText(/^Key: /)
      .locator('..')
      .textContent()
    const secret = unbase32(key!.replace('Key: ', '').replaceAll(' ', ''))
    await look('settings-second-factor')
    await page.getByLabel('Code it shows now').fill(totpAt(secret, stepAt(Date.now())))
    await page.getByRole('button', { name: 'Turn it on' }).click()
    await page.getByText('Keep these recovery codes').waitFor()
    const recovery = await page
      .locator('li', { hasText: /^\w{4}-\w{4}-\w{4}$/ })
      .first()
      .textContent()
    const other = await watched(await freshContext())
    await other.goto(server.origin)
    await other.getByLabel('Name').fill('ada')
    await other.getByLabel('Password').fill(password)
    await other.getByRole('button', { name: 'Log in' }).click()
    await other.getByLabel('Code').fill(recovery!)
    await look('login-code', other)
    await other.getByRole('button', { name: 'Log in' }).click()
    await other.getByText('Log out ada').waitFor()
    await other.context().close()
    await page.getByLabel('Code, or a recovery code').fill(totpAt(secret, stepAt(Date.now()) + 1))
    await page.getByRole('button', { name: 'Turn it off' }).click()
    await page.getByRole('button', { name: 'Set up a second factor' }).waitFor()
  })

  it('makes a token that is shown once, and revokes it', async () => {
    await page.getByLabel('What is it for?').fill('nightly import')
    await page.getByLabel('send imports in').check()
    await page.getByRole('button', { name: 'Make a token' }).click()
    const token = await page.getByLabel('The token').inputValue()
    expect(token).toMatch(/^lunette_/)
    await look('settings-token')
    await page.reload()
    await page.getByText('nightly import').waitFor()
    expect(await page.content()).not.toContain(token)
    await page.getByRole('button', { name: 'Revoke …' }).click()
    await page.getByRole('button', { name: 'Revoke', exact: true }).click()
    await page.getByText('You have no token for this workspace.').waitFor()
  })

  it('signs in with an identity provider that is set up in the browser', async () => {
    await page.goto(`${server.origin}/instance`)
    await page.getByLabel('Name of a new workspace').fill('North')
    await page.getByRole('button', { name: 'Make it' }).click()
    await page.getByText('Made North.').waitFor()
    for (const [name, value] of Object.entries({
      name: 'Northwind',
      issuer: provider.issuer,
      clientId: 'lunette',
      clientSecret: 'a secret of the client',
      scopes: 'openid profile groups',
    }))
      await page.locator(`input[name="${name}"]`).fill(value)
    await page.getByRole('button', { name: 'Add a group' }).click()
    await page.getByLabel('Group 1', { exact: true }).fill('security')
    await page.getByLabel('Workspace of group 1').selectOption({ label: 'North' })
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('One is kept, encrypted.').waitFor()
    await look('instance')
    const guest = await watched(await freshContext())
    await guest.goto(server.origin)
    await guest.getByRole('button', { name: 'Sign in with Northwind' }).waitFor()
    await look('login-provider', guest)
    await guest.getByRole('button', { name: 'Sign in with Northwind' }).click()
    await guest.getByRole('link', { name: 'Sign in' }).waitFor()
    const sign = await guest.getByRole('link', { name: 'Sign in' }).getAttribute('href')
    await guest.goto(new URL(sign!.replace('SUBJECT', 's1'), provider.issuer).href)
    await guest.getByText('Log out nina').waitFor()
    await guest.getByText('North', { exact: true }).first().waitFor()
    await guest.context().close()
  })

  it('goes from one workspace to another by the menu', async () => {
    await page.goto(`${server.origin}/people`)
    await enter('North', 'Default')
    await page.goto(`${server.origin}/people`)
    await page.getByRole('heading', { name: '2 people' }).waitFor()
    await enter('Default', 'North')
    await page.goto(`${server.origin}/audit`)
  })

  async function enter(name: string, from: string): Promise<void> {
    const menu = (open: string) => page.locator('header summary').filter({ hasText: open })
    await menu(from).click()
    await look(`workspaces-${name}`)
    await page.getByRole('list', { name: 'Workspaces' }).getByRole('button', { name }).click()
    await page.waitForURL(`${server.origin}/`)
    await menu(name).waitFor()
  }

  it('shows the way in when its session was ended elsewhere, and goes on where it was', async () => {
    await makePerson(testing.database, 'rita', 'viewer')
    const rita = await watched(await freshContext())
    await signIn(rita, 'rita')
    await rita.goto(`${server.origin}/people`)
    await rita.getByRole('heading', { name: /people$/ }).waitFor()
    await sql`delete from session using account a where a.id = account_id and a.name = 'rita'`.execute(
      testing.database.instance,
    )
    await rita.getByRole('link', { name: 'Feeds' }).click()
    await rita.getByRole('heading', { name: 'Log in to Lunette' }).waitFor()
    await rita.getByLabel('Name').fill('rita')
    await rita.getByLabel('Password').fill(password)
    await rita.getByRole('button', { name: 'Log in' }).click()
    await rita.getByRole('heading', { name: /feed/i }).waitFor()
    expect(new URL(rita.url()).pathname).toBe('/feeds')
    await rita.context().close()
    await sql`delete from account where name = 'rita'`.execute(testing.database.instance)
  })

  it('offers a viewer nothing that a viewer may not do, and says so where they come by the address', async () => {
    await makePerson(testing.database, 'vito', 'viewer')
    const vito = await watched(await freshContext())
    await signIn(vito, 'vito')
    await vito.goto(`${server.origin}/people`)
    await vito.getByRole('heading', { name: '2 people' }).waitFor()
    await look('people-viewer', vito)
    for (const name of ['Make an invitation', 'Suspend', 'Remove …', 'New password link'])
      expect(await vito.getByRole('button', { name }).count(), name).toBe(0)
    for (const name of ['Audit trail', 'Instance']) expect(await vito.getByRole('link', { name }).count(), name).toBe(0)
    const asked: string[] = []
    vito.on('request', (request) => asked.push(new URL(request.url()).pathname))
    await vito.goto(`${server.origin}/audit`)
    await vito.getByText('this needs the role "owner": ask an administrator').waitFor()
    expect(await vito.getByRole('searchbox').count()).toBe(0)
    expect(asked.filter((path) => path.startsWith('/api/v1/audit'))).toEqual([])
    await vito.goto(`${server.origin}/instance`)
    await vito.getByText('this needs someone who runs the instance').waitFor()
    await vito.context().close()
  })

  it('reads who changed what, filters it and checks the chain', async () => {
    await page.getByRole('heading', { name: /\d+ changes in this workspace/ }).waitFor()
    await page.getByRole('button', { name: 'Check the chain' }).click()
    await page.getByText(/^Whole: \d+ entries fit together/).waitFor()
    await look('audit')
    await page.getByLabel('Filter the audit trail').fill('action:person.remove')
    await page.getByRole('heading', { name: '1 change in this workspace' }).waitFor()
    await page.getByRole('list', { name: 'Changes, newest first' }).getByRole('link').click()
    await page.getByRole('complementary', { name: 'The change in whole' }).getByText('"name": "nina"').waitFor()
    await look('audit-entry')
    await page.keyboard.press('Escape')
    await page.getByRole('complementary', { name: 'The change in whole' }).waitFor({ state: 'detached' })
  })

  it('loads nothing it may not and logs no error but refusals it was shown', () => {
    expect(complaints.filter((text) => !/status of 40[139]/.test(text))).toEqual([])
  })
})
