import { expect, test } from 'vitest'
import { createLog } from './index.ts'
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
