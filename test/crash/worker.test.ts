import { getPriority } from 'node:os'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { databaseNiceness, type Lane } from '../../src/app/worker/messages.ts'
import { backendsOf, killStarted, postgresOf, until, workersOf } from '../support/process.ts'
import { contentOf } from './content.ts'
import { Server } from './server.ts'
import { makeSite, type Site } from './site.ts'

const END_MS = 60_000
let site: Site

beforeAll(() => {
  site = makeSite()
  site.publish(0)
})

afterAll(async () => {
  await killStarted()
  site.remove()
})

test('work whose own process is killed is done by the next one, while the server goes on', async () => {
  const data = site.folderFor('worker')
  const server = new Server(data, site.mirror)
  await server.up()
  const killed: number[] = []
  const works = [
    ['knowledge', () => server.refresh()],
    ['files', () => server.upload(site.sbom(0))],
  ] as const
  for (const [lane, begin] of works) {
    await begin()
    const worker = await until(() => newWorkerOf(server, lane, killed), END_MS, 'the worker’s start')
    process.kill(worker, 'SIGKILL')
    killed.push(worker)
    await until(async () => (await server.unfinished()) === 0 || undefined, END_MS, 'the end of the work')
  }
  expect(server.run.child.exitCode).toBeNull()
  await server.down()
  const content = await contentOf(data)
  // Of the 200 packages of the SBOM, the refresh told of the first 100.
  expect(content.finding).toHaveLength(100)
})

test('the worker ends with its server', async () => {
  const server = new Server(site.folderFor('orphan'), site.mirror)
  await server.up()
  await server.refresh()
  const worker = await until(() => newWorkerOf(server, 'knowledge'), END_MS, 'the worker’s start')
  server.run.child.kill('SIGKILL')
  await server.run.ended
  await until(() => !isAlive(worker) || undefined, END_MS, 'the worker’s end')
})

test('the worker, and what serves it in the database, let the server’s answers go first', async () => {
  const data = site.folderFor('priority')
  const server = new Server(data, site.mirror)
  await server.up()
  await server.refresh()
  const worker = await until(() => newWorkerOf(server, 'knowledge'), END_MS, 'the worker’s start')
  expect(getPriority(worker)).toBeGreaterThan(getPriority(server.run.child.pid))
  const priorities = () => backendsOf(postgresOf(data)!).map((pid) => priorityOf(pid))
  const both = () => (priorities().includes(databaseNiceness('knowledge')) && priorities().includes(0)) || undefined
  await until(both, END_MS, 'connections of either kind')
  await server.down()
})

function priorityOf(pid: number): number | undefined {
  try {
    return getPriority(pid)
  } catch {
    // It has ended meanwhile.
    return undefined
  }
}

function newWorkerOf(server: Server, lane: Lane, killed: readonly number[] = []): number | undefined {
  return workersOf(server.run.child.pid!, lane).find((pid) => !killed.includes(pid))
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
