import { err, ok, problem, type Result } from '#core/kernel'
import { CaseCollector, type RunWords } from '../cases.ts'
import type { EvaluationImporter, ReadEvaluation } from '../contract.ts'
import { type Fields, fieldsOf, instantOf, listOf, numberOf, parseJson, textOf } from '../json.ts'
import { linesOf, wholeText } from '../text.ts'
import { type Answers, attemptOf, providerOf } from './attempt.ts'

/** A file that holds the whole run begins with one of these. */
const whole = /^\uFEFF?\s*\{\s*"(?:evalId|version|results|config)"\s*:/
/** A line of results has them in order of the alphabet, with what was scored near the front. */
const oneResult = /^\uFEFF?\s*\{"[^\n]*"(?:gradingResult|failureReason|promptIdx)"\s*:/

/** CSV, XML and YAML of the same command: they leave out what tells a broken call from a failed case. */
const otherOutput = /^\uFEFF?(?:<promptfoo>|evalId: eval-|[^\n]*,Status,Score,Named Scores,Grader Reason,)/

/**
 * Output files of `promptfoo eval -o` and `promptfoo redteam run` (promptfoo.dev, "Output formats"): JSON, and JSON lines,
 * which say nothing of the run. What is heeded of a test's `metadata` is told in docs/evaluations.md.
 */
export const promptfoo: EvaluationImporter = {
  id: 'promptfoo',
  title: 'promptfoo',
  formats: 'JSON (versions 2 and 3) and JSON lines of `promptfoo eval -o`, red team included',
  recognises: ({ head }) =>
    (whole.test(head) && /"evalId"\s*:|"results"\s*:\s*\{\s*"(?:version|timestamp)"/.test(head)) ||
    oneResult.test(head) ||
    otherOutput.test(head),
  async read({ bytes }) {
    const head = bytes.toString('utf8', 0, 4_096)
    if (otherOutput.test(head))
      return err(problem('not-promptfoo', 'of promptfoo take its JSON: promptfoo eval -o results.json'))
    return whole.test(head) ? readWhole(bytes) : readLines(bytes)
  },
}

function readWhole(bytes: Buffer): Result<ReadEvaluation> {
  const text = wholeText(bytes, 'not-promptfoo')
  if (!text.ok) return text
  const parsed = parseJson(text.value, 'not-promptfoo')
  if (!parsed.ok) return parsed
  const file = fieldsOf(parsed.value)
  const summary = fieldsOf(file?.results) ?? file
  if (!file || !summary || !Array.isArray(summary.results))
    return err(problem('not-promptfoo', 'it holds no results of promptfoo (results.results)'))
  const collector = new CaseCollector()
  const results = listOf(summary.results).flatMap((value, index) => {
    const result = fieldsOf(value)
    if (!result) collector.skip('not-a-result', `result ${index + 1}`)
    return result ? [{ result, place: `result ${index + 1}` }] : []
  })
  collector.miss('results-missing', countOf(fieldsOf(summary.stats)) - summary.results.length, MISSING)
  return ok(collected(collector, results, wordsOf(file, summary)))
}

const MISSING = 'its statistics count more results than it holds: it was filtered, or cut'

/** How many results the run came to, by its own count. */
function countOf(stats: Fields | undefined): number {
  const ended = [stats?.successes, stats?.failures, stats?.errors].map((count) => numberOf(count) ?? 0)
  return Math.min(MAX_COUNT, Math.trunc(ended.reduce((sum, count) => sum + Math.max(0, count), 0)))
}

const MAX_COUNT = 1_000_000_000

function readLines(bytes: Buffer): Result<ReadEvaluation> {
  const collector = new CaseCollector()
  const results: Placed[] = []
  for (const { place, text, isOpen } of linesOf(bytes)) {
    const parsed = text === undefined ? undefined : parseJson(text, 'not-promptfoo')
    const result = parsed?.ok ? fieldsOf(parsed.value) : undefined
    if (result && ('gradingResult' in result || 'success' in result)) results.push({ result, place })
    else collector.skip(isOpen && !parsed?.ok ? 'cut-off' : 'not-a-result', place)
  }
  if (results.length === 0) return err(problem('not-promptfoo', 'no line is a result of promptfoo'))
  return ok(collected(collector, results, { tool: 'promptfoo', name: 'promptfoo evaluation' }))
}

interface Placed {
  result: Fields
  place: string
}

function collected(collector: CaseCollector, results: readonly Placed[], words: Partial<RunWords>): ReadEvaluation {
  const providers = [...new Set(results.flatMap(({ result }) => providerOf(result) ?? []))].sort()
  const prompts = new Set(results.map(({ result }) => textOf(result.promptId) ?? textOf(result.promptIdx)))
  const answers: Answers = { byTarget: providers.length > 1, byPrompt: prompts.size > 1 }
  for (const { result, place } of results) collector.add(attemptOf(result, answers), place)
  const target = providers.length > 0 ? providers.join(', ') : undefined
  return collector.end({ tool: 'promptfoo', name: 'promptfoo evaluation', ...words, target })
}

function wordsOf(file: Fields, summary: Fields): Partial<RunWords> {
  const about = fieldsOf(file.metadata)
  const version = textOf(about?.promptfooVersion)
  return {
    tool: version === undefined ? 'promptfoo' : `promptfoo ${version}`,
    name: textOf(fieldsOf(file.config)?.description) ?? 'promptfoo evaluation',
    at: instantOf(summary.timestamp) ?? instantOf(about?.evaluationCreatedAt),
  }
}
