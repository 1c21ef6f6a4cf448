import { judgedAttempts } from '#assurance/evaluations'
import type { Evidence } from '#assurance/evidence'
import type { EvaluationCase } from '#core/vocabulary'

/** When cases of a control passed in another run, by key, and how fast that fades. */
interface EarlierPasses {
  days: ReadonlyMap<string, number>
  halfLifeDays: number
}

/**
 * One piece of evidence for what held, one for what did not. Repeats of a case tell little more than the case: passes count
 * once a case, however it is asked and however often it is run, and as far as who judged them is believed; failures in full
 * (law 3). Attempts without a verdict count as neither.
 */
export function evidenceOf(
  cases: readonly EvaluationCase[],
  about: Pick<Evidence, 'controlId' | 'source' | 'at' | 'subjectVersion'>,
  earlier: EarlierPasses,
): Evidence[] {
  const judged = cases.filter(({ result }) => result !== 'insufficient')
  const attempts = judged.reduce((sum, one) => sum + judgedAttempts(one), 0)
  const passes = judged.reduce((sum, one) => sum + one.passed, 0)
  const believed = judged.reduce((sum, { passed, trust = 1 }) => sum + passed * trust, 0)
  const open = cases.length - judged.length
  const piece = (result: Evidence['result'], demands: number, weight: number): Evidence[] =>
    demands === 0 ? [] : [{ kind: 'evaluation', aspect: 'efficacy', result, demands, weight, note: null, ...about }]
  return [
    ...piece('pass', passes, passes === 0 ? 1 : (newCases(judged, earlier) / attempts) * (believed / passes)),
    ...piece('fail', attempts - passes, 1),
    ...piece('insufficient', open, 1),
  ]
}

/**
 * How many cases say something that is not counted yet. A case that is asked otherwise, too, is still one; of one that passed
 * in another run so much is new as that has faded: together they count as one pass of the newer day.
 */
function newCases(judged: readonly EvaluationCase[], { days, halfLifeDays }: EarlierPasses): number {
  const nearest = new Map<string, number>()
  for (const { key, of = key } of judged)
    nearest.set(of, Math.min(nearest.get(of) ?? Infinity, days.get(key) ?? Infinity))
  return [...nearest.values()].reduce((sum, apart) => sum + 1 - 0.5 ** (apart / halfLifeDays), 0)
}
