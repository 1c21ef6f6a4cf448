import {
  type Day,
  dropRecord,
  emptyOutcome,
  err,
  ok,
  outcomeStatus,
  parseDay,
  parseProbability,
  type Result,
} from '#core/kernel'
import type { EpssScore } from '#core/vocabulary'
import type { Feed, FeedRead } from '../contract.ts'
import { FeedError } from '../reading/feed-error.ts'
import { cveOf } from '../reading/fields.ts'
import { wholeFile } from '../reading/records.ts'

/** EPSS: one file a day with every scored CVE. */
export const epss: Feed = {
  id: 'epss',
  name: 'EPSS',
  publisher: 'FIRST',
  licence: 'free to use with attribution',
  intervalHours: 12,
  mirror: ['epss/epss_scores-*.csv*'],
  whole: false,
  // A day's file appears in the course of the day; the day before has one for certain.
  official: (day) =>
    [dayBefore(day), day].map((date) => ({
      name: `epss_scores-${date}.csv.gz`,
      url: `https://epss.empiricalsecurity.com/epss_scores-${date}.csv.gz`,
    })),
  async read(file, sink, limits, signal) {
    try {
      const bytes = await wholeFile(file, limits, signal)
      const day = readEpss(bytes.toString('latin1'), file.name)
      if (!day.ok) return err({ ...day.error, message: `${file.name}: ${day.error.message}` })
      await sink.epssDay(day.value.scores)
      return ok({ outcome: day.value.outcome, touched: ['epss'], complete: [], bytes: bytes.length })
    } catch (cause) {
      if (cause instanceof FeedError) return err({ ...cause.problem, message: `${file.name}: ${cause.message}` })
      throw cause
    }
  },
}

export interface EpssDay {
  date: Day
  modelVersion: string
  scores: EpssScore[]
  outcome: FeedRead['outcome']
}

/** One day of EPSS scores from CSV text. The date comes from the comment line, else the file's name. Problems: `wrong-type`, `no-date`, `no-records`. */
export function readEpss(text: string, fileName = ''): Result<EpssDay> {
  const comment = text.startsWith('#') ? text.slice(0, Math.max(0, text.indexOf('\n'))) : ''
  const date =
    parseDay(/score_date:([^,\s]+)/.exec(comment)?.[1]) ?? parseDay(/(\d{4}-\d{2}-\d{2})/.exec(fileName)?.[1])
  const body = comment === '' ? text : text.slice(comment.length + 1)
  const lineEnd = body.indexOf('\n')
  const header = body
    .slice(0, lineEnd < 0 ? body.length : lineEnd)
    .trim()
    .toLowerCase()
  if (!/^cve,epss,percentile\b/.test(header))
    return err({ code: 'wrong-type', message: 'the header is not "cve,epss,percentile"' })
  if (!date)
    return err({
      code: 'no-date',
      message: 'neither the comment line nor the file name says of which day the scores are',
    })
  const modelVersion = /model_version:([^,\s]+)/.exec(comment)?.[1] ?? 'unknown'
  return scoresOf(body.slice(lineEnd + 1), date, modelVersion)
}

function scoresOf(body: string, date: Day, modelVersion: string): Result<EpssDay> {
  const outcome = emptyOutcome()
  const scores: EpssScore[] = []
  for (const line of body.split('\n')) {
    if (line === '' || line === '\r') continue
    outcome.read++
    const [id, score, place] = line.trimEnd().split(',', 3)
    const cve = cveOf(id)
    const probability = parseProbability(score)
    const percentile = parseProbability(place)
    if (cve && probability !== undefined && percentile !== undefined)
      scores.push({ cve, probability, percentile, date, modelVersion })
    else dropRecord(outcome, 'no-score', line.slice(0, 80))
  }
  outcome.kept = scores.length
  outcome.status = outcomeStatus(outcome)
  return scores.length > 0
    ? ok({ date, modelVersion, scores, outcome })
    : err({ code: 'no-records', message: 'there is no score in the file' })
}

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
}
