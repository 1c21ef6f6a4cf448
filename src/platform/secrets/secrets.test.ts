import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { loadSecretKeys, secretBox } from './index.ts'

const folder = () => {
  const path = mkdtempSync(join(tmpdir(), 'lunette-secrets-'))
  onTestFinished(() => rmSync(path, { recursive: true }))
  return path
}

test('what is sealed opens for its purpose and for no other', () => {
  const box = secretBox([randomBytes(32)])
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), fc.string(), (secret, purpose, other) => {
      const sealed = box.seal(secret, purpose)
      expect(box.open(sealed, purpose)).toEqual({ ok: true, value: secret })
      if (other !== purpose) expect(box.open(sealed, other)).toMatchObject({ error: { code: 'secret-unreadable' } })
    }),
  )
})

test('sealed text never shows the secret, and sealing twice gives two texts', () => {
  const box = secretBox([randomBytes(32)])
  const sealed = box.seal('hunter2', 'a')
  expect(sealed).not.toContain(Buffer.from('hunter2').toString('base64url'))
  expect(box.seal('hunter2', 'a')).not.toBe(sealed)
})

test('a changed character makes it unreadable, and says so', () => {
  const box = secretBox([randomBytes(32)])
  const sealed = box.seal('a secret', 'a')
  fc.assert(
    fc.property(fc.nat(sealed.length - 1), fc.constantFrom('A', 'B', '.'), (at, character) => {
      const changed = sealed.slice(0, at) + character + sealed.slice(at + 1)
      const opened = box.open(changed, 'a')
      // The last character of base64url may carry bits that mean nothing.
      if (opened.ok) expect(opened.value).toBe('a secret')
      else expect(opened.error.code).toBe('secret-unreadable')
    }),
  )
})

test('an older key still opens what it sealed, and what it sealed is known to be old', () => {
  const [old, fresh] = [randomBytes(32), randomBytes(32)]
  const sealed = secretBox([old]).seal('a secret', 'a')
  const rotated = secretBox([fresh, old])
  expect(rotated.open(sealed, 'a')).toEqual({ ok: true, value: 'a secret' })
  expect(rotated.isCurrent(sealed)).toBe(false)
  expect(rotated.isCurrent(rotated.seal('a secret', 'a'))).toBe(true)
  expect(secretBox([fresh]).open(sealed, 'a')).toMatchObject({ error: { code: 'secret-unreadable' } })
})

test('a key is made once, for its owner only, and stays', () => {
  const path = folder()
  const first = loadSecretKeys(path)
  expect(statSync(join(path, 'secret.key')).mode & 0o777).toBe(0o600)
  expect(loadSecretKeys(path)).toEqual(first)
  expect(readFileSync(join(path, 'secret.key'), 'utf8').trim()).toHaveLength(44)
})

test('a given key wins over the file; what is no key is refused with what to do', () => {
  const path = folder()
  const key = randomBytes(32)
  expect(loadSecretKeys(path, key.toString('base64'))).toEqual({ ok: true, value: [key] })
  expect(loadSecretKeys(path, 'short')).toMatchObject({ error: { code: 'bad-secret-key' } })
  writeFileSync(join(path, 'secret.key'), '')
  expect(loadSecretKeys(path)).toMatchObject({ error: { message: expect.stringContaining('openssl') } })
})
