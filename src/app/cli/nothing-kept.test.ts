import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { afterAll, afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createProgram } from './program.ts'

/** Those that bring something of their own, and may begin an installation. */
const begins = [
  ...['start', 'import', 'restore', 'feeds refresh', 'feeds import', 'discover'],
  ...['scope add', 'scope approve', 'scope exclude', 'scope set', 'ai import', 'ai bom', 'ai add', 'eval import'],
  ...['eval run', 'vex supplier import', 'scenario start', 'incident report', 'incident mail', 'traces import'],
  'assumption set',
]
/** Those that look at no installation or tell what is wrong with it, or that read a file or the input first. */
const others = [
  ...['scan', 'worker', 'agent', 'doctor', 'config show', 'scenario ready', 'control references'],
  ...['eval compare', 'target secret'],
]

const folder = mkdtempSync(join(tmpdir(), 'lunette-nothing-kept-'))
const dataDir = join(folder, 'forgotten')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let said = ''
beforeEach(() => {
  said = ''
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += String(text)
    return true
  })
  vi.stubEnv('DATABASE_URL', undefined)
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  process.exitCode = undefined
})

function leavesOf(command: Command, path: string[] = []): { name: string; command: Command }[] {
  return command.commands.flatMap((one) => {
    const name = [...path, one.name()]
    const own = one.commands.length === 0 ? [{ name: name.join(' '), command: one }] : []
    return [...own, ...leavesOf(one, name)]
  })
}

/** Something that is taken for each argument, and for each option that it cannot do without. */
function wordsFor({ registeredArguments, options }: Command): string[] {
  const needed = options.filter(({ mandatory, defaultValue }) => mandatory && defaultValue === undefined)
  return [
    ...registeredArguments.filter(({ required }) => required).map(({ argChoices }) => argChoices?.[0] ?? '2'),
    ...needed.flatMap(({ long, argChoices }) => [long!, argChoices?.[0] ?? '2']),
  ]
}

const asking = leavesOf(createProgram()).filter(({ name }) => !begins.includes(name) && !others.includes(name))

it.each(asking)('$name makes no installation in a folder that was forgotten', async ({ name, command }) => {
  const words = ['--data-dir', dataDir, ...name.split(' '), ...wordsFor(command)]
  await createProgram().parseAsync(words, { from: 'user' })
  expect([process.exitCode, existsSync(dataDir)]).toEqual([2, false])
})

it('says where it looked, and how another place is named', async () => {
  await createProgram().parseAsync(['--data-dir', dataDir, 'incident', 'close', 'abc'], { from: 'user' })
  expect(said).toContain(`nothing is kept in ${dataDir}: is it elsewhere (--data-dir, LUNETTE_DATA_DIR)?`)
})
