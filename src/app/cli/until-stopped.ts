import { constants } from 'node:os'

/** One Ctrl-C comes several times: from the terminal to the whole group, and passed on by each parent. */
const SAME_MS = 1_000

/**
 * Resolves when somebody asks this process to stop: from now on, so that what is being started is stopped in order, too.
 * Who asks again, later, wants it to end at once.
 */
export function untilStopped(): Promise<void> {
  let asked: number | undefined
  return new Promise((resolve) => {
    const hear = (signal: NodeJS.Signals) => {
      asked ??= performance.now()
      if (performance.now() - asked > SAME_MS) process.exit(128 + constants.signals[signal])
      resolve()
    }
    process.on('SIGINT', hear)
    process.on('SIGTERM', hear)
  })
}
