import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { mergeImports } from './merge-imports.ts'
import { scanHost } from './scan-host.ts'
import { walkFolder } from './walk-folder.ts'

const root = mkdtempSync(join(tmpdir(), 'lunette-test-'))
afterAll(() => rmSync(root, { recursive: true }))

const lock = JSON.stringify({ lockfileVersion: 3, packages: { 'node_modules/a': { version: '1.0.0' } } })
const files: Record<string, string> = {
  'app/package-lock.json': lock,
  'app/node_modules/.package-lock.json': lock,
  'app/node_modules/deep/package-lock.json': lock,
  'other/package-lock.json': lock,
  'go/go.mod': 'module example.org/x\ngo 1.20\nrequire example.org/y v1.0.0\n',
  'go/go.sum': 'example.org/y v1.0.0 h1:a=\n',
  'broken/poetry.lock': '[[package\n',
  '.git/package-lock.json': lock,
  'var/lib/dpkg/status': 'Package: bash\nStatus: install ok installed\nVersion: 5.2\n',
  'etc/os-release': 'ID=debian\nVERSION_ID="12"\n',
  'etc/hostname': 'web-1\n',
}
for (const [path, text] of Object.entries(files)) {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}
symlinkSync('..', join(root, 'app', 'loop'))

describe('walking a folder', () => {
  it('reads every inventory once, follows no link, enters no node_modules, and names what it refused', async () => {
    const walk = await walkFolder(root)
    if (!walk.ok) throw new Error(walk.error.message)
    expect(walk.value.imports.map((one) => one.path)).toEqual([
      'app/package-lock.json',
      'go/go.mod',
      'other/package-lock.json',
      'var/lib/dpkg/status',
    ])
    expect(walk.value.refused).toMatchObject([{ path: 'broken/poetry.lock', code: 'invalid-syntax' }])
    expect(walk.value.symlinks).toBe(1)
  })

  it('takes a bill of materials for what it says it is, not for what its name suggests', async () => {
    const folder = mkdtempSync(join(root, 'named-'))
    const spdx = { spdxVersion: 'SPDX-2.3', SPDXID: 'SPDXRef-DOCUMENT', name: 'shop', packages: [{ name: 'a' }] }
    writeFileSync(join(folder, 'sbom.json'), JSON.stringify(spdx))
    writeFileSync(join(folder, 'bom.json'), '{"vehicles":[],"colour":"red"}')
    const walk = await walkFolder(folder)
    if (!walk.ok) throw new Error(walk.error.message)
    expect(walk.value.imports.map(({ inventory }) => inventory.format)).toEqual(['SPDX 2.3 JSON'])
    const reason = 'by its name a bill of materials, and no CycloneDX or SPDX: it is JSON with "vehicles", "colour"'
    expect(walk.value.refused).toEqual([{ path: 'bom.json', code: 'unrecognised', reason }])
  })

  it('where no lockfile is kept, what npm installed is read from its hidden lockfile', async () => {
    const walk = await walkFolder(root, { start: 'app/node_modules' })
    expect(walk.ok && walk.value.imports).toEqual([])
    rmSync(join(root, 'app/package-lock.json'))
    const again = await walkFolder(root, { start: 'app' })
    expect(again.ok && again.value.imports.map((one) => one.path)).toEqual(['app/node_modules/.package-lock.json'])
  })

  it('bounds on depth and entries end the walk with a named reason', async () => {
    const shallow = await walkFolder(root, { maxDepth: 1 })
    expect(shallow.ok && shallow.value.refused.map((one) => one.code)).toContain('too-deep')
    const few = await walkFolder(root, { maxEntries: 3 })
    expect(few.ok && few.value.refused.map((one) => one.code)).toContain('too-many-entries')
  })

  it('a host is read from its package databases alone, with its release and name', async () => {
    const host = await scanHost(root)
    if (!host.ok) throw new Error(host.error.message)
    expect(host.value.imports.map((one) => one.inventory.subject)).toMatchObject([
      { name: 'web-1', kind: 'host', distribution: { id: 'debian', versionId: '12' } },
    ])
    expect(host.value.imports[0]?.inventory.components[0]?.purl).toBe('pkg:deb/debian/bash@5.2?distro=debian-12')
  })

  it('merged, the same package in two folders stays two components of one asset', async () => {
    const walk = await walkFolder(root)
    const merged = mergeImports(walk.ok ? walk.value.imports : [], { name: 'shop', kind: 'repository' })
    const found = merged.inventory.components.filter((component) => component.purl === 'pkg:npm/a@1.0.0')
    expect(found.map((component) => component.location)).toEqual(['app/node_modules', 'other'])
    expect(merged.inventory.subject.distribution?.id).toBe('debian')
    expect(new Set(merged.inventory.components.map((component) => component.ref)).size).toBe(
      merged.inventory.components.length,
    )
  })
})
