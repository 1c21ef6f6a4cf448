import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Bits,
  clearBit,
  countBits,
  countCommon,
  hasBit,
  intersect,
  placesOf,
  setBit,
  unite,
  wordsFor,
} from './bits.ts'
import { First } from './first.ts'
import { WordColumn } from './word-column.ts'

const SIZE = 200
const places = fc.uniqueArray(fc.nat({ max: SIZE - 1 }))

function bitsOf(held: readonly number[]): Bits {
  const bits = new Uint32Array(wordsFor(SIZE))
  for (const place of held) setBit(bits, place)
  return bits
}
const sorted = (held: Iterable<number>) => [...held].sort((a, b) => a - b)

describe('a set of places', () => {
  it('holds what was set and not cleared', () => {
    fc.assert(
      fc.property(places, places, (given, cleared) => {
        const bits = bitsOf(given)
        for (const place of cleared) clearBit(bits, place)
        const left = given.filter((place) => !cleared.includes(place))
        expect([...placesOf(bits)]).toEqual(sorted(left))
        expect(countBits(bits)).toBe(left.length)
        for (let place = 0; place < SIZE; place++) expect(hasBit(bits, place)).toBe(left.includes(place))
      }),
    )
  })

  it('meets and joins others as sets do', () => {
    fc.assert(
      fc.property(places, places, (a, b) => {
        const [both, either] = [bitsOf(a), bitsOf(a)]
        intersect(both, bitsOf(b))
        unite(either, bitsOf(b))
        expect([...placesOf(both)]).toEqual(sorted(a.filter((place) => b.includes(place))))
        expect([...placesOf(either)]).toEqual(sorted(new Set([...a, ...b])))
        expect(countCommon(bitsOf(a), bitsOf(b))).toBe(countBits(both))
      }),
    )
  })
})

describe('a column of words', () => {
  // Up to 64 words each has a set of its places; beyond, places are listed when they are first asked for.
  const words = fc.oneof(fc.nat({ max: 5 }), fc.nat({ max: 150 })).map((number) => `word ${number}`)
  it('finds the places of words, few words or many, after any changes', () => {
    const put = fc.record({ place: fc.nat({ max: SIZE - 1 }), word: words })
    const ask = fc.record({
      wanted: fc.uniqueArray(words, { maxLength: 3 }),
      size: fc.integer({ min: SIZE / 2, max: SIZE }),
    })
    const begun = fc.array(put, { maxLength: 400 })
    fc.assert(
      fc.property(begun, fc.array(fc.oneof(put, ask), { maxLength: 60 }), (puts, steps) => {
        const column = new WordColumn(64)
        column.grow(SIZE)
        const now = new Map<number, string>()
        for (const step of [...puts, ...steps, { wanted: ['word 1', 'word 140'], size: SIZE }]) {
          if ('place' in step) {
            column.put(step.place, step.word)
            now.set(step.place, step.word)
            continue
          }
          const { wanted, size } = step
          const found = placesOf(column.placesWith(column.dictionary.these(wanted), size))
          const expected = [...now].filter(([place, word]) => place < size && wanted.includes(word))
          // A place that nothing was put at has no word, whatever it is found under: it holds no finding.
          expect([...found].filter((place) => now.has(place) && place < size)).toEqual(
            sorted(expected.map(([place]) => place)),
          )
        }
      }),
    )
  })

  it('finds them while thousands move and come', () => {
    const column = new WordColumn(20_000)
    const words: string[] = []
    const put = (place: number, number: number) => {
      words[place] = `word ${number % 1_000}`
      column.put(place, words[place])
    }
    const check = () => {
      const found = column.placesWith(column.dictionary.these(['word 7', 'word 8']), words.length)
      const expected = words.flatMap((word, place) => (word === 'word 7' || word === 'word 8' ? place : []))
      expect([...placesOf(found)]).toEqual(expected)
    }
    for (let place = 0; place < 10_000; place++) put(place, place)
    for (let place = 0; place < 20_000; place++) {
      put(place, place + 1)
      if (place % 500 === 7) check()
    }
  })
})

it('the first of many are those that sorting all would put first', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 50 })), fc.nat({ max: 10 }), (numbers, more) => {
      const most = more + 1
      const first = new First<number>(most, (a, b) => b - a)
      for (const number of numbers) first.add(number)
      expect(first.items).toEqual([...numbers].sort((a, b) => b - a).slice(0, most))
    }),
  )
})
