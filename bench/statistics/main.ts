import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { measureGap } from '#assurance/monitoring'
import { readReviews, seededRandom } from '#core/statistics'

const WORLDS = 200
const SERIES = 5
const bars = { recovered: 0.93, found: 0.99, wronged: 0.01 }

/** Strata of a synthetic world: its share of production, its cases in the test, how often it fails there. */
const strata = [
  { share: 0.7, cases: 200, rate: 0.03 },
  { share: 0.2, cases: 400, rate: 0.1 },
  { share: 0.1, cases: 400, rate: 0.2 },
] as const
const LABELLED = 1_000

/**
 * `npm run bench -- statistics`: what the methods find in worlds whose truth is known: an evaluation gap, and reviewers who do
 * not look. Each series draws its worlds anew. Writes docs/generated/bench-statistics.md; exit 1 when a bar is missed.
 */
export async function run(): Promise<number> {
  const gaps = [0, 0.02, 0.04, 0.08].map((gap) => ({ gap, held: series((random) => isRecovered(gap, random)) }))
  const reviewers = [
    { words: 'a rubber-stamper, who stops 3 in 100 whatever they are', stops: [0.03, 0.03], isOne: true },
    { words: 'one who glances at a fifth of it', stops: [0.2, 0.01], isOne: undefined },
    { words: 'a careful one, who stops 90 of 100 wrong items', stops: [0.9, 0.05], isOne: false },
    { words: 'a tired one, who stops 75 of 100', stops: [0.75, 0.05], isOne: false },
  ] as const
  const found = reviewers.map((one) => ({ ...one, held: series((random) => isFound(one.stops, random)) }))
  const missed = [
    ...gaps.flatMap(({ gap, held }) => (mean(held) < bars.recovered ? [`a gap of ${percent(gap)}`] : [])),
    ...found.flatMap(({ words, isOne, held }) =>
      (isOne === true && least(held) < bars.found) || (isOne === false && Math.max(...held) > bars.wronged)
        ? [words]
        : [],
    ),
  ]
  const text = [
    '# Statistics',
    `Made by \`npm run bench -- statistics\`: worlds whose truth is known, ${SERIES} series of ${WORLDS} each, drawn with seeds 1 to ${SERIES}; the same everywhere.`,
    '## The gap between test and production',
    `Three strata, ${strata.map(({ cases }) => cases).join(', ')} cases, ${LABELLED.toLocaleString('en')} labelled items of production. In how many worlds the 95 % interval holds the true gap; bar: ${percent(bars.recovered)} of all. Of an interval that holds exactly 95 in 100, one series of ${WORLDS} in thirteen shows fewer than 186 by chance alone.`,
    table(
      ['true gap', 'held, by series', 'of all'],
      gaps.map(({ gap, held }) => [
        percent(gap),
        held.map((share) => `${share * WORLDS}`).join(', '),
        percent(mean(held)),
      ]),
    ),
    '## Reviewers',
    'Twenty seeded wrong items and forty right ones among two hundred and more. How many of 200 are read as rubber-stamping; bars: all but one in a hundred who are, one in a hundred who are not.',
    table(
      ['reviewer', 'read as rubber-stamping, by series'],
      found.map(({ words, held }) => [words, held.map((share) => `${share * WORLDS}`).join(', ')]),
    ),
    missed.length === 0 ? 'all bars met' : `missed: ${missed.join('; ')}`,
  ].join('\n\n')
  process.stdout.write(`${text}\n`)
  writeFileSync(join(import.meta.dirname, '../../docs/generated/bench-statistics.md'), `${text}\n`)
  return missed.length === 0 ? 0 : 1
}

/** The share of worlds in which something holds, for each series. */
function series(holds: (random: () => number) => boolean): number[] {
  return Array.from({ length: SERIES }, (_, place) => {
    const random = seededRandom(place + 1)
    return Array.from({ length: WORLDS }, () => holds(random)).filter(Boolean).length / WORLDS
  })
}

function isRecovered(gap: number, random: () => number): boolean {
  const labels = strata.map(({ share, rate }) => {
    const labelled = share * LABELLED
    return { demands: share * 1_000_000, labelled, labelFailures: drawn(labelled, rate + gap, random) }
  })
  const { bounds } = measureGap(
    labels.map((one, place) => ({ stratum: `s${place}`, ...one })),
    strata.map(({ cases, rate }, place) => ({ stratum: `s${place}`, cases, failures: drawn(cases, rate, random) })),
  )!.gap!
  return bounds.low <= gap && gap <= bounds.high
}

function isFound([stopsWrong, stopsRight]: readonly [number, number], random: () => number): boolean {
  const [hits, falseAlarms] = [drawn(20, stopsWrong, random), drawn(40, stopsRight, random)]
  const read = readReviews({ hits, misses: 20 - hits, falseAlarms, correctRejections: 40 - falseAlarms })
  return read.verdict === 'rubber-stamping'
}

function drawn(count: number, rate: number, random: () => number): number {
  return Array.from({ length: Math.round(count) }, random).filter((value) => value < rate).length
}

/** Series are of one size. */
function mean(shares: readonly number[]): number {
  return shares.reduce((sum, share) => sum + share, 0) / shares.length
}

function least(shares: readonly number[]): number {
  return Math.min(...shares)
}

function percent(share: number): string {
  return `${Math.round(share * 1_000) / 10} %`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
