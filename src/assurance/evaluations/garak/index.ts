import { err, ok, problem } from '#core/kernel'
import { CaseCollector, type RunWords } from '../cases.ts'
import type { EvaluationImporter } from '../contract.ts'
import { type Fields, fieldsOf, instantOf, numberOf, parseJson, textOf } from '../json.ts'
import { linesOf } from '../text.ts'
import { attemptOf } from './attempt.ts'

/** `status` of an attempt: asked, and judged by detectors (garak, attempt.py). */
const JUDGED = 2
const USUAL_THRESHOLD = 0.5

/** The first line of a log of hits: an output with the detector that fired. */
const hitLog = /^\uFEFF?\s*\{"goal"\s*:[^\n]*"detector"\s*:/
const report = /^\uFEFF?\s*\{[^\n]*"entry_type"\s*:/

/**
 * Reports of garak (`*.report.jsonl`; reference.garak.ai, "Reporting"). A prompt is a case; an answer that any detector
 * scores at or above the run's threshold is a hit, which fails it. Probes are the clusters, their families the strata.
 */
export const garak: EvaluationImporter = {
  id: 'garak',
  title: 'garak',
  formats: 'garak report, JSON lines (`*.report.jsonl`)',
  recognises: ({ name, head }) => report.test(head) || hitLog.test(head) || /\.hitlog\.jsonl$/i.test(name),
  async read({ bytes }) {
    if (hitLog.test(bytes.toString('utf8', 0, 4_096)))
      return err(problem('not-garak', 'this is the log of hits, which leaves out what passed: take the *.report.jsonl'))
    const reader = new ReportReader()
    for (const { place, text, isOpen } of linesOf(bytes)) reader.line(text, place, isOpen)
    if (!reader.isReport) return err(problem('not-garak', 'it holds no entry of a garak run'))
    return ok(reader.end())
  },
}

class ReportReader {
  isReport = false
  readonly #collector = new CaseCollector()
  #words: Partial<RunWords> = {}
  #threshold = USUAL_THRESHOLD
  #isComplete = false
  readonly #judged: { entry: Fields; place: string }[] = []
  readonly #asked = new Map<string, { entry: Fields; place: string }>()

  line(text: string | undefined, place: string, isOpen: boolean): void {
    const parsed = text === undefined ? undefined : parseJson(text, 'not-garak')
    const entry = parsed?.ok ? fieldsOf(parsed.value) : undefined
    const type = textOf(entry?.entry_type)
    if (isOpen && !parsed?.ok) this.#collector.skip('cut-off', place)
    else if (!entry || type === undefined) this.#collector.skip('not-an-entry', place)
    else this.#entry(type, entry, place)
  }

  #entry(type: string, entry: Fields, place: string): void {
    this.isReport ||= type === 'start_run setup' || type === 'init' || type === 'attempt'
    if (type === 'start_run setup') this.#setUp(entry)
    else if (type === 'init') this.#words = { ...this.#words, ...initOf(entry) }
    else if (type === 'completion') this.#isComplete = true
    else if (type === 'attempt') this.#attempt(slim(entry), place)
  }

  #setUp(entry: Fields): void {
    this.#threshold = numberOf(entry['run.eval_threshold']) ?? this.#threshold
    this.#words = { ...setupOf(entry), ...this.#words }
  }

  /** An attempt is written when it was asked and again when it was judged. */
  #attempt(entry: Fields, place: string): void {
    const uuid = textOf(entry.uuid) ?? place
    if (entry.status === JUDGED) this.#judged.push({ entry, place })
    else if (!this.#asked.has(uuid)) this.#asked.set(uuid, { entry, place })
  }

  end() {
    for (const { entry, place } of this.#judged) {
      this.#asked.delete(textOf(entry.uuid) ?? place)
      this.#collector.add(attemptOf(entry, this.#threshold), place)
    }
    for (const { entry, place } of this.#asked.values())
      this.#collector.add({ ...attemptOf(entry, this.#threshold), note: 'not judged' }, place)
    if (!this.#isComplete)
      this.#collector.miss('run-not-finished', 1, 'the run did not end: what it did not come to is missing')
    return this.#collector.end({ tool: 'garak', name: 'garak', ...this.#words })
  }
}

/** What is wanted of an attempt: its answers are let go at once. */
function slim({ uuid, status, probe_classname, prompt, detector_results, notes }: Fields): Fields {
  const { control, cluster, stratum } = fieldsOf(notes) ?? {}
  return { uuid, status, probe_classname, prompt, detector_results, notes: { control, cluster, stratum } }
}

function setupOf(entry: Fields): Partial<RunWords> {
  const type = textOf(entry['plugins.target_type']) ?? textOf(entry['plugins.model_type'])
  const name = textOf(entry['plugins.target_name']) ?? textOf(entry['plugins.model_name'])
  const version = textOf(entry['_config.version'])
  const prefix = textOf(entry['reporting.report_prefix'])?.split(/[\\/]/).at(-1)
  const target = [type, name].filter((word) => word !== undefined).join(' ')
  return {
    ...(version !== undefined && { tool: `garak ${version}` }),
    ...(prefix && { name: `garak ${prefix}` }),
    ...(target !== '' && { target }),
  }
}

function initOf(entry: Fields): Partial<RunWords> {
  const [version, at] = [textOf(entry.garak_version), instantOf(entry.start_time)]
  return { ...(version !== undefined && { tool: `garak ${version}` }), ...(at !== undefined && { at }) }
}
