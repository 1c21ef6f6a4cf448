import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Notifier } from './contract.ts'
import { notifierOf, notifiers } from './registry.ts'

const folders = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'store')
  .map((entry) => entry.name)

function isNotifier(value: unknown): value is Notifier {
  return value !== null && typeof value === 'object' && 'deliver' in value && 'fields' in value
}

describe('the registry of notifiers', () => {
  it.each(folders)('%s is a registered plug-in named as its folder, with a test of its own', async (folder) => {
    const face: Record<string, unknown> = await import(`./${folder}/index.ts`)
    const plugIns = Object.values(face).filter(isNotifier)
    expect(plugIns.map((plugIn) => plugIn.id)).toEqual([folder])
    expect(notifierOf(folder)).toBe(plugIns[0])
    expect(existsSync(join(import.meta.dirname, folder, `${folder}.test.ts`))).toBe(true)
  })

  it('has no more plug-ins than folders', () =>
    expect(notifiers.map(({ id }) => id).sort()).toEqual([...folders].sort()))
})
