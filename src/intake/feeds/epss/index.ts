import { type Day, dropRecord, emptyOutcome, ok, outcomeStatus, parseDay, parseProbability } from '#core/kernel'
import type { EpssScore } from '#core/vocabulary'
import type { Feed, FeedLimits, OfficialFile } from '../contract.ts'
import { FeedError, orRefusal } from '../reading/feed-error.ts'
import { cveOf } from '../reading/fields.ts'
import { textLinesOf } from '../reading/lines.ts'
import { FileBytes } from '../reading/records.ts'
import { daysBefore, missingDays } from './missing-days.ts'

/** EPSS: one file a day with every scored CVE. */
export const epss: Feed = {
  id: 'epss',
  name: 'EPSS',
  publisher: 'FIRST',
  licence: 'free to use with attribution',
  intervalHours: 12,
  mirror: ['epss/epss_scores-*.csv*'],
  whole: false,
  byDay: true,
  // A day's file appears in the course of the day; the day before has one for certain.
  official: (day, state) => [daysBefore(day, 1), day, ...missingDays(day, state)].map(fileOf),
  read: (file, sink, limits, signal) =>
    orRefusal(file, async () => {
      const day = new DayReader(file.name, limits)
      const bytes = new FileBytes(file, limits, signal)
      await sink.epssDay(day.scores(bytes))
      return ok({ outcome: day.outcome, touched: ['epss'], bytes: bytes.count })
    }),
}

/** Reads the lines of one day: a comment with model and day, a header, then a score a line. */
class DayReader {
  readonly outcome = emptyOutcome()
  readonly #fileName: string
  readonly #limits: FeedLimits
  #comment = ''
  #day: Pick<EpssScore, 'date' | 'modelVersion'> | undefined

  constructor(fileName: string, limits: FeedLimits) {
    this.#fileName = fileName
    this.#limits = limits
  }

  /** Problems: `wrong-type`, `no-date`, `no-records`, `too-many-entries`. */
  async *scores(chunks: AsyncIterable<Buffer>): AsyncGenerator<EpssScore[]> {
    for await (const lines of textLinesOf(chunks, this.#limits)) {
      const scores = this.#scoresOf(lines)
      if (scores.length > 0) yield scores
    }
    if (!this.#day) throw noHeader()
    if (this.outcome.kept === 0) throw new FeedError('no-records', 'there is no score in the file')
    this.outcome.status = outcomeStatus(this.outcome)
  }

  #scoresOf(lines: readonly string[]): EpssScore[] {
    const scores: EpssScore[] = []
    for (const line of lines) {
      if (line === '' || line === '\r') continue
      if (this.#day) this.#take(line, this.#day, scores)
      else if (line.startsWith('#')) this.#comment = line
      else this.#day = this.#begin(line)
    }
    if (this.outcome.read > this.#limits.entries)
      throw new FeedError('too-many-entries', `the file has more than ${this.#limits.entries} scores`)
    return scores
  }

  /** The date comes from the comment line, else from the file's name. */
  #begin(header: string): Pick<EpssScore, 'date' | 'modelVersion'> {
    if (!/^cve,epss,percentile\b/i.test(header)) throw noHeader()
    const date: Day | undefined =
      parseDay(/score_date:([^,\s]+)/.exec(this.#comment)?.[1]) ??
      parseDay(/(\d{4}-\d{2}-\d{2})/.exec(this.#fileName)?.[1])
    if (!date) {
      throw new FeedError('no-date', 'neither the comment line nor the file name says of which day the scores are')
    }
    return { date, modelVersion: /model_version:([^,\s]+)/.exec(this.#comment)?.[1] ?? 'unknown' }
  }

  #take(line: string, day: Pick<EpssScore, 'date' | 'modelVersion'>, scores: EpssScore[]): void {
    this.outcome.read++
    const [id, score, place] = line.trimEnd().split(',', 3)
    const cve = cveOf(id)
    const probability = parseProbability(score)
    const percentile = parseProbability(place)
    if (!cve || probability === undefined || percentile === undefined) {
      dropRecord(this.outcome, 'no-score', line.slice(0, 80))
      return
    }
    this.outcome.kept++
    scores.push({ cve, probability, percentile, date: day.date, modelVersion: day.modelVersion })
  }
}

function noHeader(): FeedError {
  return new FeedError('wrong-type', 'the header is not "cve,epss,percentile"')
}

function fileOf(date: string): OfficialFile {
  const name = `epss_scores-${date}.csv.gz`
  return { name, url: `https://epss.empiricalsecurity.com/${name}` }
}
