import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { problemCodes } from '#contract/problem-codes'
import { operations } from '../../src/app/server/document/operations/index.ts'
import { seed } from '../browser/seed.ts'
import { type RunningServer, serve } from '../browser/serve.ts'
import { type ApiDocument, type Operation, readDocument, readerOf } from '../support/api-routes.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { makePerson, Visitor } from '../support/people.ts'

/** Programs are written against this document: what it leaves out they have to guess. */
describe('the OpenAPI document', () => {
  let testing: TestDatabase
  let server: RunningServer
  let document: ApiDocument
  let all: [string, Operation][]

  beforeAll(async () => {
    testing = await testDatabase()
    await seed(testing.database, 20)
    server = await serve(testing.database, 0, { strictRequestsPerMinute: 1_000 })
    document = await readDocument(server.origin)
    all = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]): [string, Operation] => [
        `${method.toUpperCase()} ${path.replace('/api/v1', '')}`,
        operation,
      ]),
    )
  })
  afterAll(async () => {
    await server?.close()
    await testing?.drop()
  })

  it('is of version 3.1, and every operation has a name of its own, a summary and a tag', () => {
    expect(document.openapi).toBe('3.1.0')
    expect(all.map(([name]) => name).sort()).toEqual(Object.keys(operations).sort())
    for (const [name, { operationId, summary, tags }] of all)
      expect([name, { operationId, summary, tags }]).toEqual([
        name,
        {
          operationId: expect.stringMatching(/^[a-z][A-Za-z]+$/),
          summary: expect.stringMatching(/^[A-Z’].{4,}[^.]$/),
          tags: [expect.any(String)],
        },
      ])
    const ids = all.map(([, { operationId }]) => operationId)
    expect(ids).toEqual([...new Set(ids)])
  })

  it('has an example of each body and each answer, and its schema accepts it', () => {
    const wrong: unknown[] = []
    let examples = 0
    for (const [name, { requestBody, responses }] of all)
      for (const [where, content] of [
        ['body', requestBody?.content],
        ...Object.entries(responses).map(([status, answer]) => [status, answer.content] as const),
      ] as const)
        for (const [type, { schema, examples: given }] of Object.entries(content ?? {})) {
          const values = Object.values(given ?? {})
          if (!schema || values.length === 0) wrong.push([name, where, type, 'has no example'])
          for (const { value } of values) {
            examples++
            const read = readerOf(schema ?? {}).safeParse(value)
            if (!read.success) wrong.push([name, where, type, read.error.issues.slice(0, 2), value])
          }
        }
    expect(wrong).toEqual([])
    expect(examples).toBeGreaterThan(300)
  })

  it('says what each operation answers with when it works', () => {
    for (const [name, { responses }] of all) {
      const good = Object.entries(responses).filter(([status]) => Number(status) < 400)
      expect([name, good.map(([status]) => status)]).toSatisfy(
        ([, statuses]: [string, string[]]) => statuses.length > 0,
      )
      for (const [status, { description, content }] of good) {
        expect([name, status, description]).not.toContain('Default Response')
        if (Number(status) < 300) expect([name, status, Object.keys(content ?? {})]).not.toEqual([name, status, []])
      }
    }
  })

  it('takes its own examples: no body it shows is refused as unreadable', async () => {
    const ada = await Visitor.of(
      server.origin,
      testing.database,
      await makePerson(testing.database, 'ada', 'admin', { runsInstance: true }),
    )
    for (const [name, { requestBody, parameters }] of all) {
      const example = requestBody?.content['application/json']?.examples?.usual
      if (!example || name.includes('session')) continue
      const [method = '', path = ''] = name.split(' ')
      const needed = (parameters ?? []).filter((one) => one.in === 'query' && one.required)
      const query = new URLSearchParams(
        needed.map((one): [string, string] => [one.name, one.name === 'endsAt' ? '2030-01-01T00:00:00Z' : 'x']),
      )
      const outcome = await ada.outcome(method, `${path.replace('{id}', crypto.randomUUID())}?${query}`, example.value)
      expect([name, outcome]).not.toEqual([name, '400 bad-request'])
    }
  })

  it('names every code there is, and no other', () => {
    const documented = new Set([
      ...all.flatMap(([, { responses }]) =>
        Object.values(responses).flatMap(
          ({ content }) => (content?.['application/problem+json']?.schema?.properties?.code?.enum ?? []) as string[],
        ),
      ),
      // Told to the page that a redirect leads to.
      ...(operations['GET /session/provider/callback']?.told ?? []),
    ])
    expect([...documented].sort()).toEqual(Object.keys(problemCodes).sort())
  })

  it('says how often each may be asked, which the answers repeat', async () => {
    const limits = new Map(all.map(([name, operation]) => [name, operation['x-lunette-requests-a-minute']]))
    expect([limits.get('GET /findings'), limits.get('POST /session')]).toEqual([1_200, 1_000])
    for (const [name, { responses }] of all)
      expect([name, Object.keys(responses['429']?.headers ?? {})]).toEqual([
        name,
        expect.arrayContaining(['retry-after', 'x-ratelimit-limit']),
      ])
    const answer = await fetch(`${server.origin}/api/v1/session`)
    expect(answer.headers.get('x-ratelimit-limit')).toBe('1200')
    expect(Number(answer.headers.get('x-ratelimit-remaining'))).toBeLessThan(1_200)
  })

  it('takes files as files: a body of octets is documented, and so is each media type of a file that comes out', () => {
    expect(Object.keys(document.paths['/api/v1/imports']?.post?.requestBody?.content ?? {})).toEqual([
      'application/octet-stream',
    ])
    expect(Object.keys(document.paths['/api/v1/findings/export']?.get?.responses['200']?.content ?? {})).toEqual([
      'text/csv',
      'application/json',
      'application/sarif+json',
      'application/vnd.cyclonedx+json',
    ])
    expect(Object.keys(document.paths['/api/v1/events']?.get?.responses['200']?.content ?? {})).toEqual([
      'text/event-stream',
    ])
  })
})

/** Where routes and what they call make their problems. */
const sources = [
  'app/server',
  'platform/auth',
  'platform/idempotency',
  'platform/personal',
  'action/work/store',
  'action/notifiers/store',
  'exposure/findings/store',
]

/** Made there, and never an answer: states of jobs, faults of a worker, results of a delivery. */
const inner = [
  'database-gone',
  'stopped',
  'upload-gone',
  'wrong-place',
  'bad',
  'description',
  'reference',
  'remedy',
  'reported',
  'bad-file',
  // zod's own word for a check of ours.
  'custom',
]

it('every problem that the server’s sources make stands in the one list of codes', () => {
  const root = join(import.meta.dirname, '../../src')
  const codes = sources.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.includes('.test.'))
      .flatMap((file) => [
        ...readFileSync(join(root, folder, file), 'utf8').matchAll(/problem\(\s*'([a-z-]+)'|\bcode: '([a-z-]+)'/g),
      ])
      .map(([, first, second]) => first ?? second ?? ''),
  )
  expect(codes.length).toBeGreaterThan(60)
  expect([...new Set(codes)].filter((code) => !(code in problemCodes) && !inner.includes(code))).toEqual([])
})
