import type { Attempt } from '../cases.ts'
import { type Fields, fieldsOf, keyOf, listOf, nameOf, noteOf, numberOf, textOf } from '../json.ts'

export function attemptOf(entry: Fields, threshold: number): Attempt {
  const probe = textOf(entry.probe_classname) ?? 'probe'
  const notes = fieldsOf(entry.notes)
  const detectors = Object.entries(fieldsOf(entry.detector_results) ?? {}).map(([name, scores]) => ({
    name,
    scores: listOf(scores).slice(0, MAX_OUTPUTS),
  }))
  const tried = detectors.reduce((most, { scores }) => Math.max(most, scores.length), 0)
  const verdicts = Array.from({ length: tried }, (_, index) =>
    verdictOf(
      detectors.map(({ scores }) => scores[index]),
      threshold,
    ),
  )
  const fired = detectors.filter(({ scores }) => scores.some((score) => (numberOf(score) ?? 0) >= threshold))
  return {
    key: `${probe} ${keyOf(turnsOf(entry.prompt))}`,
    result: resultOf(verdicts),
    attempts: tried,
    passed: verdicts.filter((verdict) => verdict === true).length,
    open: verdicts.filter((verdict) => verdict === undefined).length,
    control: textOf(notes?.control),
    cluster: textOf(notes?.cluster) ?? probe,
    stratum: textOf(notes?.stratum) ?? probe.split('.')[0],
    note: noteOf(
      'hit',
      fired.map(({ name }) => nameOf(name)),
    ),
  }
}

/** Answers to one prompt. */
const MAX_OUTPUTS = 10_000

/** Who said what: a text alone in older reports, turns with languages and notes of the run in newer ones. */
function turnsOf(prompt: unknown): unknown {
  const turns = fieldsOf(prompt)?.turns
  if (!Array.isArray(turns)) return typeof prompt === 'string' ? [['user', prompt]] : prompt
  return turns.map((turn: unknown) => {
    const { role, content } = fieldsOf(turn) ?? {}
    return [role, fieldsOf(content)?.text ?? content]
  })
}

/** `true`: no detector fired; `undefined`: none said anything. */
function verdictOf(scores: readonly unknown[], threshold: number): boolean | undefined {
  const said = scores.flatMap((score) => numberOf(score) ?? [])
  return said.length === 0 ? undefined : said.every((score) => score < threshold)
}

function resultOf(verdicts: readonly (boolean | undefined)[]): Attempt['result'] {
  if (verdicts.includes(false)) return 'fail'
  return verdicts.length === 0 || verdicts.includes(undefined) ? 'insufficient' : 'pass'
}
