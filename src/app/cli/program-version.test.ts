import { afterEach, expect, it, vi } from 'vitest'
import { createProgram } from './program.ts'
import { version } from './version.ts'

afterEach(() => vi.restoreAllMocks())

/** What is printed, and the exit code. */
async function run(...words: string[]): Promise<{ out: string; error: string; code: unknown }> {
  const said = { out: '', error: '' }
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said.out += String(text)
    return true
  })
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said.error += String(text)
    return true
  })
  vi.spyOn(process, 'exit').mockImplementation((code) => {
    throw new Error(`exit ${code}`)
  })
  const code = await createProgram()
    .parseAsync(words, { from: 'user' })
    .then(
      () => 'none',
      ({ message }: Error) => message,
    )
  return { ...said, code }
}

it('prints the version of the product where it stands alone', async () => {
  expect(await run('--version')).toEqual({ out: `${version}\n`, error: '', code: 'exit 0' })
})

it.each([
  ['control', 'set', 'tool-gate', '--version', '1.9'],
  ['ai', 'add', 'Helper', '--version', '2'],
  ['start', '--version'],
])('takes no version of a command for that: %s %s', async (...words) => {
  expect(await run(...words)).toMatchObject({
    ...{ out: '', code: 'exit 2' },
    error: expect.stringContaining("unknown option '--version'"),
  })
})
