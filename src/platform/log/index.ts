import pino, { type DestinationStream, type Logger } from 'pino'
import { lines } from './lines.ts'
import { mask } from './mask.ts'

/** Fields whose values never reach a log, at any depth of three; what stands inside other values is found by `mask`. */
const secrets = ['password', 'token', 'secret', 'authorization', 'cookie', 'databaseUrl', 'url']
const paths = secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`])

export type { Logger }

/** Logs to standard error: plain lines on a terminal, JSON otherwise. Secrets are masked (law 12). */
export function createLog(
  level: 'debug' | 'info' | 'warn' | 'error' | 'silent',
  target: DestinationStream = standardError(),
): Logger {
  return pino(
    {
      level,
      base: null,
      redact: { paths, censor: '(hidden)' },
      timestamp: pino.stdTimeFunctions.isoTime,
      // Without it an error is logged as an empty object.
      serializers: { error: pino.stdSerializers.errWithCause },
      hooks: { streamWrite: mask },
    },
    target,
  )
}

function standardError(): DestinationStream {
  return process.stderr.isTTY ? lines(process.stderr) : pino.destination({ dest: 2, sync: true })
}
