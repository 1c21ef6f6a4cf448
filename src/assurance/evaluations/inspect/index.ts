import { err, ok, problem, type Result } from '#core/kernel'
import { CaseCollector } from '../cases.ts'
import type { EvaluationImporter, ReadEvaluation } from '../contract.ts'
import { type Fields, fieldsOf, instantOf, listOf, numberOf, parseJson, textOf } from '../json.ts'
import { wholeText } from '../text.ts'
import { readArchive } from './archive.ts'
import { attemptOf } from './sample.ts'

/**
 * Logs of Inspect (inspect.aisi.org.uk, "Log files"): JSON, and `.eval`, which is a zip file with a header, a summary of
 * all samples and a file for each. Epochs of a sample are attempts at one case.
 */
export const inspect: EvaluationImporter = {
  id: 'inspect',
  title: 'Inspect',
  formats: 'Inspect logs, .eval and JSON',
  recognises: ({ name, head }) =>
    (head.startsWith('PK') && (/\.eval$/i.test(name) || /(?:_journal\/start|header)\.json/.test(head.slice(0, 60)))) ||
    (/^\uFEFF?\s*\{/.test(head) && /"eval"\s*:\s*\{/.test(head) && /"(?:status|version)"\s*:/.test(head)),
  async read({ bytes }) {
    const log = await (bytes.subarray(0, 2).toString('latin1') === 'PK' ? readArchive(bytes) : readText(bytes))
    return log.ok ? collected(log.value) : log
  },
}

function readText(bytes: Buffer): Result<Fields> {
  const text = wholeText(bytes, 'not-inspect')
  if (!text.ok) return text
  const parsed = parseJson(text.value, 'not-inspect')
  return parsed.ok ? ok(fieldsOf(parsed.value) ?? {}) : parsed
}

function collected(log: Fields): Result<ReadEvaluation> {
  const about = fieldsOf(log.eval)
  if (!about) return err(problem('not-inspect', 'it has no part "eval", which says what was run'))
  const collector = new CaseCollector()
  const samples = listOf(log.samples)
  for (const [index, value] of samples.entries()) {
    const [sample, place] = [fieldsOf(value), `sample ${index + 1}`]
    if (sample) collector.add(attemptOf(sample), place)
    else collector.skip('not-a-sample', place)
  }
  countMissing(collector, log, samples.length)
  const version = textOf(fieldsOf(about.packages)?.inspect_ai)
  const taskVersion = textOf(about.task_version)
  const words = {
    tool: version === undefined ? 'Inspect' : `Inspect ${version}`,
    name: textOf(about.task) ?? 'Inspect evaluation',
    target: textOf(about.model),
    targetVersion: taskVersion === undefined ? undefined : `task ${taskVersion}`,
    at: instantOf(about.created),
  }
  return ok(collector.end(words))
}

/** Samples the run was to have and the log has not: it was stopped, or told not to log them. */
function countMissing(collector: CaseCollector, log: Fields, found: number): void {
  const about = fieldsOf(log.eval)
  const epochs = numberOf(fieldsOf(about?.config)?.epochs) ?? 1
  const planned = listOf(fieldsOf(about?.dataset)?.sample_ids).length * epochs
  const wanted = numberOf(fieldsOf(log.results)?.total_samples) ?? planned
  const missing = Math.min(1_000_000_000, Math.trunc(wanted) - found)
  const [code, words] =
    log.status === 'success'
      ? ['samples-missing', 'the log does not hold every sample: run it with samples logged']
      : ['run-not-finished', 'the run did not end: what it did not come to is missing']
  collector.miss(code, log.status === 'success' ? missing : Math.max(1, missing), words)
}
