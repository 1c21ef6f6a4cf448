import { err, ok, problem } from '#core/kernel'
import { caseVariations } from '#core/vocabulary'
import { type Attempt, CaseCollector } from '../cases.ts'
import type { EvaluationImporter } from '../contract.ts'
import { type Fields, fieldsOf, instantOf, numberOf, parseJson, textOf } from '../json.ts'
import { linesOf, wholeText } from '../text.ts'
import { csvRecords, separatorOf } from './csv.ts'

const results = new Map<string, Attempt['result']>([
  ['pass', 'pass'],
  ['passed', 'pass'],
  ['true', 'pass'],
  ['fail', 'fail'],
  ['failed', 'fail'],
  ['false', 'fail'],
  ['insufficient', 'insufficient'],
  ['error', 'insufficient'],
])

/** Our own documented form, for tools without an importer: a case a line, `key` and `result` at least. */
export const lines: EvaluationImporter = {
  id: 'lines',
  title: 'CSV or JSON lines',
  formats:
    'CSV with a head, or JSON lines: key, result (pass, fail, insufficient), and if known control, cluster, stratum, attempts, passed, open, of, variation, trust, note',
  recognises: ({ name, head }) => isJsonLine(head) || (/\.csv$/i.test(name) && hasHead(head)),
  async read({ name, bytes }) {
    const collector = new CaseCollector()
    const isJson = /^\uFEFF?\s*\{/.test(bytes.toString('utf8', 0, 200))
    const records = isJson ? ok(jsonRecords(bytes)) : csvOf(bytes)
    if (!records.ok) return records
    const said = new Map<string, string>()
    for (const { place, record } of records.value) {
      addRecord(collector, record, place)
      noteRun(said, record)
    }
    if (collector.outcome.kept === 0) return err(problem('not-lines', 'no line has a key and a result'))
    const base = name.replace(/\.[^.]*$/, '')
    const title = said.get('run') ?? (base === '' ? 'evaluation' : base)
    return ok(
      collector.end({
        ...{ tool: isJson ? 'JSON lines' : 'CSV', name: title, target: said.get('target') },
        ...{ targetVersion: said.get('version'), at: instantOf(said.get('at')) },
      }),
    )
  },
}

/** What a line says of its whole run. Of lines that differ the same word counts, whichever came first. */
function noteRun(said: Map<string, string>, record: Fields | undefined): void {
  for (const name of ['run', 'target', 'version', 'at']) {
    const word = textOf(record?.[name])?.slice(0, MAX_RUN_WORD)
    if (word !== undefined && word < (said.get(name) ?? '\u{10ffff}')) said.set(name, word)
  }
}

const MAX_RUN_WORD = 1_000

function isJsonLine(head: string): boolean {
  const [first = ''] = head.replace(/^\uFEFF?\s*/, '').split('\n', 1)
  return first.startsWith('{') && /[{,]\s*"key"\s*:/.test(first) && /[{,]\s*"result"\s*:/.test(first)
}

function hasHead(head: string): boolean {
  const [first = ''] = head.replace(/^\uFEFF?\s*/, '').split(/[\r\n]/, 1)
  const names = first.split(separatorOf(first)).map((name) => name.replaceAll('"', '').trim().toLowerCase())
  return names.includes('key') && names.includes('result')
}

interface Placed {
  place: string
  record: Fields | undefined
}

function csvOf(bytes: Buffer) {
  const text = wholeText(bytes, 'not-lines')
  return text.ok ? ok(placed(csvRecords(text.value))) : text
}

function* placed(records: Iterable<Fields | undefined>): Generator<Placed> {
  let count = 0
  for (const record of records) yield { place: `record ${++count}`, record }
}

function* jsonRecords(bytes: Buffer): Generator<Placed> {
  for (const { place, text } of linesOf(bytes)) {
    const parsed = text === undefined ? undefined : parseJson(text, 'not-lines')
    yield { place, record: parsed?.ok ? fieldsOf(parsed.value) : undefined }
  }
}

function addRecord(collector: CaseCollector, record: Fields | undefined, place: string): void {
  const word = typeof record?.result === 'boolean' ? String(record.result) : textOf(record?.result)
  const result = results.get(word?.trim().toLowerCase() ?? '')
  if (!record) collector.skip('not-a-line', place)
  else if (result === undefined) collector.skip('no-result', place)
  else collector.add(attemptOf(record, result), place)
}

function attemptOf(record: Fields, result: Attempt['result']): Attempt {
  return {
    key: textOf(record.key),
    result,
    control: textOf(record.control),
    cluster: textOf(record.cluster),
    stratum: textOf(record.stratum),
    note: textOf(record.note),
    of: textOf(record.of),
    variation: caseVariations.find((one) => one === record.variation),
    trust: shareOf(record.trust),
    ...countsOf(record, result),
  }
}

function shareOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : numberOf(value)
  return number !== undefined && number >= 0 && number <= 1 ? number : undefined
}

const MAX_ATTEMPTS = 1_000_000

/** Counts that contradict the result are left out: a case that passed passed every time, one that failed did not. */
function countsOf(record: Fields, result: Attempt['result']): Pick<Attempt, 'attempts' | 'passed' | 'open'> {
  const attempts = countOf(record.attempts) ?? 1
  const passed = countOf(record.passed)
  const fits = passed === undefined || (result === 'pass' ? passed === attempts : passed < attempts)
  return attempts < 1 || !fits ? {} : { attempts, passed, open: countOf(record.open) }
}

function countOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : numberOf(value)
  return number === undefined || !Number.isInteger(number) || number < 0 || number > MAX_ATTEMPTS ? undefined : number
}
