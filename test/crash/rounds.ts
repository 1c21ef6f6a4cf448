import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { killStarted, pause, postgresOf, type Running, startLunette, until } from '../support/process.ts'
import { type Content, contentOf, differences } from './content.ts'
import { type Kind, kill, kinds, type Phase, Tally, type Work } from './kills.ts'
import { Server } from './server.ts'
import { makeSite, type Site } from './site.ts'

const ROUND_MS = 90_000
/** Chance decides which kills meet work that is being taken up: so many times the rounds are tried before that is a failure. */
const MOST = 4
/** A first guess at how long a piece of work takes; then the last one that ran to its end says it. */
const GUESS_MS = 400

/**
 * Kills Lunette and its database during a refresh and during an import, each `rounds` times or more and again while the work is
 * taken up; by turns in the server (where acknowledged work must go on by itself) and in a command (which is typed again).
 * The outcome must be that of an installation nobody disturbed. `report` is told the counts, whatever the outcome.
 */
export function crashRounds(rounds: number, report: (tally: Tally, failure?: unknown) => void = () => {}): void {
  const timeout = 120_000 + rounds * ROUND_MS
  test(`${rounds} refreshes and ${rounds} imports, all killed, end as if nothing had happened (law 7)`, {
    timeout,
  }, async () => {
    const site = makeSite()
    const tally = new Tally()
    try {
      const disturbed = await disturb(site, rounds, tally)
      const expected = await undisturbed(site, tally.rounds)
      expect(differences(expected, disturbed)).toEqual([])
      expect(expected.finding?.length).toBeGreaterThan(rounds)
      expect(tally.count(undefined, 'taken up')).toBeGreaterThanOrEqual(rounds / 2)
      report(tally)
    } catch (failure) {
      report(tally, failure)
      throw failure
    } finally {
      await killStarted()
      site.remove()
    }
  })
}

async function undisturbed(site: Site, rounds: number): Promise<Content> {
  const data = site.folderFor('undisturbed')
  const sboms = Array.from({ length: rounds }, (_, round) => site.sbom(round))
  for (const args of [
    ['feeds', 'refresh', '--mirror', site.mirror],
    ['import', ...sboms],
  ]) {
    const run = startLunette(args, { LUNETTE_DATA_DIR: data })
    expect(await run.ended, run.output()).toBe(0)
  }
  return contentOf(data)
}

async function disturb(site: Site, rounds: number, tally: Tally): Promise<Content> {
  const data = site.folderFor('disturbed')
  const server = new Server(data, site.mirror)
  const enough = () => tally.rounds >= rounds && tally.count(undefined, 'taken up') >= rounds / 2
  for (let round = 0; !enough() && round < MOST * rounds; round++) {
    site.publish(round)
    const turn = Math.floor(round / 2)
    const next = (offset: number): Kind => kinds[(turn + offset) % kinds.length]!
    const sbom = site.sbom(round)
    if (round % 2 === 0) {
      await inServer(server, data, 'refresh (server)', () => server.refresh(), [next(0), next(1)], tally)
      await inServer(server, data, 'import (server)', () => server.upload(sbom), [next(1), next(0)], tally)
      await server.down()
    } else {
      await asCommand(
        ['feeds', 'refresh', '--mirror', site.mirror],
        data,
        'refresh (command)',
        [next(0), next(2)],
        tally,
      )
      await asCommand(['import', sbom], data, 'import (command)', [next(2), next(0)], tally)
    }
    tally.rounds++
  }
  return contentOf(data)
}

const lastTook = new Map<Work, number>()

/** Anywhere in the time the work takes. */
function moment(work: Work): Promise<void> {
  return pause(Math.random() * (lastTook.get(work) ?? GUESS_MS))
}

/** Acknowledged work of the server: killed, killed again when it was taken up, then watched until it has ended by itself. */
async function inServer(
  server: Server,
  data: string,
  work: Work,
  acknowledged: () => Promise<void>,
  [first, second]: [Kind, Kind],
  tally: Tally,
): Promise<void> {
  await server.up()
  await acknowledged()
  await moment(work)
  let before = await strike(server, data, work, 'first try', first, tally)
  const phase = await takenUpOrEnded(server, before)
  if (phase === 'taken up') await moment(work)
  before = await strike(server, data, work, phase, second, tally)
  if (Math.random() < 0.25 && (await server.unfinished()) !== 0) await strikeAtStart(server, data, work, tally)
  const again = await takenUpOrEnded(server, before)
  const started = Date.now()
  await until(async () => (await server.unfinished()) === 0 || undefined, ROUND_MS, `the end of the ${work}`)
  if (again === 'taken up') lastTook.set(work, Date.now() - started)
}

/** Kills now. When the work had ended before, the kill counts as one after its end. @returns how often it had been taken up. */
async function strike(
  server: Server,
  data: string,
  work: Work,
  phase: Phase,
  kind: Kind,
  tally: Tally,
): Promise<number> {
  const left = await server.unfinished()
  const before = server.takenUp()
  if (kill(kind, server.run, postgresOf(data))) tally.note(work, left === 0 ? 'after its end' : phase, kind)
  if (kind !== 'process') return before
  await server.run.ended
  await server.up()
  return 0
}

async function strikeAtStart(server: Server, data: string, work: Work, tally: Tally): Promise<void> {
  server.run.child.kill('SIGKILL')
  await server.run.ended
  server.launch()
  await pause(Math.random() * 1_500)
  if (kill('process', server.run, postgresOf(data))) tally.note(work, 'start', 'process')
  await server.run.ended
  await server.up()
}

/** Until the interrupted work was taken up once more, or turns out to have ended before the kill. */
function takenUpOrEnded(server: Server, before: number): Promise<Phase> {
  return until(
    async () => {
      if (server.takenUp() > before) return 'taken up'
      return (await server.unfinished()) === 0 ? 'after its end' : undefined
    },
    ROUND_MS,
    `taking up (${server.run.output()})`,
  )
}

/** A command: killed, typed again and killed again, then typed until it says that it is done. */
async function asCommand(
  args: readonly string[],
  data: string,
  work: Work,
  [first, second]: [Kind, Kind],
  tally: Tally,
): Promise<void> {
  for (const [kind, phase] of [
    [first, 'first try'],
    [second, 'taken up'],
  ] as const) {
    const run = startLunette(args, { LUNETTE_DATA_DIR: data })
    if (phase === 'taken up' && Math.random() < 0.2) await strikeStarting(run, data, work, kind, tally)
    else await strikeWorking(run, data, work, phase, kind, tally)
    await until(
      async () => run.child.exitCode !== null || run.child.signalCode !== null || undefined,
      ROUND_MS,
      'its end',
    )
    await run.ended
  }
  const last = startLunette(args, { LUNETTE_DATA_DIR: data })
  const started = await databaseUp(last, data)
  expect(await last.ended, last.output()).toBe(0)
  lastTook.set(work, Date.now() - started)
}

async function strikeWorking(
  run: Running,
  data: string,
  work: Work,
  phase: Phase,
  kind: Kind,
  tally: Tally,
): Promise<void> {
  await databaseUp(run, data)
  await moment(work)
  const ended = run.child.exitCode !== null
  if (kill(kind, run, postgresOf(data))) tally.note(work, ended ? 'after its end' : phase, kind)
}

async function strikeStarting(run: Running, data: string, work: Work, kind: Kind, tally: Tally): Promise<void> {
  await pause(Math.random() * 1_500)
  if (kill(kind, run, postgresOf(data))) tally.note(work, 'start', kind)
}

/** The database is open to the command, or the command has ended already. */
async function databaseUp(run: Running, data: string): Promise<number> {
  const path = join(data, 'postgres/connection.json')
  // What a killed predecessor left there is older.
  const note = () => (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) >= run.startedAt
  const noted = () => run.output() !== '' || run.child.exitCode !== null || (note() && postgresOf(data)) || undefined
  await until(noted, ROUND_MS, 'the database’s start')
  return Date.now()
}
