import type { DayOfEvidence } from '#assurance/controls'
import type { ControlTerms } from './terms.ts'

/** A piece of evidence with the time it is about, and when it was recorded. */
export interface PieceOfEvidence extends DayOfEvidence {
  controlId: string
  at: string
  recordedAt: string
  source: string
}

const DAY_MS = 86_400_000
/** Days that coverage is counted over apart, and one to spare. */
const RECENT_DAYS = 8

/**
 * Evidence of a control as it comes in once more, in so few sums that judging it again for each piece costs little: what was
 * known before is one sum of what fades, one of what failed, and days of coverage no older than they are told apart.
 */
export class KnownDays {
  readonly #before: readonly DayOfEvidence[]
  readonly #sums = new Map<string, DayOfEvidence>()
  #summed: { terms: ControlTerms; days: readonly DayOfEvidence[] } | undefined

  /** @param pieces what comes in later, which the days hold already */
  constructor(days: readonly DayOfEvidence[], pieces: readonly PieceOfEvidence[]) {
    this.#before = withOldCoverageSummed(without(days, pieces), pieces)
  }

  take(pieces: readonly PieceOfEvidence[]): void {
    for (const piece of pieces) {
      const { aspect, kind, result, day, subjectVersion, demands, weighted } = piece
      const sum = this.#sums.get(keyOf(piece))
      this.#sums.set(keyOf(piece), {
        ...{ aspect, kind, result, day, subjectVersion },
        ...{ demands: (sum?.demands ?? 0) + demands, weighted: (sum?.weighted ?? 0) + weighted },
      })
    }
  }

  /** What the control is judged by under these terms. */
  under(terms: ControlTerms): DayOfEvidence[] {
    if (this.#summed?.terms !== terms) this.#summed = { terms, days: summedUnder(this.#before, terms) }
    return [...this.#summed.days, ...this.#sums.values()]
  }
}

function keyOf({ aspect, kind, result, day, subjectVersion }: DayOfEvidence): string {
  return [aspect, kind, result, day, subjectVersion ?? ''].join(' ')
}

/** Sums by day without some pieces that they hold. */
function without(days: readonly DayOfEvidence[], pieces: readonly PieceOfEvidence[]): DayOfEvidence[] {
  const gone = Map.groupBy(pieces, keyOf)
  return days.flatMap((one) => {
    const taken = gone.get(keyOf(one)) ?? []
    const demands = taken.reduce((rest, piece) => rest - piece.demands, one.demands)
    const weighted = taken.reduce((rest, piece) => rest - piece.weighted, one.weighted)
    return demands > 0 ? [{ ...one, demands, weighted: Math.max(0, weighted) }] : []
  })
}

/** No moment that is looked back on lies before its first piece: of coverage older than what counts as recent then, only the sum is asked for. */
function withOldCoverageSummed(days: readonly DayOfEvidence[], pieces: readonly PieceOfEvidence[]): DayOfEvidence[] {
  const first = pieces
    .filter(({ aspect }) => aspect === 'coverage')
    .map(({ recordedAt }) => recordedAt)
    .sort()[0]
  if (first === undefined) return [...days]
  const cut = new Date(Date.parse(first) - RECENT_DAYS * DAY_MS).toISOString().slice(0, 10)
  const isOld = ({ aspect, day }: DayOfEvidence) => aspect === 'coverage' && day < cut
  const old = Map.groupBy(days.filter(isOld), ({ kind, result }) => `${kind} ${result}`)
  return [...days.filter((one) => !isOld(one)), ...[...old.values()].map((group) => summed(group, 'first'))]
}

/** Passes of one kind and version fade alike, so that they are one sum as of the last of their days; failures do not fade. */
function summedUnder(days: readonly DayOfEvidence[], { halfLifeDays }: ControlTerms): DayOfEvidence[] {
  const efficacy = Map.groupBy(
    days.filter(({ aspect }) => aspect === 'efficacy'),
    ({ kind, result, subjectVersion }) => [kind, result, subjectVersion ?? ''].join(' '),
  )
  return [
    ...days.filter(({ aspect }) => aspect !== 'efficacy'),
    ...[...efficacy.values()].map((group) =>
      group[0]!.result === 'pass' ? fadedTo(group, halfLifeDays) : summed(group, 'last'),
    ),
  ]
}

function summed(group: readonly DayOfEvidence[], day: 'first' | 'last'): DayOfEvidence {
  const days = group.map((one) => one.day).sort()
  const [first, last] = [days[0]!, days.at(-1)!]
  return {
    ...{ ...group[0]!, day: day === 'first' ? first : last, lastDay: last },
    ...{ demands: sumOf(group, ({ demands }) => demands), weighted: sumOf(group, ({ weighted }) => weighted) },
  }
}

function fadedTo(group: readonly DayOfEvidence[], halfLifeDays: number): DayOfEvidence {
  const all = summed(group, 'last')
  const age = ({ day }: DayOfEvidence) => (Date.parse(all.day) - Date.parse(day)) / DAY_MS
  return { ...all, weighted: sumOf(group, (one) => one.weighted * 0.5 ** (age(one) / halfLifeDays)) }
}

function sumOf(group: readonly DayOfEvidence[], of: (one: DayOfEvidence) => number): number {
  return group.reduce((sum, one) => sum + of(one), 0)
}
