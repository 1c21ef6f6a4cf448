import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { closedFolder } from './closed-folder.ts'

const folder = mkdtempSync(join(tmpdir(), 'lunette-closed-'))
const data = join(folder, 'data')
mkdirSync(data)
afterAll(() => rmSync(folder, { recursive: true }))

const me = process.getuid?.() ?? 0
const refused = (code: string, path = join(data, 'secret.key')) =>
  Object.assign(new Error(`${code}: refused`), { code, path })

test('who owns a closed folder may open it; of another’s the owner is named', () => {
  expect(closedFolder(data, refused('EACCES'), me)?.mend).toContain(`chmod u+rwX ${data}`)
  const other = closedFolder(data, refused('EACCES'), me + 1)
  expect(other?.found).toContain(`${data} may not be written or read by this user: it belongs to`)
  expect(other?.mend).toContain('run this as')
  expect(other?.mend).not.toContain('chmod')
})

test('a folder that could not be made is told by the one above it', () => {
  const missing = join(data, 'not', 'there')
  expect(closedFolder(missing, refused('EACCES', missing), me)?.mend).toContain(`chmod u+rwX ${data},`)
})

test('a file system that is read-only needs another folder', () => {
  const { found, mend } = closedFolder(data, refused('EROFS'), me)!
  expect(found).toContain('read-only file system')
  expect(mend).toContain('--data-dir')
})

test('what is about another file, or no refusal, is not told as one', () => {
  expect(closedFolder(data, refused('EACCES', '/etc/shadow'), me)).toBeUndefined()
  expect(closedFolder(data, refused('EIO'), me)).toBeUndefined()
  expect(closedFolder(data, new Error('a bug'), me)).toBeUndefined()
})
