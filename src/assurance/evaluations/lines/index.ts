import { err, type Outcome, ok, problem } from '#core/kernel'
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
    for (const { place, record, isCut } of records.value) {
      if (isCut) collector.skip('cut-off', place)
      else addRecord(collector, record, place)
      noteRun(said, record)
    }
    if (collector.outcome.kept === 0) return err(problem('not-lines', noneTaken(collector.outcome)))
    const at = timeOf(said.get('at'))
    // It would count as of now, and as the newest run.
    if (said.has('at') && at === undefined)
      return err(problem('not-lines', 'its column "at" holds no time such as 2026-08-10T12:00:00Z'))
    const base = name.replace(/\.[^.]*$/, '')
    const title = said.get('run') ?? (base === '' ? 'evaluation' : base)
    return ok(
      collector.end({
        ...{ tool: isJson ? 'JSON lines' : 'CSV', name: title, target: said.get('target') },
        ...{ targetVersion: said.get('version'), at },
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

/** Only as ISO 8601: of other forms nobody can tell the day from the month. */
function timeOf(word: string | undefined): string | undefined {
  return word !== undefined && /^\d{4}-\d\d-\d\d/.test(word) ? instantOf(word) : undefined
}

function noneTaken({ dropped }: Outcome): string {
  const unread = dropped.find(({ code }) => code === 'not-readable')
  return unread ? `no line can be taken: ${unread.example}` : 'no line has a key and a result'
}

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
  /** The file was cut within it. */
  isCut?: boolean
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
  for (const { place, text, isOpen } of linesOf(bytes)) {
    const parsed = text === undefined ? undefined : parseJson(text, 'not-lines')
    yield { place, record: parsed?.ok ? fieldsOf(parsed.value) : undefined, isCut: isOpen && !parsed?.ok }
  }
}

/** Of a line with a word that cannot be read a failure is taken, and nothing that would speak for the control. */
function addRecord(collector: CaseCollector, record: Fields | undefined, place: string): void {
  const word = typeof record?.result === 'boolean' ? String(record.result) : textOf(record?.result)
  const result = results.get(word?.trim().toLowerCase() ?? '')
  const unread = record && result !== 'fail' ? unreadable(record) : undefined
  if (!record) collector.skip('not-a-line', place)
  else if (result === undefined) collector.skip('no-result', place)
  else if (unread !== undefined) collector.skip('not-readable', `${place}: ${unread}`)
  else collector.add(attemptOf(record, result), place)
}

function attemptOf(record: Fields, result: Attempt['result']): Attempt {
  return {
    key: textOf(record.key),
    control: textOf(record.control),
    cluster: textOf(record.cluster),
    stratum: textOf(record.stratum),
    note: textOf(record.note),
    of: textOf(record.of),
    variation: caseVariations.find((one) => one === record.variation),
    trust: shareOf(record.trust),
    ...verdictOf(record, result),
  }
}

/** The first field of a line whose word is none of its kind; `undefined`: all can be read. */
function unreadable(record: Fields): string | undefined {
  const isSaid = (name: string) => record[name] !== undefined && record[name] !== null && record[name] !== ''
  const wrong = (['attempts', 'passed', 'open'] as const).find(
    (name) => isSaid(name) && countOf(record[name]) === undefined,
  )
  if (wrong !== undefined) return `${wrong} is no whole number`
  if (isSaid('trust') && shareOf(record.trust) === undefined) return 'trust is no number from 0 to 1'
  const isVariation = caseVariations.some((one) => one === record.variation)
  return isSaid('of') && isSaid('variation') && !isVariation
    ? `variation is none of ${caseVariations.join(', ')}`
    : undefined
}

function numberIn(value: unknown): number | undefined {
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : numberOf(value)
}

function shareOf(value: unknown): number | undefined {
  const number = numberIn(value)
  return number !== undefined && number >= 0 && number <= 1 ? number : undefined
}

const MAX_ATTEMPTS = 1_000_000

function countOf(value: unknown): number | undefined {
  const number = numberIn(value)
  return number === undefined || !Number.isInteger(number) || number < 0 || number > MAX_ATTEMPTS ? undefined : number
}

type Verdict = Pick<Attempt, 'result' | 'attempts' | 'passed' | 'open' | 'contradiction'>

/**
 * How a line ended: a case passes when every attempt did, and fails when one did not. Where the numbers say otherwise than the
 * result, the worse of the two counts, and the contradiction is told.
 */
function verdictOf(record: Fields, result: Attempt['result']): Verdict {
  const attempts = countOf(record.attempts) ?? 1
  const passed = countOf(record.passed) ?? (result === 'pass' ? attempts : 0)
  const open = countOf(record.open) ?? (result === 'insufficient' ? Math.max(0, attempts - passed) : 0)
  const failed = attempts - passed - open
  if (attempts < 1 || failed < 0)
    return {
      result: result === 'pass' ? 'insufficient' : result,
      contradiction: `${passed} passed of ${attempts} attempts${openWords(open)}`,
    }
  const counted = failed > 0 ? 'fail' : open > 0 ? 'insufficient' : 'pass'
  if (counted === result) return { result, attempts, passed, open }
  const contradiction = `result "${result}", and ${passed} of ${attempts} attempts passed${openWords(open)}`
  return isWorse(counted, result)
    ? { result: counted, attempts, passed, open, contradiction }
    : { result, contradiction }
}

function openWords(open: number): string {
  return open > 0 ? `, ${open} without a verdict` : ''
}

const fromBest: readonly Attempt['result'][] = ['pass', 'insufficient', 'fail']

function isWorse(one: Attempt['result'], other: Attempt['result']): boolean {
  return fromBest.indexOf(one) > fromBest.indexOf(other)
}
