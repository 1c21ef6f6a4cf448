import { expect, it } from 'vitest'
import { importBytes } from '../import-file.ts'
import { checkImporter } from '../importer.kit.ts'
import { pnpmLockfile } from './index.ts'

checkImporter(pnpmLockfile, [
  {
    path: 'a/pnpm-lock.yaml',
    content: `lockfileVersion: 5.4
packages:
  /@babel/core/7.20.0_peer@1.0.0:
    resolution: {integrity: sha512-x}
    dependencies: {lodash: 4.17.21}
    dev: true
  /lodash/4.17.21:
    resolution: {integrity: sha512-x}
`,
    components: ['pkg:npm/%40babel/core@7.20.0', 'pkg:npm/lodash@4.17.21'],
  },
  {
    path: 'b/pnpm-lock.yaml',
    content: `lockfileVersion: '6.0'
packages:
  /@babel/core@7.20.0(peer@1.0.0):
    resolution: {integrity: sha512-x}
  /one@1.10:
    resolution: {integrity: sha512-x}
`,
    components: ['pkg:npm/%40babel/core@7.20.0', 'pkg:npm/one@1.10'],
  },
  {
    path: 'c/pnpm-lock.yaml',
    content: `lockfileVersion: '9.0'
packages:
  '@babel/core@7.20.0':
    resolution: {integrity: sha512-x}
  local@file:../local:
    resolution: {directory: ../local, type: directory}
snapshots:
  '@babel/core@7.20.0': {}
`,
    components: ['pkg:npm/%40babel/core@7.20.0', 'local'],
  },
])

it('YAML that is not well-formed is a problem, not an empty lockfile', async () => {
  const read = await importBytes(Buffer.from("lockfileVersion: '9.0'\npackages: [[[[\n"), 'pnpm-lock.yaml')
  expect(read).toMatchObject({ ok: false, error: { code: 'invalid-syntax' } })
})
