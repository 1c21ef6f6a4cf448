import { compareItems, type Item, parseMaven } from '../maven-order.ts'
import { defineScheme } from '../scheme.ts'

const MAX_LENGTH = 512

/** Maven: any text is a version; numbers, words and their separators form nested lists. */
export const maven = defineScheme<Item>({
  id: 'maven',
  source: 'Apache Maven, Version Order Specification; ComparableVersion of 3.9',
  parse: (text) => (text.length === 0 || text.length > MAX_LENGTH ? undefined : parseMaven(text)),
  compare: compareItems,
})
