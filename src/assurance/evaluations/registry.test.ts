import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type EvaluationImporter, MAX_BYTES } from './contract.ts'
import { evaluationImporters, readEvaluation } from './registry.ts'

const folders = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'store')
  .map((entry) => entry.name)

function isImporter(value: unknown): value is EvaluationImporter {
  return value !== null && typeof value === 'object' && 'recognises' in value && 'read' in value
}

describe('the registry of evaluation importers', () => {
  it.each(folders)('%s is a registered plug-in named as its folder, with a test of its own', async (folder) => {
    const face: Record<string, unknown> = await import(`./${folder}/index.ts`)
    const plugIns = Object.values(face).filter(isImporter)
    expect(plugIns.map((plugIn) => plugIn.id)).toEqual([folder])
    expect(evaluationImporters.get(folder)).toBe(plugIns[0])
    expect(existsSync(join(import.meta.dirname, folder, `${folder}.test.ts`))).toBe(true)
  })

  it('has no more plug-ins than folders', () =>
    expect([...evaluationImporters.keys()].sort()).toEqual([...folders].sort()))

  it('says of a file of no known form which forms there are', async () => {
    const read = await readEvaluation({ name: 'notes.txt', bytes: Buffer.from('Dear all,') })
    expect(read).toMatchObject({ ok: false, error: { code: 'unknown-format' } })
    for (const { title } of evaluationImporters.values()) expect(read.ok ? '' : read.error.message).toContain(title)
  })

  it('refuses a file that is too large before it looks at it', async () => {
    const bytes = Buffer.alloc(MAX_BYTES + 1)
    expect(await readEvaluation({ name: 'x.json', bytes })).toMatchObject({ ok: false, error: { code: 'too-large' } })
  })
})
