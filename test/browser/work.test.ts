import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '#core/kernel'
import { openSession, type Role } from '#platform/auth'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { makePerson } from '../support/people.ts'
import { seriousFindings } from './axe.ts'
import { chromiumPath, launchChromium } from './browser.ts'
import { seed } from './seed.ts'
import { type RunningServer, serve } from './serve.ts'

const built = existsSync(join(import.meta.dirname, '../../web/dist/index.html'))
const missing = chromiumPath === undefined ? 'no Chromium is installed' : built ? '' : 'web/dist is not built'
/** Set it to look at the pages. */
const shots = process.env.LUNETTE_SHOTS

/** Benign markers in places where something else might stand. */
const hostile = [
  ' <script>lunetteMarker = 1</script>',
  '<img src=https://example.test/1.png onerror="lunetteMarker = 2">',
  '![pixel](https://example.test/2.png)',
  '[run](javascript:lunetteMarker=3) [data](data:text/html,marker) [ok](https://example.test/ok)',
  '<a href="javascript:lunetteMarker=4" onclick="lunetteMarker = 5">go</a> <style>body { display: none }</style>',
].join(' ')

/** The server goes by the machine's clock. */
function dayIn(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
}

describe.skipIf(missing !== '')('work on findings in the browser', () => {
  let testing: TestDatabase
  let server: RunningServer
  let browser: Browser
  let page: Page
  let graceId: string

  beforeAll(async () => {
    testing = await testDatabase()
    await seed(testing.database, 40)
    server = await serve(testing.database)
    browser = await launchChromium()
    page = await pageOf('ada', 'analyst')
    graceId = await makePerson(testing.database, 'grace', 'analyst')
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await testing?.drop()
  })

  async function pageOf(name: string, role: Role): Promise<Page> {
    return pageWith(await openSession(testing.database, await makePerson(testing.database, name, role), systemClock()))
  }

  const grace = async () => pageWith(await openSession(testing.database, graceId, systemClock()))

  async function pageWith(token: string | undefined): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    context.setDefaultTimeout(8_000)
    await context.addCookies([{ name: 'lunette_session', value: token ?? '', url: server.origin }])
    return context.newPage()
  }

  async function look(name: string): Promise<void> {
    await seriousFindings(page)
    if (!shots) return
    for (const [width, height] of [
      [1440, 900],
      [390, 844],
    ] as const) {
      for (const scheme of ['light', 'dark'] as const) {
        await page.setViewportSize({ width, height })
        await page.evaluate(`document.documentElement.dataset.theme = '${scheme}'`)
        await page.screenshot({ path: join(shots, `${name}-${width}-${scheme}.png`) })
      }
    }
    await page.evaluate("document.documentElement.dataset.theme = 'light'")
    await page.setViewportSize({ width: 1440, height: 900 })
  }

  const picked = (count: string) => page.getByText(`${count} selected`, { exact: true }).waitFor()
  async function total(): Promise<number> {
    const heading = page.getByRole('heading', { name: /^\d+ findings?$/ })
    return Number.parseInt((await heading.textContent()) ?? '', 10)
  }

  it('picks rows by keyboard, a range with Shift, and none after Escape', async () => {
    await page.goto(`${server.origin}/findings`)
    await page.getByRole('list', { name: /^Findings/ }).waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    await picked('1')
    for (let step = 0; step < 3; step++) await page.keyboard.press('j')
    await page.keyboard.press('Shift+X')
    await picked('4')
    await look('work-picked')
    await page.keyboard.press('Escape')
    await page.getByText(/ selected$/).waitFor({ state: 'detached' })
  })

  it('tells what a change would touch, makes it, and undoes it', async () => {
    await page.goto(`${server.origin}/findings?filter=decision:now`)
    await page.getByRole('list', { name: /^Findings/ }).waitFor()
    const count = await total()
    await page
      .getByRole('checkbox', { name: /^Select / })
      .first()
      .check()
    await page.getByRole('button', { name: `Select all ${count}` }).click()
    await picked(String(count))
    await page.getByRole('button', { name: 'Change …' }).click()
    const dialogue = page.getByRole('dialog')
    await dialogue.getByLabel('Assignee').selectOption('grace')
    await dialogue.getByText(`It touches ${count} findings`).waitFor()
    await look('work-change')
    await dialogue.getByRole('button', { name: `Change ${count}` }).click()
    await page.getByText(`${count} changed.`).waitFor()
    await page.goto(`${server.origin}/findings?filter=assignee:grace`)
    await page.getByRole('heading', { name: `${count} findings` }).waitFor()
    const rows = page.getByRole('list', { name: /^Findings/ }).getByRole('link')
    expect(await rows.first().textContent()).toContain('worked on by grace')
  })

  it('goes back by one click', async () => {
    await page.goto(`${server.origin}/findings?filter=decision:now`)
    const count = await total()
    await page
      .getByRole('checkbox', { name: /^Select / })
      .first()
      .check()
    await page.getByRole('button', { name: `Select all ${count}` }).click()
    await page.getByRole('button', { name: 'Assign to me' }).click()
    await page.getByText(`${count} changed.`).waitFor()
    await look('work-done')
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText(`Undone: ${count} as before`).waitFor()
    await page.goto(`${server.origin}/findings?filter=assignee:me`)
    await page.getByText('Nothing matches').waitFor()
  })

  it('rules on several at once, each with its own ruling', async () => {
    await page.goto(`${server.origin}/findings?filter=decision:now`)
    const before = await total()
    for (const place of [0, 1])
      await page
        .getByRole('checkbox', { name: /^Select / })
        .nth(place)
        .check()
    await page.keyboard.press('s')
    const dialogue = page.getByRole('dialog')
    await dialogue.getByText('It touches 2 findings').waitFor()
    expect(await dialogue.getByRole('button', { name: 'Rule on 2' }).isDisabled()).toBe(true)
    await dialogue.getByLabel('Why').fill('the shop is closed until then')
    await look('work-rule')
    await dialogue.getByRole('button', { name: 'Rule on 2' }).click()
    await page.getByText('2 changed.').waitFor()
    await expect.poll(total).toBe(before - 2)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(total).toBe(before)
  })

  it('looks again at what others changed since, with all that was typed', async () => {
    await page.goto(`${server.origin}/findings?filter=decision:now`)
    const rows = page.getByRole('list', { name: /^Findings/ }).getByRole('link')
    const id = ((await rows.first().getAttribute('href')) ?? '').split('/').at(-1)!
    for (const place of [0, 1])
      await page
        .getByRole('checkbox', { name: /^Select / })
        .nth(place)
        .check()
    await page.keyboard.press('s')
    const dialogue = page.getByRole('dialog')
    await dialogue.getByLabel('Until').fill(dayIn(150))
    await dialogue.getByLabel('Why').fill('the shop is closed until then')
    await dialogue.getByText('It touches 2 findings').waitFor()
    // Its events no longer come: the answer itself has to say it.
    await page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")
    const colleague = await grace()
    const data = { status: 'accepted', scope: 'finding', reason: 'read only', endsAt: `${dayIn(90)}T00:00:00.000Z` }
    const ruled = await colleague.request.post(`${server.origin}/api/v1/findings/${id}/dispositions`, {
      headers: { origin: server.origin },
      data,
    })
    expect(ruled.status()).toBe(201)
    await dialogue.getByRole('button', { name: 'Rule on 2' }).click()
    await dialogue.getByText('The findings changed since it was looked at').waitFor()
    await look('work-rule-overtaken')
    await dialogue.getByRole('button', { name: 'Look again' }).click()
    await dialogue.getByText('It touches 1 finding on 1 asset. 1 stays as it is').waitFor()
    expect(await dialogue.getByLabel('Why').inputValue()).toBe('the shop is closed until then')
    expect(await dialogue.getByRole('textbox', { name: 'Until' }).inputValue()).toBe(dayIn(150))
    await dialogue.getByRole('button', { name: 'Rule on 1' }).click()
    await page.getByText('1 changed').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('Undone: 1 as before').waitFor()
    const { id: ruling } = await ruled.json()
    await colleague.request.delete(`${server.origin}/api/v1/dispositions/${ruling}`, {
      headers: { origin: server.origin },
    })
    await colleague.context().close()
  })

  it('keeps each field of a finding as it is left, and tells it in the history', async () => {
    await page.goto(`${server.origin}/findings?filter=decision:now`)
    await page.getByRole('list', { name: /^Findings/ }).waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('e')
    const work = page.getByRole('region', { name: 'Work' })
    const hasFocus = "document.activeElement?.closest('label')?.textContent?.startsWith('Assignee')"
    await expect.poll(() => page.evaluate(hasFocus)).toBe(true)
    await work.getByLabel('Assignee').selectOption('ada')
    await page.getByText('assigned to: grace → ada').first().waitFor()
    await work.getByLabel('Team').fill('web')
    await page.keyboard.press('Enter')
    await page.getByText('team: none → web').waitFor()
    await work.getByLabel('Due').fill('2030-01-02')
    await work.getByLabel('Due').blur()
    await page.getByText('due: none → 2030-01-02').waitFor()
    await work.getByLabel('Ticket').fill('https://tickets.example/SEC-1')
    await page.keyboard.press('Enter')
    await work.getByRole('link', { name: 'tickets.example/SEC-1' }).waitFor()
    await look('work-finding')
  })

  it('keeps what is being written into a field when somebody else sets it, and asks which of both it shall be', async () => {
    const id = new URL(page.url()).pathname.split('/').at(-1)!
    const team = page.getByRole('region', { name: 'Work' }).getByLabel('Team')
    const colleague = await grace()
    const set = async (value: string) => {
      const data = { ids: [id], set: { team: value } }
      const headers = { origin: server.origin }
      expect((await colleague.request.post(`${server.origin}/api/v1/finding-changes`, { headers, data })).ok()).toBe(
        true,
      )
    }
    await team.fill('mine')
    await set('hers')
    await page.getByText('grace has set it to “hers” meanwhile').waitFor()
    expect(await team.inputValue()).toBe('mine')
    await look('work-overtaken')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Take theirs' }).click()
    expect(await team.inputValue()).toBe('hers')
    // Its events no longer come: the server has to hold it back.
    await page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")
    await set('hers again')
    await team.fill('mine')
    await page.keyboard.press('Enter')
    await page.getByText('grace has set it to “hers again” meanwhile').waitFor()
    expect(await team.inputValue()).toBe('mine')
    // Told where it is written, and nowhere else.
    expect(await page.getByText('no longer what you saw').count()).toBe(0)
    await page.getByRole('button', { name: 'Keep mine' }).click()
    await page.getByText('team: hers again → mine').waitFor()
    await team.fill('web')
    await page.keyboard.press('Enter')
    await page.getByText('team: mine → web').waitFor()
    // Nobody reads in the moment in which they choose.
    await page.reload()
    const assignee = page.getByRole('region', { name: 'Work' }).getByLabel('Assignee')
    await assignee.focus()
    const data = { ids: [id], set: { assignee: 'grace' } }
    await colleague.request.post(`${server.origin}/api/v1/finding-changes`, {
      headers: { origin: server.origin },
      data,
    })
    await expect.poll(() => assignee.inputValue(), { interval: 20, timeout: 5_000 }).toBe('grace')
    await assignee.selectOption('')
    await page.getByText(/grace has set it to "grace" meanwhile/).waitFor()
    expect(await assignee.inputValue()).toBe('grace')
    // Who chooses once more has read it.
    await page.reload()
    await assignee.selectOption('ada')
    await page.getByText('assigned to: grace → ada').first().waitFor()
    await colleague.context().close()
  })

  it('shows what is said to a colleague on their Today, and nothing of what is hostile in it', async () => {
    const fetched: string[] = []
    page.on('request', (request) => fetched.push(request.url()))
    const comments = page.getByRole('region', { name: 'Comments' })
    await makePerson(testing.database, 'Ana Lyst', 'analyst')
    await page.reload()
    await comments.getByRole('textbox').pressSequentially('@a')
    await comments.getByRole('option', { name: '@Ana Lyst' }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await comments.getByRole('textbox').pressSequentially('@xyz')
    expect(await comments.getByRole('textbox').inputValue()).toBe('@Ana Lyst @xyz')
    // What is not sent yet is there again for whoever comes back.
    await page.getByRole('link', { name: 'Findings', exact: true }).first().click()
    await page.goBack()
    expect(await comments.getByRole('textbox').inputValue()).toBe('@Ana Lyst @xyz')
    await page.keyboard.press('Escape')
    await comments.getByRole('button', { name: 'Comment', exact: true }).click()
    await comments.getByText('Nobody here is called @xyz').waitFor()
    expect(await comments.getByRole('textbox').inputValue()).toBe('')
    await page.reload()
    expect(await comments.getByRole('textbox').inputValue()).toBe('')
    await comments.getByRole('textbox').pressSequentially('**look** @gr')
    await comments.getByRole('option', { name: '@grace' }).click()
    await page.keyboard.insertText(hostile)
    await page.keyboard.press('Control+Enter')
    const said = comments.getByRole('article', { name: 'Comment of ada' }).nth(1)
    await said.getByText('look', { exact: true }).waitFor()
    expect(await said.locator('strong', { hasText: 'look' }).count()).toBe(1)
    expect(await said.locator('script, img, iframe, style, [onclick], [onerror], [style]').count()).toBe(0)
    expect(await page.evaluate('globalThis.lunetteMarker')).toBeUndefined()
    const links = await said.getByRole('link').all()
    expect(links.length).toBeGreaterThan(0)
    for (const link of links) {
      // An address that stands in the text is one to follow, never to load.
      expect(await link.getAttribute('href')).toMatch(/^https:\/\/example\.test\//)
      expect(await link.getAttribute('rel')).toBe('noopener noreferrer nofollow')
    }
    expect(fetched.filter((url) => url.includes('example.test'))).toEqual([])
    await look('work-comment')
    const ada = page
    page = await pageOf('Grace Two', 'analyst')
    await page.goto(server.origin)
    await page.getByRole('heading', { level: 1 }).waitFor()
    expect(await page.getByRole('region', { name: 'Said to you' }).count()).toBe(0)
    await page.context().close()
    page = await grace()
    await page.goto(server.origin)
    await page.getByRole('link', { name: /^\d+ assigned to you$/ }).waitFor()
    await look('work-mentioned')
    await page.getByRole('region', { name: 'Said to you' }).getByRole('link').click()
    await page.getByRole('article', { name: 'Comment of ada' }).last().waitFor()
    await page.getByRole('link', { name: 'Today' }).first().click()
    await page.getByRole('region', { name: 'Said to you' }).waitFor({ state: 'detached' })
    await page.context().close()
    page = ada
  })

  it('keeps a ruling that is being written when somebody else rules, says who, and replaces it only when told to', async () => {
    await page.goto(`${server.origin}/findings?filter=kind:vulnerability`)
    await page.getByRole('list', { name: /^Findings/ }).waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Rule on it …' }).click()
    const why = page.getByRole('region', { name: 'Ruling', exact: true }).locator('textarea')
    await why.fill('never called here')
    const id = new URL(page.url()).pathname.split('/').at(-1)!
    const colleague = await grace()
    const first = { status: 'accepted', scope: 'finding', reason: 'off in March', endsAt: `${dayIn(90)}T00:00:00.000Z` }
    const rule = (data: object) =>
      colleague.request.post(`${server.origin}/api/v1/findings/${id}/dispositions`, {
        headers: { origin: server.origin },
        data: { ...first, ...data },
      })
    expect((await rule({})).status()).toBe(201)
    const told = page.getByRole('alert').filter({ hasText: 'grace ruled on it while you were writing' })
    await told.getByText('off in March').waitFor()
    expect(await why.inputValue()).toBe('never called here')
    expect(await page.getByRole('button', { name: 'Rule', exact: true }).isDisabled()).toBe(true)
    await look('work-ruled-meanwhile')
    await told.getByRole('button', { name: 'Put mine in its place …' }).click()
    // What it replaces stays in sight.
    await page.getByText('Yours takes the place of what grace ruled').waitFor()
    await page.getByRole('region', { name: 'Ruling', exact: true }).getByText('off in March').waitFor()
    // Its events no longer come: the answer itself has to say it.
    await page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")
    expect((await rule({ reason: 'off in April' })).status()).toBe(201)
    await page.getByRole('button', { name: 'Rule', exact: true }).click()
    await told.getByText('off in April').waitFor()
    expect(await why.inputValue()).toBe('never called here')
    await told.getByRole('button', { name: 'Put mine in its place …' }).click()
    await page.getByRole('button', { name: 'Rule', exact: true }).click()
    await page.getByRole('button', { name: 'Take it back' }).waitFor()
    const history = page.getByRole('region', { name: 'History' })
    await history.getByText(/ruled anew by ada: never called here; .* grace had ruled: off in April/).waitFor()
    await history.getByText('taken off the list by grace: off in March').waitFor()
    await colleague.context().close()
  })

  it('keeps a ruling that is being written when the finding is resolved, and says so', async () => {
    await page.goto(`${server.origin}/findings?filter=kind:vulnerability`)
    await page.getByRole('list', { name: /^Findings/ }).waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Rule on it …' }).click()
    const ruling = page.getByRole('region', { name: 'Ruling', exact: true })
    await ruling.locator('textarea').fill('never called here')
    await ruling.getByLabel('this version, on every asset').check()
    // What was begun is there again, whichever way somebody comes back.
    const isBack = async () => {
      await expect.poll(() => ruling.locator('textarea').inputValue()).toBe('never called here')
      expect(await ruling.getByLabel('this version, on every asset').isChecked()).toBe(true)
    }
    await page.reload()
    await isBack()
    await page.getByRole('link', { name: 'Findings', exact: true }).first().click()
    await page.goBack()
    await isBack()
    await ruling.getByLabel('this finding', { exact: true }).check()
    const id = new URL(page.url()).pathname.split('/').at(-1)!
    const become = (state: string, resolution: string | null) =>
      testing.database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
        sql`update finding set state = ${state}, resolution = ${resolution} where id = ${id}`.execute(work),
      )
    await become('resolved', 'gone')
    // Of a change to any other the page is told to read again.
    const other = (await (await page.request.get(`${server.origin}/api/v1/findings?limit=1`)).json()).rows[0].id
    const change = { ids: [other], set: { team: 'platform' } }
    const headers = { origin: server.origin }
    await page.request.post(`${server.origin}/api/v1/finding-changes`, { headers, data: change })
    await ruling.getByText('it is resolved: the component is no longer there').waitFor()
    expect(await ruling.locator('textarea').inputValue()).toBe('never called here')
    expect(await ruling.getByRole('button', { name: 'Rule', exact: true }).isDisabled()).toBe(true)
    await look('work-resolved-meanwhile')
    await become('open', null)
  })

  it('names the component on the row of what is claimed fixed, at every width', async () => {
    await page.goto(`${server.origin}/findings?filter=kind:vulnerability`)
    const row = page
      .getByRole('list', { name: /^Findings/ })
      .getByRole('link')
      .first()
    const id = ((await row.getAttribute('href')) ?? '').split('/').at(-1)!
    const claim = { ids: [id], set: { progress: 'claimed-fixed' } }
    const headers = { origin: server.origin }
    expect((await page.request.post(`${server.origin}/api/v1/finding-changes`, { headers, data: claim })).ok()).toBe(
      true,
    )
    await page.goto(`${server.origin}/findings?filter=progress:claimed-fixed`)
    for (const [width, keys] of [
      [390, []],
      [1280, ['j', ' ']],
    ] as const) {
      await page.setViewportSize({ width, height: 900 })
      const badge = row.getByText('claimed fixed', { exact: false }).first()
      await badge.waitFor()
      for (const key of keys) await page.keyboard.press(key)
      if (keys.length > 0) await page.getByRole('complementary', { name: 'The finding in short' }).waitFor()
      const line = row.locator('span:has(> .hatched)')
      const name = await line.locator('.font-mono').first().boundingBox()
      const [mark, room] = [await line.locator('.hatched').boundingBox(), await line.boundingBox()]
      expect(name!.width, `the name at ${width}`).toBeGreaterThan(40)
      expect(mark!.x + mark!.width, `the badge at ${width}`).toBeLessThanOrEqual(room!.x + room!.width + 1)
      await look(`work-claimed-${width}`)
    }
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  it('lets a viewer look only', async () => {
    const ada = page
    page = await pageOf('vera', 'viewer')
    await page.goto(`${server.origin}/findings?filter=team:web+assignee:ada+state:any`)
    await page.getByRole('list', { name: /^Findings/ }).waitFor()
    expect(await page.getByRole('checkbox', { name: /^Select / }).count()).toBe(0)
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    const work = page.getByRole('region', { name: 'Work' })
    await work.getByText('Assigned to ada, team web').waitFor()
    expect(await work.getByRole('combobox').count()).toBe(0)
    await page.context().close()
    page = ada
  })
})
