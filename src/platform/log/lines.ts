import type { Writable } from 'node:stream'

const names: Readonly<Record<number, string>> = { 20: 'debug', 30: 'info', 40: 'warn', 50: 'ERROR' }

/** Turns log records into one readable line each: time, level, message, details. */
export function lines(target: Writable): { write(text: string): void } {
  return {
    write(text) {
      const { level, time, msg, ...details } = JSON.parse(text) as { level: number; time: string; msg?: string }
      const rest = Object.keys(details).length > 0 ? ` ${JSON.stringify(details)}` : ''
      target.write(`${shown(`${time.slice(11, 19)} ${names[level] ?? level} ${msg ?? ''}${rest}`)}\n`)
    },
  }
}

/** What moves a terminal's cursor, speaks to it, ends a line or turns the direction of writing. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const unseen = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g

/** A record stays one line, and whatever a report, a feed or a stranger put into it is shown, not obeyed. */
function shown(text: string): string {
  return text.replace(unseen, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
