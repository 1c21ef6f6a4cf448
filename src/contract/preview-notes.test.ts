import { expect, test } from 'vitest'
import { previewNotes } from './preview-notes.ts'

const result = { assetName: 'shop', isLatest: true } as Parameters<typeof previewNotes>[0]

test('what no number of a preview says is said', () => {
  expect(previewNotes(result, 'name it')).toEqual([])
  expect(previewNotes({ ...result, directOnly: true }, 'name it')).toEqual([
    'It names direct dependencies only: what they pull in is not in it, and not looked at.',
  ])
  expect(previewNotes({ ...result, ruledOff: 1 }, 'name it')[0]).toContain('1 finding besides would be off the list')
})
