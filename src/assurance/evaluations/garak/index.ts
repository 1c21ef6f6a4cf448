import { err, ok, problem } from '#core/kernel'
import { type Attempt, CaseCollector } from '../cases.ts'
import type { EvaluationImporter } from '../contract.ts'
import { type Fields, fieldsOf, instantOf, keyOf, listOf, numberOf, textOf } from '../json.ts'

/** `status` of an attempt that detectors have judged (garak, attempt.py: ATTEMPT_COMPLETE). */
const JUDGED = 2
const USUAL_THRESHOLD = 0.5

/**
 * Reports of garak (`*.report.jsonl`; reference.garak.ai, "Reporting"). A prompt is a case; an answer that any detector
 * scores at or above the run's threshold is a hit, which fails it. Probes are the strata.
 */
export const garak: EvaluationImporter = {
  id: 'garak',
  title: 'garak',
  formats: 'garak report, JSON lines',
  recognises: ({ head }) => /^\s*\{[^\n]*"entry_type"\s*:/.test(head),
  async read({ bytes }) {
    const collector = new CaseCollector()
    const run = { tool: 'garak', name: 'garak run' } as { tool: string; name: string; target?: string; at?: string }
    let threshold = USUAL_THRESHOLD
    let known = false
    for (const line of bytes.toString('utf8').split('\n')) {
      if (line.trim() === '') continue
      const entry = entryOf(line)
      if (!entry) collector.skip('not-an-entry', line.slice(0, 120))
      else if (entry.entry_type === 'start_run setup') {
        known = true
        threshold = numberOf(entry['run.eval_threshold']) ?? threshold
        Object.assign(run, setupOf(entry))
      } else if (entry.entry_type === 'init') known = Object.assign(run, initOf(entry)) !== undefined
      else if (entry.entry_type === 'attempt' && entry.status === JUDGED) collector.add(attemptOf(entry, threshold))
    }
    if (!known && collector.outcome.kept === 0) return err(problem('not-garak', 'it holds no entry of a garak run'))
    const { cases, outcome } = collector.end()
    return ok({ run: { ...run, cases }, outcome })
  },
}

function entryOf(line: string): Fields | undefined {
  try {
    const entry = fieldsOf(JSON.parse(line))
    return typeof entry?.entry_type === 'string' ? entry : undefined
  } catch {
    return undefined
  }
}

function setupOf(entry: Fields) {
  const type = textOf(entry['plugins.target_type']) ?? textOf(entry['plugins.model_type'])
  const name = textOf(entry['plugins.target_name']) ?? textOf(entry['plugins.model_name'])
  const version = textOf(entry['_config.version'])
  const target = [type, name].filter(Boolean).join(' ')
  return { ...(version !== undefined && { tool: `garak ${version}` }), ...(target !== '' && { target }) }
}

function initOf(entry: Fields) {
  const [version, at, run] = [textOf(entry.garak_version), instantOf(entry.start_time), textOf(entry.run)]
  return {
    ...(version !== undefined && { tool: `garak ${version}` }),
    ...(at !== undefined && { at }),
    ...(run !== undefined && { name: `garak run ${run}` }),
  }
}

function attemptOf(entry: Fields, threshold: number): Attempt {
  const probe = textOf(entry.probe_classname) ?? 'probe'
  const detectors = Object.values(fieldsOf(entry.detector_results) ?? {}).map(listOf)
  const tried = Math.max(0, ...detectors.map(({ length }) => length))
  const verdicts = Array.from({ length: tried }, (_, index) =>
    verdictOf(
      detectors.map((list) => list[index]),
      threshold,
    ),
  )
  const judged = verdicts.filter((verdict) => verdict !== undefined)
  const passed = judged.filter(Boolean).length
  return {
    key: `${probe} ${keyOf(entry.prompt)}`,
    result: judged.length === 0 ? 'insufficient' : passed === judged.length ? 'pass' : 'fail',
    attempts: judged.length,
    passed,
    cluster: probe,
    stratum: probe.split('.')[0],
    note: textOf(entry.goal),
  }
}

/** `true`: no detector fired; `undefined`: none said anything. */
function verdictOf(scores: readonly unknown[], threshold: number): boolean | undefined {
  const said = scores.flatMap((score) => numberOf(score) ?? [])
  return said.length === 0 ? undefined : said.every((score) => score < threshold)
}
