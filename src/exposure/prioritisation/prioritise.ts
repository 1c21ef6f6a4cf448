import {
  type Basis,
  bases,
  type Decision,
  type DecisionInput,
  type DecisionPoint,
  type DecisionTable,
  decide,
  type Priority,
  type Verdict,
} from '#core/vocabulary'
import { type Answer, answers, type DecisionContext, exploitationOf, inKev } from './inputs/index.ts'
import { meaningOf } from './policy.ts'
import { rankOf } from './rank.ts'
import { cvssOf, dailyScores } from './scores.ts'
import { whyOf } from './why.ts'

/** A decision with its place in the list: larger is more urgent. */
export interface Prioritised {
  priority: Priority
  /** Rank for a match of the given certainty; `score` stands for CVSS in the order where there is none. */
  rank(verdict: Verdict, score?: number): number
}

/** Decides one (asset, vulnerability) by `table`; every input says where it comes from, what is unknown takes the safer branch. */
export function prioritise(context: DecisionContext, table: DecisionTable): Prioritised {
  const known = answersOf(context, table)
  const decision = decisionOf(table, known)
  const inputs = table.points.map((point, place) => inputOf(point, known[place], decision))
  const outcomeIndex = table.outcome.values.findIndex((value) => value.key === decision.outcome.key)
  const meaning = meaningOf(withoutVersion(table.outcome.id), decision.outcome, table.outcome)
  const evidence = exploitationOf(context)
  const body = {
    table: table.id,
    tableName: table.name,
    outcome: decision.outcome.key,
    outcomeLabel: decision.outcome.name,
    ...meaning,
    basis: weakestBasis(inputs, decision),
    inputs,
    exploitation: evidence.level,
    ...(evidence.level !== 'active' && inKev(context) === undefined && { kevUnknown: true as const }),
    ...dailyScores(context),
    ...cvssOf(context.facts),
  }
  const priority: Priority = { ...body, why: whyOf(table, inputs, evidence, body.basis === 'assumed') }
  return { priority, rank: rankOnce(body, outcomeIndex, context.isRule) }
}

/** Components with the same vulnerability mostly have the same verdict. Of its own, so that it holds on to nothing else of the decision. */
function rankOnce(body: Omit<Priority, 'why'>, outcomeIndex: number, isRule = false): Prioritised['rank'] {
  let last: { verdict: Verdict; rank: number } | undefined
  return (verdict, score) => {
    if (score !== undefined) return rankOf(body, outcomeIndex, verdict, { score: body.cvss?.score ?? score, isRule })
    if (last?.verdict !== verdict) last = { verdict, rank: rankOf(body, outcomeIndex, verdict, { isRule }) }
    return last.rank
  }
}

/** An inventory has thousands of vulnerabilities and a table a few dozen combinations of answers. */
const decisions = new WeakMap<DecisionTable, Map<string, Decision>>()

function decisionOf(table: DecisionTable, known: KnownAnswers): Decision {
  const byAnswers = decisions.get(table) ?? new Map<string, Decision>()
  decisions.set(table, byAnswers)
  const key = known.map((answer) => answer?.value ?? '?').join(' ')
  let decision = byAnswers.get(key)
  if (decision === undefined) {
    decision = decide(table, valuesOf(table, known))
    byAnswers.set(key, decision)
  }
  return decision
}

/** What is known of each point of a table, in its order. */
type KnownAnswers = readonly (Answer | undefined)[]

function answersOf(context: DecisionContext, { points }: DecisionTable): KnownAnswers {
  return points.map(({ id, values }) => {
    const answer = answers[withoutVersion(id)]?.(context)
    return answer && values.some(({ key }) => key === answer.value) ? answer : undefined
  })
}

function valuesOf({ points }: DecisionTable, known: KnownAnswers): Record<string, string> {
  return Object.fromEntries(points.flatMap(({ id }, place) => (known[place] ? [[id, known[place].value]] : [])))
}

/** The same few ids are asked for with every decision. */
const versionless = new Map<string, string>()
const MOST_IDS = 1_000

function withoutVersion(id: string): string {
  const known = versionless.get(id)
  if (known !== undefined) return known
  const short = id.split(':').slice(0, 2).join(':')
  if (versionless.size < MOST_IDS) versionless.set(id, short)
  return short
}

function inputOf(point: DecisionPoint, answer: Answer | undefined, decision: Decision): DecisionInput {
  const value = decision.used[point.id] ?? ''
  const valueLabel = point.values.find((candidate) => candidate.key === value)?.name ?? value
  const decisive = decision.decisive.includes(point.id)
  const head = { point: point.id, label: point.name, value, valueLabel, decisive }
  if (answer)
    return {
      ...head,
      basis: answer.basis,
      source: answer.source,
      ...(answer.at ? { at: answer.at } : {}),
      text: answer.text,
    }
  return {
    ...head,
    basis: 'assumed',
    source: 'none',
    text: `unknown: the more urgent branch, "${valueLabel}", is assumed`,
  }
}

/** Only inputs that could have changed the outcome weaken it; where none could, the outcome rests on what is known. */
function weakestBasis(inputs: readonly DecisionInput[], decision: Decision): Basis {
  if (decision.possible.length > 1) return 'assumed'
  const weights = inputs
    .filter((input) => decision.decisive.includes(input.point) && input.basis !== 'assumed')
    .map((input) => bases.indexOf(input.basis))
  return bases[Math.max(0, ...weights)]!
}
