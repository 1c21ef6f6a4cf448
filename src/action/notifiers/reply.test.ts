import { expect, test } from 'vitest'
import { err, ok, problem } from '#core/kernel'
import { deliveredBy } from './reply.ts'

const answer = (status: number) => deliveredBy(ok({ status, headers: {}, text: '' }))

test('only what nobody can mend is given up at once', () => {
  expect(answer(204)).toEqual({ ok: true })
  expect(answer(410)).toMatchObject({ ok: false, error: { final: true } })
  expect(answer(503)).toMatchObject({ ok: false, error: { final: false } })
  const closed = deliveredBy(err(problem('host-not-allowed', '127.0.0.1 is a private address')))
  expect(closed.ok || closed.error.final).toBeFalsy()
})
