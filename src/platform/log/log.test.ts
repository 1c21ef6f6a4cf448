import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { createLog } from './index.ts'
import { lines } from './lines.ts'
import { mask } from './mask.ts'

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  let text = ''
  write(
    createLog('info', {
      write(line) {
        text += line
      },
    }),
  )
  return text
}

const SECRET = 'hunter2-Qw8_zK4mT9pL2xV7'

test.each([
  `connect to postgres://lunette:${SECRET}@db.example:5432/lunette failed`,
  `postgresql://lunette:${SECRET}@127.0.0.1/x?sslmode=require`,
  `https://feeds.example/v2?apiKey=${SECRET}&page=2`,
  `GET https://feeds.example/?access_token=${SECRET}`,
  `authorization: Bearer ${SECRET}`,
  `sent Bearer ${SECRET} to it`,
  `Authorization: ${SECRET}`,
  `host=db password=${SECRET} user=x`,
  `cookie lunette_session=${SECRET}; path=/`,
  `open http://127.0.0.1:7350/setup#${SECRET}`,
  `open http://127.0.0.1:7350/invite#${SECRET}${SECRET}`,
  `{"password":"${SECRET}"}`,
  `-----BEGIN PRIVATE KEY-----\n${SECRET}\n-----END PRIVATE KEY-----`,
])('no secret stands in a log: %s', (text) => {
  expect(mask(text)).not.toContain(SECRET)
  for (const line of [
    logged((log) => log.info(text)),
    logged((log) => log.info({ deep: { in: { a: { field: text } } } }, 'said')),
    logged((log) => log.error({ error: new Error('outside', { cause: new Error(text) }) }, 'failed')),
  ]) {
    expect(line).not.toContain(SECRET)
    expect(() => JSON.parse(line)).not.toThrow()
  }
})

test.each([
  'reading https://feeds.example/osv/npm/all.zip, 12,345 records',
  'taking up work that was interrupted',
  'pkg:npm/%40scope/name@1.0.0 in CVE-2026-1000',
  'postgres://lunette@127.0.0.1:5432/lunette is refused',
  'http://127.0.0.1:7350/findings#GHSA-jfh8-c2jp-5v3q',
])('what is no secret stays as it is: %s', (text) => {
  expect(mask(text)).toBe(text)
  expect(JSON.parse(logged((log) => log.info(text)))).toMatchObject({ msg: text })
})

test('an error is logged with its words, its cause and its place', () => {
  const line = logged((log) => log.error({ error: new Error('outside', { cause: new Error('inside') }) }, 'failed'))
  expect(JSON.parse(line)).toMatchObject({
    msg: 'failed',
    error: { message: 'outside', stack: expect.stringContaining('log.test'), cause: { message: 'inside' } },
  })
})

test('fields that are secret by name are hidden whole', () => {
  expect(JSON.parse(logged((log) => log.info({ a: { token: SECRET }, password: 1 }, 'x')))).toMatchObject({
    a: { token: '(hidden)' },
    password: '(hidden)',
  })
})

/** As a terminal gets it. */
function shown(write: (log: ReturnType<typeof createLog>) => void): string {
  let text = ''
  const terminal = new Writable({
    write(chunk, _encoding, done) {
      text += chunk
      done()
    },
  })
  write(createLog('info', lines(terminal)))
  return text
}

test.each([
  ['a line break', 'shop\n12:00:00 info mara signed in', '\\u000a'],
  ['a carriage return', 'shop\r12:00:00 info all is well', '\\u000d'],
  ['a colour', 'shop\u001b[31mred', '\\u001b[31m'],
  ['a title', 'shop\u001b]0;owned\u0007', '\\u001b]0;'],
  ['a control character of eight bits', 'shop\u009b2J', '\\u009b2J'],
  ['a backspace', 'shop\b\b\b\bsafe', '\\u0008'],
  ['another direction of writing', 'shop\u202egpj.exe', '\\u202e'],
  ['a line separator', 'shop\u2028next', '\\u2028'],
])('nobody writes into the log by %s in a name (log injection)', (_kind, name, escaped) => {
  for (const line of [
    shown((log) => log.info(`reading ${name}`)),
    shown((log) => log.warn({ file: name, [name]: 1 }, 'a file was dropped')),
    shown((log) => log.error({ error: new Error(name) }, 'failed')),
  ]) {
    expect(line.match(/\n/g)).toHaveLength(1)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be left.
    expect(line.trimEnd()).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u202e]/)
  }
  expect(shown((log) => log.info(name))).toContain(escaped)
  const record = logged((log) => log.info({ name }, name))
  expect(record.trimEnd().split('\n')).toHaveLength(1)
  expect(JSON.parse(record)).toMatchObject({ msg: name, name })
})
