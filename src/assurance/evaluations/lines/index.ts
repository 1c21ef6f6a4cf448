import { err, ok, problem } from '#core/kernel'
import { type Attempt, CaseCollector } from '../cases.ts'
import type { EvaluationImporter } from '../contract.ts'
import { type Fields, fieldsOf, numberOf, textOf } from '../json.ts'
import { csvRecords } from './csv.ts'

const results: Readonly<Record<string, Attempt['result']>> = {
  pass: 'pass',
  passed: 'pass',
  true: 'pass',
  fail: 'fail',
  failed: 'fail',
  false: 'fail',
  insufficient: 'insufficient',
  error: 'insufficient',
}

/** Our own documented form, for tools without an importer: a case a line, `key` and `result` at least. */
export const lines: EvaluationImporter = {
  id: 'lines',
  title: 'CSV or JSON lines',
  formats:
    'CSV with a head, or JSON lines: key, result (pass, fail, insufficient), and if known control, cluster, stratum, attempts, passed, note',
  recognises: ({ name, head }) =>
    /^\s*\{[^\n]*"key"\s*:[^\n]*"result"|^\s*\{[^\n]*"result"\s*:[^\n]*"key"/.test(head) ||
    (/\.csv$/i.test(name) && /^[^\n]*\bkey\b[^\n]*\bresult\b|^[^\n]*\bresult\b[^\n]*\bkey\b/.test(head)),
  async read({ name, bytes }) {
    const text = bytes.toString('utf8').replace(/^\uFEFF/, '')
    const collector = new CaseCollector()
    const isJson = text.trimStart().startsWith('{')
    for (const record of isJson ? jsonLines(text) : csvRecords(text)) {
      if (record) collector.add(attemptOf(record))
      else collector.skip('not-a-line', name)
    }
    if (collector.outcome.kept === 0) return err(problem('not-lines', 'no line has a key and a result'))
    const { cases, outcome } = collector.end()
    return ok({ run: { tool: isJson ? 'JSON lines' : 'CSV', name: name.replace(/\.[^.]*$/, ''), cases }, outcome })
  },
}

function* jsonLines(text: string): Generator<Fields | undefined> {
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue
    try {
      yield fieldsOf(JSON.parse(line))
    } catch {
      yield undefined
    }
  }
}

function attemptOf(record: Fields): Attempt {
  return {
    key: textOf(record.key) ?? '',
    result: results[String(record.result).trim().toLowerCase()] ?? 'insufficient',
    control: textOf(record.control),
    cluster: textOf(record.cluster),
    stratum: textOf(record.stratum),
    note: textOf(record.note),
    attempts: countOf(record.attempts),
    passed: countOf(record.passed),
  }
}

function countOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : numberOf(value)
  return number === undefined || !Number.isInteger(number) || number < 0 || number > 1_000_000 ? undefined : number
}
