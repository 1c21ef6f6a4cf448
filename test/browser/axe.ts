import { source } from 'axe-core'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

const tags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']

interface Violation {
  id: string
  impact?: string | null
  nodes: readonly { html: string }[]
}

/** axe on the page as it is now; anything serious or critical fails. */
export async function seriousFindings(page: Page): Promise<void> {
  // Colours may be on their way to another scheme: what is serious stays so.
  await expect.poll(() => whatIsSerious(page), { timeout: 10_000, interval: 250 }).toEqual([])
}

/** Every rule is asked in the dark theme, and in the light one what a theme can change: the contrast of colours. */
export async function whatIsSerious(page: Page): Promise<string[]> {
  if (!(await page.evaluate('Boolean(globalThis.axe)'))) await page.evaluate(source)
  return [
    ...(await serious(page, 'dark', { type: 'tag', values: tags })),
    ...(await serious(page, 'light', { type: 'rule', values: ['color-contrast'] })),
  ]
}

async function serious(page: Page, theme: string, runOnly: { type: string; values: string[] }): Promise<string[]> {
  // Rows of a list are made alike: every fourth one stands for those around it.
  const context = { exclude: ['li[aria-posinset]:not(:nth-child(4n + 1))'] }
  // What passes is not read by anybody, and its selectors are half of the work.
  const options = { runOnly, resultTypes: ['violations'], selectors: false, preload: false }
  const violations = (await page.evaluate(`(async () => {
    document.documentElement.dataset.theme = '${theme}'
    const { violations } = await axe.run(${JSON.stringify(context)}, ${JSON.stringify(options)})
    return violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map(({ html }) => ({ html })) }))
  })()`)) as Violation[]
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${theme} ${id}: ${nodes[0]?.html.slice(0, 200)}`)
}
