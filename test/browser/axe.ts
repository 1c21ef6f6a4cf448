import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

const tags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']

/**
 * axe on the page as it is now; anything serious or critical fails. Every rule is asked in the dark theme, and in the
 * light one what a theme can change: the contrast of colours.
 */
export async function seriousFindings(page: Page): Promise<void> {
  expect([
    ...(await serious(page, 'dark', (axe) => axe.withTags(tags))),
    ...(await serious(page, 'light', (axe) => axe.withRules('color-contrast'))),
  ]).toEqual([])
}

async function serious(page: Page, theme: string, ask: (axe: AxeBuilder) => AxeBuilder): Promise<string[]> {
  await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`)
  // Rows of a list are made alike: every fourth one stands for those around it.
  // No page has frames of other origins; without them nothing needs the further page that axe would open each time.
  const { violations } = await ask(
    new AxeBuilder({ page }).setLegacyMode(true).exclude('li[aria-posinset]:not(:nth-child(4n + 1))'),
  ).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${theme} ${id}: ${nodes[0]?.html.slice(0, 200)}`)
}
