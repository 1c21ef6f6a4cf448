import { rmSync, writeFileSync } from 'node:fs'
import { cpus, platform, release, totalmem } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { systemClock } from '#core/kernel'
import { openSession } from '#platform/auth'
import { type Database, DEFAULT_WORKSPACE, openDatabase } from '#platform/database'
import { chromiumPath, launchChromium } from '../../test/browser/browser.ts'
import { details, pages } from '../../test/browser/every-page.ts'
import { seed } from '../../test/browser/seed.ts'
import { type RunningServer, serve } from '../../test/browser/serve.ts'
import { dataFolder } from '../../test/support/data-folder.ts'
import { seedAssets, seedFindings } from '../../test/support/findings.ts'
import { makePerson } from '../../test/support/people.ts'

const FINDINGS = 200_000
const ASSETS = 5_000
const TIMES = 5
const BAR_P75_MS = 1_000

/**
 * `npm run bench -- paint`: when each page of the browser first shows something, on loopback, over many rows; writes
 * docs/generated/bench-paint.md. Exit 1 when the bar is missed, 2 where there is no Chromium.
 */
export async function run(): Promise<number> {
  if (chromiumPath === undefined) {
    process.stderr.write('lunette: no Chromium is installed\n')
    return 2
  }
  const folder = dataFolder('bench-paint')
  const opened = await openDatabase({ dataDir: folder })
  if (!opened.ok) throw new Error(opened.error.message)
  try {
    return await measure(opened.value)
  } finally {
    await opened.value.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measure(database: Database): Promise<number> {
  await seed(database, 40)
  await seedAssets(database, DEFAULT_WORKSPACE, ASSETS)
  await seedFindings(database, DEFAULT_WORKSPACE, { assets: ASSETS, count: FINDINGS })
  const server = await serve(database, 0, { requestsPerMinute: 1_000_000, strictRequestsPerMinute: 1_000_000 })
  const browser = await launchChromium()
  try {
    const page = await signedIn(database, browser, server)
    const paints = new Map<string, number[]>()
    for (let time = 0; time < TIMES; time++)
      for (const path of [...pages, ...details]) {
        const paint = await firstPaint(page, server.origin + path)
        paints.set(path, [...(paints.get(path) ?? []), paint])
      }
    return report(paints)
  } finally {
    await browser.close()
    await server.close()
  }
}

async function signedIn(database: Database, browser: Browser, server: RunningServer): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const token = await openSession(database, await makePerson(database, 'bench', 'analyst'), systemClock())
  await context.addCookies([{ name: 'lunette_session', value: token ?? '', url: server.origin }])
  return context.newPage()
}

/** Milliseconds from the start of the navigation until something is drawn. */
async function firstPaint(page: Page, address: string): Promise<number> {
  await page.goto(address)
  await page.locator('h1').first().waitFor()
  await page.waitForLoadState('load')
  const paint = await page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime")
  if (typeof paint !== 'number') throw new Error(`${address} painted nothing`)
  return paint
}

function report(paints: ReadonlyMap<string, readonly number[]>): number {
  const p75 = Math.round(quantile([...paints.values()].flat(), 0.75))
  const all = cpus()
  const machine = `${all.length} × ${all[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 1024 ** 3)} GiB, ${platform()} ${release()}, Node ${process.versions.node}`
  const text = [
    '# First paint',
    `Made by \`npm run bench -- paint\` on ${new Date().toISOString().slice(0, 10)}: ${machine}. Each page loaded ${TIMES} times, ${FINDINGS.toLocaleString('en')} findings on ${ASSETS.toLocaleString('en')} assets, embedded database; server, database and browser share the machine.`,
    [
      '| page | first contentful paint, median ms | worst ms |',
      '|---|--:|--:|',
      ...[...paints].map(
        ([path, times]) => `| ${path} | ${Math.round(quantile(times, 0.5))} | ${Math.round(Math.max(...times))} |`,
      ),
    ].join('\n'),
    `p75 of all: ${p75} ms (bar ${BAR_P75_MS} ms)`,
    p75 > BAR_P75_MS ? `missed: p75 ${p75} ms > ${BAR_P75_MS} ms` : 'all bars met',
  ].join('\n\n')
  process.stdout.write(`${text}\n`)
  writeFileSync(join(import.meta.dirname, '../../docs/generated/bench-paint.md'), `${text}\n`)
  return p75 > BAR_P75_MS ? 1 : 0
}

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length * share) - 1]!
}
