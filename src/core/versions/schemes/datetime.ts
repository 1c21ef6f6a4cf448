import { defineScheme } from '../scheme.ts'

const pattern = /^\d{4}-\d{2}-\d{2}(?:[Tt ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:[Zz]|[+-]\d{2}:?\d{2})?)?$/

/** VERS datetime: RFC 3339; without a zone it is UTC. */
export const datetime = defineScheme<number>({
  id: 'datetime',
  source: 'VERS, datetime; RFC 3339',
  parse(text) {
    if (!pattern.test(text)) return undefined
    const zoned = text.length === 10 || /(?:[Zz]|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text}Z`
    const time = Date.parse(zoned.replace(' ', 'T').toUpperCase())
    return Number.isNaN(time) ? undefined : time
  },
  compare: (a, b) => a - b,
})
