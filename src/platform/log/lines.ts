import type { Writable } from 'node:stream'

const names: Readonly<Record<number, string>> = { 20: 'debug', 30: 'info', 40: 'warn', 50: 'ERROR' }

/** Turns log records into one readable line each: time, level, message, details. */
export function lines(target: Writable): { write(text: string): void } {
  return {
    write(text) {
      const { level, time, msg, ...details } = JSON.parse(text) as { level: number; time: string; msg?: string }
      const rest = Object.keys(details).length > 0 ? ` ${JSON.stringify(details)}` : ''
      target.write(`${time.slice(11, 19)} ${names[level] ?? level} ${msg ?? ''}${rest}\n`)
    },
  }
}
