import fastify from 'fastify'
import { expect, it } from 'vitest'
import { FindingsBeingRead } from '#views/finding-lists'
import { answerWithProblems } from './problems.ts'

it('findings that are being read are a problem that says how far that is and when to come back', async () => {
  const app = fastify()
  answerWithProblems(app, { error: () => {}, warn: () => {}, info: () => {} })
  app.get('/', () => {
    throw new FindingsBeingRead({ read: 1_240_000, total: 5_000_000, seconds: 70 })
  })
  const answer = await app.inject('/')
  expect(answer.statusCode).toBe(503)
  expect(answer.headers).toMatchObject({ 'retry-after': '30', 'content-type': 'application/problem+json' })
  expect(answer.json()).toMatchObject({
    code: 'being-read',
    detail: 'Reading 1,240,000 of 5,000,000 findings: about 70 seconds more.',
    reading: { read: 1_240_000, total: 5_000_000, seconds: 70 },
  })
  await app.close()
})
