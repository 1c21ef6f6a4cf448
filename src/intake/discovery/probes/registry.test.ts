import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { probes } from './registry.ts'

const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory())

it('every folder is in the registry, and is tested', () => {
  const registry = readFileSync(join(import.meta.dirname, 'registry.ts'), 'utf8')
  for (const { name } of folders) {
    expect(registry).toContain(`'./${name}/index.ts'`)
    expect(
      readdirSync(join(import.meta.dirname, name)).some((file) => file.endsWith('.test.ts')),
      name,
    ).toBe(true)
  }
})

it('ids are unique', () => {
  expect(new Set(probes.map(({ id }) => id)).size).toBe(probes.length)
})
