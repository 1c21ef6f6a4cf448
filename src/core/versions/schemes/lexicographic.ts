import { compareText } from '../digits.ts'
import { defineScheme } from '../scheme.ts'

/** VERS lexicographic: text by code unit of its NFC form. */
export const lexicographic = defineScheme<string>({
  id: 'lexicographic',
  source: 'VERS, lexicographic',
  parse: (text) => (text.length > 0 && text.length <= 1_024 ? text.normalize('NFC') : undefined),
  compare: compareText,
})
