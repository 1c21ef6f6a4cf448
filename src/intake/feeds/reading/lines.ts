import type { FeedLimits } from '../contract.ts'
import { FeedError } from './feed-error.ts'

const NEWLINE = 10

/** Splits bytes into lines without their end, empty ones left out. A line over the record limit ends the reading. */
export async function* linesOf(chunks: AsyncIterable<Buffer>, limits: FeedLimits): AsyncGenerator<Buffer[]> {
  let carried: Buffer[] = []
  let carriedBytes = 0
  for await (const chunk of chunks) {
    const lines: Buffer[] = []
    let from = 0
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      const rest = chunk.subarray(from, end)
      pushLine(lines, carriedBytes > 0 ? Buffer.concat([...carried, rest]) : rest)
      if (carriedBytes > 0) [carried, carriedBytes] = [[], 0]
      from = end + 1
    }
    if (from < chunk.length) {
      carried.push(chunk.subarray(from))
      carriedBytes += chunk.length - from
      if (carriedBytes > limits.recordBytes)
        throw new FeedError('record-too-large', `a line is longer than ${limits.recordBytes} bytes`)
    }
    if (lines.length > 0) yield lines
  }
  if (carriedBytes > 0) {
    const last: Buffer[] = []
    pushLine(last, Buffer.concat(carried))
    yield last
  }
}

const RETURN = 13

function pushLine(lines: Buffer[], line: Buffer): void {
  const end = line.at(-1) === RETURN ? line.length - 1 : line.length
  if (end > 0) lines.push(line.subarray(0, end))
}

/** Lines of a table in ASCII as text, without line feeds, in batches: cheaper than bytes where every line is looked at. */
export async function* textLinesOf(chunks: AsyncIterable<Buffer>, limits: FeedLimits): AsyncGenerator<string[]> {
  let rest = ''
  for await (const chunk of chunks) {
    const lines = (rest + chunk.toString('latin1')).split('\n')
    rest = lines.pop() ?? ''
    checkRow(rest, limits)
    yield lines
  }
  if (rest !== '') yield [rest]
}

const MAX_ROW = 1024 ** 2

/** Refuses a row of a table that has no end in sight: it is looked at again with every chunk. */
export function checkRow(unfinished: string, limits: FeedLimits): void {
  const most = Math.min(MAX_ROW, limits.recordBytes)
  if (unfinished.length > most) throw new FeedError('record-too-large', `a row is longer than ${most} characters`)
}
