import { describe, expect, it } from 'vitest'
import { checkEvaluationImporter, sample, secretWords } from '../evaluation.kit.ts'
import { junit } from './index.ts'

/** As pytest writes it: everything in one suite, exceptions in the message, properties in the case. */
const pytest = [
  '<testcase classname="t.T" name="ok"><properties><property name="control" value="gate"/><property name="stratum" value="chat"/></properties></testcase>',
  `<testcase classname="t.T" name="par[${secretWords}]"><failure message="AssertionError: assert '${secretWords}'">${secretWords}</failure></testcase>`,
  '<testcase classname="t.T" name="par[short-1]" time="0.1" />',
  `<testcase classname="t" name="setup"><error message="failed on setup with &quot;${secretWords}&quot;">x</error></testcase>`,
  `<testcase classname="t" name="both"><failure message="assert 0"><![CDATA[${secretWords}]]></failure></testcase>`,
  '<testcase classname="t" name="both"><error message="failed on teardown">x</error></testcase>',
  '<testcase classname="t" name="skip"><skipped type="pytest.skip" message="no" /></testcase>',
]

/** As Maven's Surefire writes it, with attempts that were made again. */
const surefire = [
  `<testcase name="steady" classname="org.T"><system-out>${secretWords}</system-out></testcase>`,
  `<testcase name="flaky" classname="org.T"><flakyFailure message="${secretWords}" type="java.lang.AssertionError"><stackTrace>x</stackTrace></flakyFailure><flakyError type="java.io.IOException"/></testcase>`,
  `<testcase name="bad" classname="org.T"><failure message="${secretWords}" type="java.lang.AssertionError">x</failure><rerunFailure type="java.lang.AssertionError"/><rerunFailure type="x y"/></testcase>`,
  '<testcase name="shaky" classname="org.T"><flakyError type="java.io.IOException"/></testcase>',
]

/** As Go's and others' converters write it: suites in suites, with properties of their own. */
const nested = [
  `<testsuite name="inner"><properties><property name="cluster" value="k2"/></properties><testcase name="TestA/one"/></testsuite>`,
  `<testsuite name="other"><testcase name="TestA"><failure message="Failed" type="">${secretWords}</failure></testcase></testsuite>`,
  `<testcase name="own" classname="pkg"/><testcase name="off" status="notrun"/>`,
]

const head = '<?xml version="1.0" encoding="UTF-8"?>\n<!-- written by a test -->\n'

checkEvaluationImporter(junit, {
  samples: [
    sample({
      name: 'pytest.xml',
      records: pytest,
      write: (cases) =>
        `<?xml version="1.0" encoding="utf-8"?><testsuites name="pytest tests"><testsuite name="pytest" timestamp="2026-01-02T03:04:05.000001+00:00">${cases.join('')}</testsuite></testsuites>`,
      cases: [
        't.T.ok pass 1/1',
        't.T.par[digest] fail 0/1',
        't.T.par[short-1] pass 1/1',
        't.both fail 0/2',
        't.setup insufficient 0/1',
      ],
      drops: ['skipped 1'],
      run: { tool: 'JUnit XML', name: 'pytest tests', at: '2026-01-02T03:04:05.000Z' },
    }),
    sample({
      name: 'TEST-org.T.xml',
      records: surefire,
      write: (cases) => `${head}<testsuite name="org.T" time="1" tests="4">${cases.join('\n')}</testsuite>`,
      cases: ['org.T.bad fail 0/3', 'org.T.flaky fail 1/3', 'org.T.shaky insufficient 1/2', 'org.T.steady pass 1/1'],
      run: { tool: 'JUnit XML', name: 'org.T' },
    }),
    sample({
      name: 'go.xml',
      records: nested,
      write: (parts) =>
        `<testsuites><testsuite name="outer" timestamp="2026-01-02T03:04:05"><properties><property name="cluster" value="k1"/><property name="control" value="gate"/></properties>${parts.join('')}</testsuite></testsuites>`,
      cases: ['inner.TestA/one pass 1/1', 'other.TestA fail 0/1', 'pkg.own pass 1/1'],
      drops: ['skipped 1'],
      run: { tool: 'JUnit XML', name: 'test run', at: '2026-01-02T03:04:05.000Z' },
    }),
  ],
  many: (count) => ({
    name: 'many.xml',
    content: `<testsuites>${Array.from({ length: count }, (_, at) => `<testcase classname="c" name="n${at}"/>`).join('')}</testsuites>`,
  }),
})

async function read(text: string | Buffer) {
  const read = await junit.read({ name: 'x.xml', bytes: Buffer.from(text) })
  if (!read.ok) throw new Error(read.error.message)
  return read.value.run
}

describe('cases of JUnit XML', () => {
  it('what is said of a suite holds for the cases in it, and those may say otherwise', async () => {
    const { cases } = await read(
      `<testsuite name="a"><properties><property name="control" value="c1"/><property name="stratum" value="s1"/></properties>${pytest[0]}<testsuite name="b"><testcase name="x"/></testsuite></testsuite>`,
    )
    expect(cases.map(({ key, control, stratum }) => `${key} ${control} ${stratum}`)).toEqual([
      'b.x c1 s1',
      't.T.ok gate chat',
    ])
  })

  it('a suite that ends gives its name back to the one around it', async () => {
    const { cases } = await read('<testsuite name="a"><testsuite name="b"/><testcase name="x"/></testsuite>')
    expect(cases).toMatchObject([{ key: 'a.x', stratum: 'a' }])
  })

  it('a note names the exceptions, whatever they say', async () => {
    const { cases } = await read(`<testsuite name="s">${[...pytest, ...surefire].join('')}</testsuite>`)
    expect(cases.flatMap(({ note }) => note ?? [])).toEqual([
      'failed: java.lang.AssertionError',
      'failed: java.io.IOException, java.lang.AssertionError',
      'error: java.io.IOException',
      'failed: AssertionError',
    ])
  })

  it('an encoding that the file names is heeded', async () => {
    const text = '<?xml version="1.0" encoding="ISO-8859-1"?><testsuite name="s"><testcase name="caf\xe9"/></testsuite>'
    expect((await read(Buffer.from(text, 'latin1'))).cases[0]?.key).toBe('s.café')
    const wrong = await junit.read({ name: 'x.xml', bytes: Buffer.from(text.replace('ISO-8859-1', 'utf-8'), 'latin1') })
    expect(wrong).toMatchObject({ ok: false, error: { code: 'not-junit' } })
  })

  it('entities that a document defines itself are refused, not unfolded', async () => {
    const lol = `<!DOCTYPE l [<!ENTITY a "${'x'.repeat(1_000)}">]><testsuite name="s"><testcase name="&a;&a;&a;"/></testsuite>`
    expect(await junit.read({ name: 'x.xml', bytes: Buffer.from(lol) })).toMatchObject({
      ok: false,
      error: { code: 'not-junit' },
    })
  })

  it('an attribute says how a case ended where no element does', async () => {
    const { cases } = await read(
      '<testsuite name="s"><testcase name="a" status="failed"/><testcase name="b" status="error"/><testcase name="c" status="run"/></testsuite>',
    )
    expect(cases.map(({ key, result }) => `${key} ${result}`)).toEqual(['s.a fail', 's.b insufficient', 's.c pass'])
  })

  it('what a suite counts and its tests do not tell of is said', async () => {
    const told = async (text: string) => {
      const found = await junit.read({ name: 'x.xml', bytes: Buffer.from(text) })
      return found.ok && found.value.outcome.dropped.map(({ code, count }) => `${code} ${count}`)
    }
    const one = '<testcase name="a"/>'
    const failed = '<testcase name="b"><failure/></testcase>'
    expect(await told(`<testsuites tests="4"><testsuite tests="1">${one}</testsuite></testsuites>`)).toEqual([
      'tests-missing 3',
    ])
    expect(await told(`<testsuite tests="1" failures="2">${one}</testsuite>`)).toEqual(['failures-missing 2'])
    expect(await told(`<testsuite tests="2" failures="1">${one}${failed}</testsuite>`)).toEqual([])
  })

  it('XML of another kind is refused', async () => {
    const other = await junit.read({ name: 'x.xml', bytes: Buffer.from('<nmaprun><testcase name="x"/></nmaprun>') })
    expect(other).toMatchObject({ ok: false, error: { code: 'not-junit' } })
  })
})
