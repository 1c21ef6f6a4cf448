import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'

const web = join(import.meta.dirname, '../../web')
const manifest = JSON.parse(readFileSync(join(web, 'package.json'), 'utf8')) as { dependencies: Record<string, string> }
const INITIAL_BYTES = 250 * 1024

describe('the browser part', () => {
  it('imports its own files, its dependencies and the contract, nothing else of ours', () => {
    const foreign: string[] = []
    for (const file of globSync('src/**/*.{ts,tsx}', { cwd: web, exclude: ['**/*.test.ts'] })) {
      const text = readFileSync(join(web, file), 'utf8')
      for (const [, name = ''] of text.matchAll(/(?:\sfrom |import\()'([^'\n]+)'/g)) {
        if (!isAllowed(name)) foreign.push(`${file}: ${name}`)
      }
    }
    expect(foreign).toEqual([])
  })

  it('takes only types and what needs no schemas from the contract, so that no schema code is sent to the browser', () => {
    const values = globSync('src/**/*.{ts,tsx}', { cwd: web }).flatMap((file) =>
      [...readFileSync(join(web, file), 'utf8').matchAll(/import (?!type)[^\n]*'(@contract\/[^']+)'/g)].map(
        ([, name]) => name,
      ),
    )
    expect(values).toContain('@contract/filter.ts')
    expect(values.filter((name) => importsSomething(join(web, '../src', name!.replace('@', ''))))).toEqual([])
  })

  it.skipIf(!existsSync(join(web, 'dist/index.html')))(
    'sends at most 250 KB of gzipped script before the first page',
    () => {
      const page = readFileSync(join(web, 'dist/index.html'), 'utf8')
      const scripts = [...page.matchAll(/(?:src|href)="(\/[^"]+\.js)"/g)].map(([, path]) => join(web, 'dist', path!))
      const bytes = scripts.reduce((sum, path) => sum + gzipSync(readFileSync(path)).length, 0)
      expect(scripts.length).toBeGreaterThan(0)
      expect(bytes).toBeLessThan(INITIAL_BYTES)
    },
  )
})

/** Whether a file of the contract, or what it takes from others of ours, brings a package with it. `core` has none of its own. */
function importsSomething(file: string, seen = new Set<string>()): boolean {
  if (seen.has(file)) return false
  seen.add(file)
  const taken = [...readFileSync(file, 'utf8').matchAll(/^(?:import|export) (?!type)[^']*from '([^']+)'/gm)]
  return taken.some(([, from = '']) => {
    const core = /^#core\/(.+)$/.exec(from)?.[1]
    const ours = from.startsWith('.') ? join(dirname(file), from) : core && join(web, '../src/core', core, 'index.ts')
    return !ours || importsSomething(ours, seen)
  })
}

function isAllowed(name: string): boolean {
  if (name.startsWith('@contract/')) return true
  if (name.startsWith('.')) return !name.includes('../../..')
  return Object.keys(manifest.dependencies).some(
    (dependency) => name === dependency || name.startsWith(`${dependency}/`),
  )
}
