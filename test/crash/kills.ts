import { backendsOf, type Running, workersOf } from '../support/process.ts'

/**
 * What is ended by SIGKILL: our process, the database's main process, one of its processes that serve us, or the processes
 * that do a server's long work (a command has none).
 */
export const kinds = ['process', 'postmaster', 'backend', 'worker'] as const
export type Kind = (typeof kinds)[number]

/**
 * When: at the work as it was first begun, at the work as it was taken up again, at a start (recovery of the database
 * included), or when the work had ended already and only its result could be lost.
 */
export const phases = ['first try', 'taken up', 'start', 'after its end'] as const
export type Phase = (typeof phases)[number]

/** The works that are interrupted. */
export const works = ['refresh (server)', 'import (server)', 'refresh (command)', 'import (command)'] as const
export type Work = (typeof works)[number]

/** Kills by work, phase and kind. */
export class Tally {
  readonly #counts = new Map<string, number>()
  rounds = 0

  note(work: Work, phase: Phase, kind: Kind): void {
    const key = `${work}/${phase}/${kind}`
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1)
  }

  count(work?: Work, phase?: Phase, kind?: Kind): number {
    let total = 0
    for (const [key, count] of this.#counts) {
      const [ofWork, ofPhase, ofKind] = key.split('/')
      if ((work ?? ofWork) === ofWork && (phase ?? ofPhase) === ofPhase && (kind ?? ofKind) === ofKind) total += count
    }
    return total
  }
}

/** Kills and says whether there was something to kill. `postmaster`: of the data folder, where it runs. */
export function kill(kind: Kind, run: Running, postmaster: number | undefined): boolean {
  if (kind === 'process') return run.child.exitCode === null && run.child.kill('SIGKILL')
  if (kind === 'worker') return workersOf(run.child.pid!).map(end).includes(true)
  if (postmaster === undefined) return false
  const target = kind === 'postmaster' ? postmaster : backendsOf(postmaster)[0]
  return endIfThere(target)
}

function endIfThere(pid: number | undefined): boolean {
  return pid !== undefined && end(pid)
}

function end(pid: number): boolean {
  try {
    process.kill(pid, 'SIGKILL')
    return true
  } catch {
    // It had ended already.
    return false
  }
}
