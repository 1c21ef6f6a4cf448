import { describe, expect, it } from 'vitest'
import { hashPassword, verifyPassword } from './password.ts'

describe('a password', () => {
  it('is stored as an argon2id PHC string with a salt of its own', async () => {
    const [one, other] = await Promise.all([
      hashPassword('a few unrelated words'),
      hashPassword('a few unrelated words'),
    ])
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(one).not.toBe(other)
  })

  it('matches only itself', async () => {
    const stored = await hashPassword('a few unrelated words')
    expect(await verifyPassword('a few unrelated words', stored)).toBe(true)
    expect(await verifyPassword('a few unrelated word', stored)).toBe(false)
  })

  it('has the same bytes however its letters are composed (NFKC)', async () => {
    expect(await verifyPassword('a\u0308pfel und birnen', await hashPassword('\u00e4pfel und birnen'))).toBe(true)
  })

  it.each([
    '',
    'plain',
    '$argon2i$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaA',
    `$argon2id$v=19$m=99999999999,t=2,p=1$${'a'.repeat(22)}$${'a'.repeat(43)}`,
  ])('never matches what is no hash of ours: %s', async (stored) =>
    expect(await verifyPassword('x', stored)).toBe(false),
  )
})
