import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { unknownNames } from './unknown-names.ts'

const root = join(import.meta.dirname, '../../..')

test.each([
  ['LUNETTE_PROT', 'LUNETTE_PORT'],
  ['LUNETTE_DATA', 'LUNETTE_DATA_DIR'],
  ['LUNETTE_DATADIR', 'LUNETTE_DATA_DIR'],
  ['LUNETTE_LOGLEVEL', 'LUNETTE_LOG_LEVEL'],
  ['LUNETTE_DATABASE_URL', 'DATABASE_URL'],
  ['LUNETTE_COLOUR', '"npm run -s lunette -- config show"'],
])('%s is no setting: %s is named', async (name, meant) => {
  const [line, ...others] = await unknownNames({ [name]: '1', LUNETTE_PORT: '1', PATH: '/bin' })
  expect(line).toContain(`${name} is no setting and has no effect`)
  expect(line).toContain(meant)
  expect(others).toEqual([])
})

test('no name that the product or its tests read is taken for a mistyped one', async () => {
  const files = globSync('{src,test,bench,tools}/**/*.{ts,mjs}', { cwd: root })
  const names = files.flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8')
    return [...text.matchAll(/(?:process\.env|env|environment)\.(LUNETTE_[A-Z_]+)/g)].map(([, name]) => name!)
  })
  expect(names).toContain('LUNETTE_SHOTS')
  expect(await unknownNames(Object.fromEntries(names.map((name) => [name, '1'])))).toEqual([])
})
