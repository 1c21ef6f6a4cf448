import { err, ok, problem, type Result } from '#core/kernel'
import { type Attempt, CaseCollector } from '../cases.ts'
import type { EvaluationImporter, ReadEvaluation } from '../contract.ts'
import { type Fields, fieldsOf, instantOf, listOf, numberOf, parseJson, textOf } from '../json.ts'
import { zipTexts } from './zip.ts'

/**
 * Logs of Inspect (inspect.aisi.org.uk, "Log files"): JSON, and `.eval`, which is a zip file with a header and a file for
 * each sample. Epochs of a sample are attempts at one case. Control, cluster and stratum are taken from its metadata.
 */
export const inspect: EvaluationImporter = {
  id: 'inspect',
  title: 'Inspect',
  formats: 'Inspect logs, .eval and JSON',
  recognises: ({ name, head }) =>
    (/\.eval$/i.test(name) && head.startsWith('PK')) ||
    (/^\s*\{/.test(head) && /"eval"\s*:\s*\{/.test(head) && /"(?:status|version)"\s*:/.test(head)),
  read: ({ bytes }) => (bytes.subarray(0, 2).toString('latin1') === 'PK' ? readArchive(bytes) : readText(bytes)),
}

async function readText(bytes: Buffer): Promise<Result<ReadEvaluation>> {
  const parsed = parseJson(bytes.toString('utf8'), 'not-inspect')
  if (!parsed.ok) return parsed
  const log = fieldsOf(parsed.value)
  if (!fieldsOf(log?.eval)) return err(problem('not-inspect', 'it has no part "eval"'))
  const collector = new CaseCollector()
  for (const sample of listOf(log?.samples)) addSample(collector, sample)
  return ok(runOf(log as Fields, collector))
}

async function readArchive(bytes: Buffer): Promise<Result<ReadEvaluation>> {
  const collector = new CaseCollector()
  let header: Fields | undefined
  try {
    const wanted = (name: string) => /^(?:header|_journal\/start)\.json$|^samples\/[^/]+\.json$/.test(name)
    for await (const { name, text } of zipTexts(bytes, wanted)) {
      const value: unknown = JSON.parse(text)
      if (name.startsWith('samples/')) addSample(collector, value)
      // What was written at the end tells more than what was written at the start.
      else if (name === 'header.json' || !header) header = fieldsOf(value)
    }
  } catch (cause) {
    return err(problem('not-inspect', `the archive cannot be read: ${(cause as Error).message.slice(0, 200)}`, cause))
  }
  if (!fieldsOf(header?.eval)) return err(problem('not-inspect', 'the archive has no header with a part "eval"'))
  return ok(runOf(header as Fields, collector))
}

function runOf(log: Fields, collector: CaseCollector): ReadEvaluation {
  const { task, task_version, model, created, packages } = fieldsOf(log.eval) as Fields
  if (log.status !== undefined && log.status !== 'success')
    collector.drop('run-not-finished', `the run ended as ${String(log.status)}: samples may be missing`)
  const { cases, outcome } = collector.end()
  const version = textOf(fieldsOf(packages)?.inspect_ai)
  const [target, targetVersion, at] = [textOf(model), textOf(task_version), instantOf(created)]
  const run = {
    tool: version === undefined ? 'Inspect' : `Inspect ${version}`,
    name: textOf(task) ?? 'Inspect evaluation',
    ...(target !== undefined && { target }),
    ...(targetVersion !== undefined && { targetVersion: `task ${targetVersion}` }),
    ...(at !== undefined && { at }),
    cases,
  }
  return { run, outcome }
}

function addSample(collector: CaseCollector, value: unknown): void {
  const sample = fieldsOf(value)
  const id = textOf(sample?.id)
  if (!sample || id === undefined) {
    collector.skip('not-a-sample', JSON.stringify(value)?.slice(0, 120) ?? '')
    return
  }
  const metadata = fieldsOf(sample.metadata)
  const scores = Object.values(fieldsOf(sample.scores) ?? {}).map(fieldsOf)
  collector.add({
    key: id,
    result: sample.error ? 'insufficient' : resultOf(scores),
    control: textOf(metadata?.control),
    cluster: textOf(metadata?.cluster),
    stratum: textOf(metadata?.stratum),
    note: textOf(fieldsOf(sample.error)?.message) ?? textOf(scores[0]?.explanation),
  })
}

/** All scorers must agree that it passed. A score between the two ends is no verdict. */
function resultOf(scores: readonly (Fields | undefined)[]): Attempt['result'] {
  const results = scores.map((score) => verdictOf(score?.value))
  if (results.includes('fail')) return 'fail'
  return results.length === 0 || results.includes('insufficient') ? 'insufficient' : 'pass'
}

/** Inspect's own marks: C correct, I incorrect, P partial, N no answer; or a number from 0 to 1; or a truth value. */
function verdictOf(value: unknown): Attempt['result'] {
  if (value === 'C' || value === true) return 'pass'
  if (value === 'I' || value === 'N' || value === false) return 'fail'
  const number = numberOf(value)
  return number === 1 ? 'pass' : number === 0 ? 'fail' : 'insufficient'
}
