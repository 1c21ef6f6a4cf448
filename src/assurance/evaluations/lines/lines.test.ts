import { describe, expect, it } from 'vitest'
import { checkEvaluationImporter, sample, secretWords } from '../evaluation.kit.ts'
import { csvRecords } from './csv.ts'
import { lines } from './index.ts'

const given = [
  {
    key: 'a',
    result: 'pass',
    control: 'gate',
    cluster: 'k',
    stratum: 'chat',
    attempts: 3,
    passed: 3,
    prompt: secretWords,
  },
  { key: 'b', result: 'failed', attempts: 4, passed: 1, answer: secretWords },
  { key: 'c', result: 'Error', prompt: secretWords },
  { key: 'd', result: true },
  { key: 'a', result: 'pass' },
  { key: 'e', result: 'pass', attempts: 2, passed: 1 },
  { key: 'f', result: 'well' },
  { key: 'g', result: 'constructor' },
  { result: 'pass' },
]
const cases = ['a pass 4/4', 'b fail 1/4', 'c insufficient 0/1', 'd pass 1/1', 'e fail 1/2']
const drops = ['contradicts-itself 1', 'no-result 2', 'no-key 1']
const columns = ['key', 'Result', 'control', 'cluster', 'stratum', 'attempts', 'passed', 'prompt', 'answer']

function csvOf(records: readonly Record<string, unknown>[], separator = ',', end = '\r\n'): string {
  const cells = (values: unknown[]) =>
    values.map((value) => `"${String(value ?? '').replaceAll('"', '""')}"`).join(separator)
  const rows = records.map((record) => cells(columns.map((name) => record[name.toLowerCase()])))
  return [`\uFEFF${columns.join(separator)}`, ...rows].join(end)
}

checkEvaluationImporter(lines, {
  samples: [
    sample({
      name: 'weekly.jsonl',
      records: given,
      write: (records) => records.map((record) => `${JSON.stringify(record)}\n`).join('\n'),
      cases,
      drops,
      run: { tool: 'JSON lines', name: 'weekly' },
    }),
    sample({
      name: 'weekly.csv',
      records: given,
      write: (records) => csvOf(records),
      cases,
      drops,
      run: { tool: 'CSV', name: 'weekly' },
    }),
    sample({
      name: 'sheet.csv',
      records: given,
      write: (records) => csvOf(records, ';', '\n'),
      cases,
      drops,
      run: { tool: 'CSV', name: 'sheet' },
    }),
  ],
  many: (count) => ({
    name: 'many.csv',
    content: `key,result\n${Array.from({ length: count }, (_, at) => `k${at},pass`).join('\n')}`,
  }),
})

async function read(name: string, text: string) {
  return lines.read({ name, bytes: Buffer.from(text) })
}

describe('lines of our own form', () => {
  it('a note is kept as it stands: it was written for us', async () => {
    const found = await read('a.csv', 'key,result,note\nx,fail,"leaks the canary, twice"\n')
    expect(found.ok && found.value.run.cases).toMatchObject([{ key: 'x', note: 'leaks the canary, twice' }])
  })

  it('that end in the middle of a line are a part of a run; a whole last line needs no end', async () => {
    const whole = '{"key":"a","result":"pass"}\n{"key":"b","result":"pass"}'
    expect(await read('a.jsonl', whole)).toMatchObject({ ok: true, value: { outcome: { status: 'complete' } } })
    const cut = await read('a.jsonl', whole.slice(0, -5))
    expect(cut).toMatchObject({ ok: true, value: { run: { cases: [{ key: 'a' }] }, outcome: { status: 'partial' } } })
    expect(cut.ok && cut.value.outcome.dropped).toMatchObject([{ code: 'cut-off', count: 1, example: 'line 2' }])
    const wrong = await read('a.jsonl', `${whole.slice(0, -5)}\n`)
    expect(wrong.ok && wrong.value.outcome.dropped).toMatchObject([{ code: 'not-a-line' }])
  })

  const verdictOf = async (line: string) => {
    const found = await read('a.csv', `key,result,attempts,passed,open,trust\nx,fail,,,,\nk,${line}`)
    if (!found.ok) throw new Error(found.error.message)
    const { run, outcome } = found.value
    const one = run.cases.find(({ key }) => key === 'k')
    const told = outcome.dropped.map(({ code, example }) => `${code}: ${example}`)
    return [one ? `${one.result} ${one.passed}/${one.attempts}` : undefined, ...told]
  }

  it.each([
    ['pass,5,4,,', 'fail 4/5', 'record 2: result "pass", and 4 of 5 attempts passed'],
    ['pass,5,4,1,', 'insufficient 4/5', 'record 2: result "pass", and 4 of 5 attempts passed, 1 without a verdict'],
    ['fail,3,3,,', 'fail 0/1', 'record 2: result "fail", and 3 of 3 attempts passed'],
    ['insufficient,2,2,,', 'insufficient 0/1', 'record 2: result "insufficient", and 2 of 2 attempts passed'],
    ['pass,2,5,,', 'insufficient 0/1', 'record 2: 5 passed of 2 attempts'],
    ['pass,0,0,,', 'insufficient 0/1', 'record 2: 0 passed of 0 attempts'],
  ])('%s counts for the worse, and says that it contradicts itself', async (line, counted, told) =>
    expect(await verdictOf(line)).toEqual([counted, `contradicts-itself: ${told}`]),
  )

  it('of a line with a number that cannot be read a failure is taken, and no pass', async () => {
    expect(await verdictOf('pass,x,,,')).toEqual([undefined, 'not-readable: record 2: attempts is no whole number'])
    expect(await verdictOf('pass,-1,,,')).toEqual([undefined, 'not-readable: record 2: attempts is no whole number'])
    expect(await verdictOf('pass,,,,95%')).toEqual([
      undefined,
      'not-readable: record 2: trust is no number from 0 to 1',
    ])
    expect(await verdictOf('fail,x,,,')).toEqual(['fail 0/1'])
    expect(await verdictOf('fail,3,0,,')).toEqual(['fail 0/3'])
  })

  it('a time that cannot be read for certain refuses the file: it would count as the newest run', async () => {
    for (const at of ['yesterday', '10.08.2026', '08/10/2026'])
      expect(await read('a.csv', `key,result,at\nx,pass,${at}`)).toMatchObject({
        ok: false,
        error: { code: 'not-lines' },
      })
    expect(await read('a.csv', 'key,result,at\nx,pass,2026-08-10 12:00:00')).toMatchObject({
      value: { run: { at: '2026-08-10T12:00:00.000Z' } },
    })
  })

  it('a file without one line that counts is refused', async () => {
    expect(await read('a.jsonl', '{"key":"a","result":"maybe"}')).toMatchObject({
      ok: false,
      error: { code: 'not-lines' },
    })
  })
})

describe('CSV', () => {
  it.each<[string, string, unknown[]]>([
    ['quotes, separators and line ends within a field', 'a,b\r\n"x, ""y""\n z",2\r\n', [{ a: 'x, "y"\n z', b: '2' }]],
    ['a last field that is empty', 'a,b\n1,', [{ a: '1', b: '' }]],
    [
      'a quote within a field is a letter',
      'a,b\n5" disk,2\n3,4',
      [
        { a: '5" disk', b: '2' },
        { a: '3', b: '4' },
      ],
    ],
    ['a record of another width is told', 'a,b\n1\n1,2,3\n3,4', [undefined, undefined, { a: '3', b: '4' }]],
    ['a quote that never ends is told', 'a,b\n1,2\n"3,4\n5,6', [{ a: '1', b: '2' }, undefined]],
    [
      'carriage returns alone',
      'a,b\r1,2\r3,4',
      [
        { a: '1', b: '2' },
        { a: '3', b: '4' },
      ],
    ],
    ['tabs', 'a\tb\n1,5\t2', [{ a: '1,5', b: '2' }]],
    ['empty lines are none', '\na,b\n\n1,2\n\n', [{ a: '1', b: '2' }]],
    ['a head of the prototype', '__proto__,constructor\n1,2', [JSON.parse('{"__proto__":"1","constructor":"2"}')]],
  ])('%s', (_what, text, records) => expect([...csvRecords(text)]).toEqual(records))
})
