import { endProgress, say } from './say.ts'

/** As shells number them: 128 and the signal. */
const codes = { SIGINT: 130, SIGTERM: 143 } as const

/**
 * Does work that may be cut off at any time because all it acknowledges is recorded: a signal ends the process at once,
 * with one line about what became of the work.
 */
export async function whenInterrupted<T>(words: string, work: () => Promise<T>): Promise<T> {
  const end = (signal: keyof typeof codes) => {
    endProgress()
    say(`stopped: ${words}`)
    process.exit(codes[signal])
  }
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
  try {
    return await work()
  } finally {
    process.off('SIGINT', end)
    process.off('SIGTERM', end)
  }
}
