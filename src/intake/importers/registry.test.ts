import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Importer } from './contract.ts'
import { importers } from './registry.ts'

const shared = new Set(['shared', 'walk'])
const folders = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !shared.has(entry.name))
  .map((entry) => entry.name)

function isImporter(value: unknown): value is Importer {
  return value !== null && typeof value === 'object' && 'recognises' in value && 'read' in value
}

describe('the registry of importers', () => {
  it.each(folders)('%s is a registered plug-in named as its folder, with a test of its own', async (folder) => {
    const face: Record<string, unknown> = await import(`./${folder}/index.ts`)
    const plugIns = Object.values(face).filter(isImporter)
    expect(plugIns.map((plugIn) => plugIn.id)).toEqual([folder])
    expect(importers.get(folder)).toBe(plugIns[0])
    expect(existsSync(join(import.meta.dirname, folder, `${folder}.test.ts`))).toBe(true)
  })

  it('has no more plug-ins than folders', () => expect([...importers.keys()].sort()).toEqual([...folders].sort()))
})
