import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { err, problem } from '#core/kernel'
import { DEFAULT_WORKSPACE } from '#platform/database'
import type { ServerFlows } from './types.ts'
import { workersOf } from './workers.ts'

test('an import that failed is told once under a key of its own; one that was stopped is not', async () => {
  const told: string[] = []
  const flows = {
    importFile: async () => err(problem('bad-file', 'it is no SBOM')),
    tell: async (_workspace: string, { kind, key }: { kind: string; key: string }) => void told.push(`${kind} ${key}`),
  } as unknown as ServerFlows
  const importing = async (stop: AbortSignal) => {
    const path = join(mkdtempSync(join(tmpdir(), 'lunette-upload-')), 'shop.json')
    writeFileSync(path, '{}')
    const payload = { path, fileName: 'shop.json', exposure: 'unknown', actor: 'ada' }
    const request = { kind: 'import' as const, title: '', workspaceId: DEFAULT_WORKSPACE, payload }
    await workersOf(flows).import.run(request, () => {}, stop)
    return path
  }
  await importing(AbortSignal.abort())
  const path = await importing(new AbortController().signal)
  expect(told).toEqual([`import.failed import:${path}`])
})
