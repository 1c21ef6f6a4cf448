import type { Result } from '#core/kernel'
import { exitCodeOf, exitCodes } from './exit-codes.ts'

/** Talk goes to standard error; data to standard output. */
export function say(line: string): void {
  process.stderr.write(`lunette: ${line}\n`)
}

/** Prints data: JSON for programs, text for people. */
export function print(value: unknown, text: string, json: boolean | undefined): void {
  process.stdout.write(json ? `${JSON.stringify(value)}\n` : `${text}\n`)
}

/** Writes data part by part as fast as the reader takes it. A reader that leaves (`| head`) is no failure. */
export async function writeOut(parts: Iterable<string>): Promise<void> {
  // The failed write rejects below; without a listener the stream would throw it a second time.
  process.stdout.once('error', () => {})
  try {
    for (const part of parts) {
      await new Promise<void>((resolve, reject) =>
        process.stdout.write(part, (error) => (error ? reject(error) : resolve())),
      )
    }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EPIPE') throw cause
  }
}

/** Ends a line of progress whose total nobody knew. */
export function endProgress(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K')
}

/** Ends a command with its result: a problem is said in one line. */
export function finish<T>(result: Result<T>, onOk: (value: T) => unknown): number {
  endProgress()
  if (result.ok) {
    const code = onOk(result.value)
    return typeof code === 'number' ? code : exitCodes.clean
  }
  say(result.error.message)
  return exitCodeOf(result.error)
}

/** Progress on one line of a terminal; silent elsewhere. */
export function progress(step: string, done: number, total?: number, unit = ''): void {
  if (!process.stderr.isTTY) return
  process.stderr.write(`\r\u001b[K${step}${countOf(done, total, unit)}`)
  if (total !== undefined && done >= total) process.stderr.write('\r\u001b[K')
}

/**
 * Progress of long work: on one line of a terminal; elsewhere, as in a file, a line for each step that begins, and for each
 * feed that was read.
 */
export function stepProgress(isTerminal = process.stderr.isTTY, write: (line: string) => void = say): typeof progress {
  if (isTerminal) return progress
  let last = ''
  return (step, done, total, unit) => {
    // How much of a file has arrived is of interest to whoever watches.
    if (unit === 'MB') return
    const line = unit === 'feeds' && total !== undefined ? `${step}: ${done} of ${total} feeds are read` : step
    if (line !== last) write(line)
    last = line
  }
}

/** Without a known end only what is done; with a long one its share. */
function countOf(done: number, total: number | undefined, unit: string): string {
  if (total === undefined) return done > 0 ? ` ${done} ${unit}` : ''
  const share = total >= 100 ? `, ${Math.floor((done / total) * 100)} %` : ''
  return ` ${done}/${total} ${unit}${share}`
}

/** Rows as aligned columns. Control characters of untrusted text do not reach the terminal. */
export function columns(head: readonly string[], rows: readonly (readonly string[])[]): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is removed.
  const clean = [head, ...rows].map((row) => row.map((cell) => cell.replace(/[\u0000-\u001f\u007f-\u009f]/g, '·')))
  const widths = head.map((_, column) => Math.max(...clean.map((row) => row[column]?.length ?? 0)))
  return clean
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
