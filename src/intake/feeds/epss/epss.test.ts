import { describe, expect, it } from 'vitest'
import { readText } from '../read-text.kit.ts'
import { epss } from './index.ts'

const COMMENT = '#model_version:v2026.03.14,score_date:2026-08-02T12:55:00+0000'
const HEADER = 'cve,epss,percentile'
const lines = (...of: string[]) => `${of.join('\n')}\n`

it('each score bears its day and model, and the percentile is not the probability', async () => {
  const { result, taken } = await readText(epss, lines(COMMENT, HEADER, 'CVE-2026-1000,0.5,0.9', 'CVE-2026-1001,0,1'))
  expect(result).toMatchObject({ ok: true, value: { outcome: { status: 'complete', kept: 2 }, touched: ['epss'] } })
  const day = { date: '2026-08-02', modelVersion: 'v2026.03.14' }
  expect(taken.scores).toEqual([
    { cve: 'CVE-2026-1000', probability: 0.5, percentile: 0.9, ...day },
    { cve: 'CVE-2026-1001', probability: 0, percentile: 1, ...day },
  ])
})

it('without a comment the day is the file’s name, and the model unknown', async () => {
  const { taken } = await readText(epss, lines(HEADER, 'CVE-2026-1000,0.5,0.9'), 'epss_scores-2021-05-01.csv.gz')
  expect(taken.scores).toMatchObject([{ date: '2021-05-01', modelVersion: 'unknown' }])
})

it('line ends of Windows and a last line without one change nothing', async () => {
  const { taken } = await readText(epss, `${COMMENT}\r\n${HEADER}\r\nCVE-2026-1000,0.5,0.9\r\nCVE-2026-1001,0.1,0.2`)
  expect(taken.scores.map(({ cve, percentile }) => `${cve} ${percentile}`)).toEqual([
    'CVE-2026-1000 0.9',
    'CVE-2026-1001 0.2',
  ])
})

it('a row that is no score is dropped and counted', async () => {
  const rows = ['CVE-2026-1000,0.5,0.9', 'CVE-2026-1001,1.5,0.9', 'CVE-2026-1002,,0.9', 'GHSA-1,0.5,0.9', 'CVE-2026-1']
  const { result, taken } = await readText(epss, lines(COMMENT, HEADER, ...rows))
  expect(taken.scores).toHaveLength(1)
  expect(result).toMatchObject({
    ok: true,
    value: { outcome: { status: 'partial', read: 5, dropped: [{ code: 'no-score', count: 4 }] } },
  })
})

it.each([
  ['another table', lines('a,b,c', 'CVE-2026-1000,0.5,0.9'), 'file-2026-08-01', 'wrong-type'],
  ['a comment alone', lines(COMMENT), 'file-2026-08-01', 'wrong-type'],
  ['scores of no day', lines(HEADER, 'CVE-2026-1000,0.5,0.9'), 'scores.csv', 'no-date'],
  ['a header alone', lines(COMMENT, HEADER), 'file-2026-08-01', 'no-records'],
])('%s is refused and no day of it is kept', async (_what, text, name, code) => {
  const { result, taken } = await readText(epss, text, name)
  expect(result).toMatchObject({ ok: false, error: { code } })
  expect(taken.scores).toEqual([])
})

describe('what is asked for', () => {
  const day = '2026-08-10'
  const asked = (state: Record<string, unknown>, on = day) =>
    epss.official(on, state).map(({ name }) => name.slice('epss_scores-'.length, -'.csv.gz'.length))
  const ago = (days: number) => new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10)
  const days = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => ago(from + at))

  it('is yesterday’s file and today’s first, over the turn of a year as well', () => {
    expect(asked({}, '2026-01-01').slice(0, 2)).toEqual(['2025-12-31', '2026-01-01'])
  })

  it('is then a day of each 30 of the last year, and of the last weeks as many as one run may', () => {
    const windows = Array.from({ length: 12 }, (_, at) => ago(30 * (at + 1)))
    expect(asked({})).toEqual([ago(1), day, ...windows, ago(2), ago(3)])
  })

  it('fills the history in a few runs and asks for no day twice', () => {
    const heldDays: string[] = []
    let runs = 0
    for (; ; runs++) {
      const fresh = asked({ heldDays }).filter((date) => !heldDays.includes(date))
      if (fresh.length === 0) break
      expect(fresh.length).toBeLessThanOrEqual(16)
      heldDays.push(...fresh)
    }
    expect(runs).toBeLessThanOrEqual(5)
    expect(days(0, 44).filter((date) => !heldDays.includes(date))).toEqual([])
    expect(asked({ heldDays })).toEqual([ago(1), day])
  })

  it('after a week without a network is that week', () => {
    const heldDays = [...days(8, 60), ...Array.from({ length: 12 }, (_, at) => ago(30 * (at + 1)))]
    expect(asked({ heldDays })).toEqual([ago(1), day, ...days(2, 7)])
  })

  it('instead of a day without a file is its neighbour, and the day itself again after a week', () => {
    const heldDays = days(0, 44)
    const absentOn = (date: string) => ({ heldDays, absent: { [`epss_scores-${ago(60)}.csv.gz`]: date } })
    expect(asked(absentOn(ago(1)))).toContain(ago(61))
    expect(asked(absentOn(ago(1)))).not.toContain(ago(60))
    expect(asked(absentOn(ago(7)))).toContain(ago(60))
  })
})
