import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { judgeRemains } from './cluster.ts'
import { commandOf, hasEnded, isRunning, markOf, parsePs, parseStat } from './processes.ts'

test('a process is told by its start, so that a reused id is somebody else', () => {
  const mark = markOf(process.pid)
  expect(isRunning(mark)).toBe(true)
  expect(isRunning({ ...mark, started: 'another time' })).toBe(false)
  expect(isRunning({ pid: process.pid })).toBe(true)
})

test.each([0, -1, Number.NaN, 2 ** 30])('there is no process %d', (pid) => expect(isRunning({ pid })).toBe(false))

test('a process that ended does not run, and is waited for', async () => {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'])
  const mark = markOf(child.pid!)
  expect(await hasEnded(mark, 50)).toBe(false)
  child.kill('SIGKILL')
  expect(await hasEnded(mark, 5_000)).toBe(true)
})

test.skipIf(process.platform === 'win32')('a killed process whose parent has not noticed counts as ended', async () => {
  // The shell becomes a program that never asks after its child.
  const parent = spawn('/bin/sh', ['-c', 'sleep 60 & echo $!; exec sleep 60'])
  try {
    const pid = Number(String((await once(parent.stdout, 'data'))[0]))
    await expect.poll(() => commandOf(pid)).toContain('sleep 60')
    await expect.poll(() => commandOf(parent.pid!)).toMatch(/^sleep/)
    process.kill(pid, 'SIGKILL')
    expect(await hasEnded({ pid }, 5_000)).toBe(true)
    expect(() => process.kill(pid, 0)).not.toThrow()
  } finally {
    parent.kill('SIGKILL')
  }
})

test('the start is read behind a name with spaces and parentheses (proc(5))', () => {
  const rest = `S 1 2 3 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 8675309 9 9`
  expect(parseStat(`42 (a (b) c) ${rest}`)).toEqual({ state: 'S', started: '8675309' })
  expect(parseStat(undefined)).toBeUndefined()
})

test('state and start are read from ps where there is no /proc', () => {
  expect(parsePs('Ss   Mon Nov 23 12:03:11 2026')).toEqual({ state: 'Ss', started: 'Mon Nov 23 12:03:11 2026' })
  expect(parsePs('')).toBeUndefined()
  expect(parsePs(undefined)).toBeUndefined()
})

test('only a process that is known to be this cluster’s server is stopped; an untold one is left to PostgreSQL', () => {
  const cluster = '/data/cluster'
  expect(judgeRemains(false, () => `postgres -D ${cluster}`, cluster)).toBe('gone')
  expect(judgeRemains(true, () => `postgres -D ${cluster}`, cluster)).toBe('server')
  expect(judgeRemains(true, () => 'vi notes', cluster)).toBe('gone')
  expect(judgeRemains(true, () => undefined, cluster)).toBe('unknown')
})
