import pino, { type Logger } from 'pino'
import { lines } from './lines.ts'

/** Fields whose values never reach a log, at any depth of three. */
const secrets = ['password', 'token', 'secret', 'authorization', 'cookie', 'databaseUrl', 'url']
const paths = secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`])

export type { Logger }

/** Logs to standard error: plain lines on a terminal, JSON otherwise. Secrets are masked. */
export function createLog(level: 'debug' | 'info' | 'warn' | 'error' | 'silent'): Logger {
  const options = { level, base: null, redact: { paths, censor: '(hidden)' }, timestamp: pino.stdTimeFunctions.isoTime }
  return process.stderr.isTTY
    ? pino(options, lines(process.stderr))
    : pino(options, pino.destination({ dest: 2, sync: true }))
}
