import { err, ok, problem, type Result } from '#core/kernel'
import { CaseCollector, type RunWords } from '../cases.ts'
import type { EvaluationImporter, ReadEvaluation } from '../contract.ts'
import { type Fields, fieldsOf, instantOf, listOf, parseJson, textOf } from '../json.ts'
import { wholeText } from '../text.ts'
import { attackAttempt, targetOfAttack } from './attack.ts'
import { conversationAttempts } from './conversation.ts'
import { componentName } from './scores.ts'

/**
 * What PyRIT writes (github.com/microsoft/PyRIT): the result of a scenario, a list of attack results, or the conversations
 * that its memory exported until 0.14. An attack that reached its objective is a failed case.
 */
export const pyrit: EvaluationImporter = {
  id: 'pyrit',
  title: 'PyRIT',
  formats: 'JSON: scenario results, lists of attack results, exported conversations',
  recognises: ({ head }) =>
    /^\uFEFF?\s*(?:\[\s*)?\{/.test(head) &&
    (/"scenario_identifier"\s*:/.test(head) ||
      (/"conversation_id"\s*:/.test(head) && /"(?:objective|original_value)"\s*:/.test(head))),
  async read({ bytes }) {
    const text = wholeText(bytes, 'not-pyrit')
    if (!text.ok) return text
    const parsed = parseJson(text.value, 'not-pyrit')
    if (!parsed.ok) return parsed
    const file = fieldsOf(parsed.value)
    if (file && fieldsOf(file.attack_results)) return ok(readScenario(file))
    const records = Array.isArray(parsed.value) ? listOf(parsed.value) : [parsed.value]
    return readRecords(records)
  },
}

function readScenario(file: Fields): ReadEvaluation {
  const collector = new CaseCollector()
  const labels = fieldsOf(file.labels)
  for (const [name, results] of Object.entries(fieldsOf(file.attack_results) ?? {})) {
    for (const value of listOf(results)) {
      const [result, place] = [fieldsOf(value), `attack result ${collector.outcome.read + 1}`]
      if (result) collector.add(attackAttempt(result, { name, labels }), place)
      else collector.skip('not-an-attack-result', place)
    }
  }
  const state = textOf(file.scenario_run_state)
  if (state !== undefined && state !== 'COMPLETED')
    collector.miss('run-not-finished', 1, 'the scenario did not end: what it did not come to is missing')
  const identifier = fieldsOf(file.scenario_identifier)
  const version = textOf(file.pyrit_version) ?? textOf(identifier?.pyrit_version)
  return collector.end({
    ...toolOf(version),
    name: textOf(file.scenario_name) ?? componentName(identifier) ?? 'PyRIT scenario',
    target: targetOf(fieldsOf(file.objective_target_identifier)),
    at: instantOf(file.creation_time),
  })
}

function readRecords(values: readonly unknown[]): Result<ReadEvaluation> {
  const collector = new CaseCollector()
  const pieces: Fields[] = []
  const known: Fields[] = []
  for (const [index, value] of values.entries()) {
    const [record, place] = [fieldsOf(value), `record ${index + 1}`]
    if (record && 'outcome' in record) collector.add(attackAttempt(record), place)
    else if (record && 'role' in record) pieces.push(record)
    else collector.skip('not-an-attack-result', place)
    if (record) known.push(record)
  }
  for (const { attempt, place } of conversationAttempts(pieces)) collector.add(attempt, place)
  if (collector.outcome.kept === 0) return err(problem('not-pyrit', 'it holds no attack result and no conversation'))
  return ok(collector.end(wordsOf(known)))
}

function wordsOf(records: readonly Fields[]): RunWords {
  const targets = records.flatMap((record) => {
    const identifier = targetOfAttack(record) ?? fieldsOf(record.prompt_target_identifier)
    return targetOf(identifier) ?? []
  })
  const times = records.flatMap(({ timestamp }) => instantOf(timestamp) ?? []).sort()
  const versions = records.flatMap((record) => textOf(fieldsOf(record.atomic_attack_identifier)?.pyrit_version) ?? [])
  const target = [...new Set(targets)].sort().join(', ')
  return {
    ...toolOf(versions.sort().at(-1)),
    name: 'PyRIT attacks',
    target: target === '' ? undefined : target,
    at: times[0],
  }
}

function toolOf(version: string | undefined): Pick<RunWords, 'tool'> {
  return { tool: version === undefined ? 'PyRIT' : `PyRIT ${version}` }
}

function targetOf(identifier: Fields | undefined): string | undefined {
  const words = [componentName(identifier), textOf(identifier?.model_name)].filter((word) => word !== undefined)
  return words.length === 0 ? undefined : words.join(' ')
}
