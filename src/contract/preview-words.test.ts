import { expect, it } from 'vitest'
import { previewReason } from './preview-words.ts'

const finding = { urgency: 'soon', resolution: null, why: 'in KEV' } as const

it.each([
  [{ kind: 'new', finding, was: null }, 'in KEV'],
  [{ kind: 'moved', finding, was: { urgency: 'defer' } }, 'was defer, now soon: in KEV'],
  [{ kind: 'gone', finding: { ...finding, resolution: 'fixed' }, was: finding }, 'the version left the affected range'],
  [
    {
      kind: 'reopened',
      finding,
      was: finding,
      returned: { because: 'moved', reason: 'off soon', was: { version: '1.3.0' }, now: { version: '1.2.0' } },
    },
    'back on the list: it was ruled "off soon"; version was 1.3.0, now 1.2.0',
  ],
] as const)('an import says why it would change a finding: %j', (change, words) =>
  expect(previewReason(change)).toBe(words),
)
