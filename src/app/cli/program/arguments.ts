import { InvalidArgumentError, Option } from 'commander'

/** More are for an export, not for a terminal. */
export const MOST_FINDINGS = 1_000

/** A number of days. */
export function wholeDays(text: string): number {
  const days = Number(text)
  if (!Number.isInteger(days) || days < 1) throw new InvalidArgumentError('Give a whole number of days, 1 or more.')
  return days
}

/** An empty word is what a variable without a value leaves. */
export function place(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It is empty: give a file, a folder, or "host".')
  return text
}

/** The same, any number of times. */
export function places(text: string, before: string[] = []): string[] {
  return [...before, place(text)]
}

/** How many rows are shown. */
export function rows(least: number, most = Number.MAX_SAFE_INTEGER) {
  return (text: string): number => {
    const count = Number(text)
    if (text.trim() !== '' && Number.isInteger(count) && count >= least && count <= most) return count
    const range = most === Number.MAX_SAFE_INTEGER ? `${least} or more` : `${least} to ${most}`
    throw new InvalidArgumentError(`Give a whole number, ${range}.`)
  }
}

/** Any number. */
export function anyNumber(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('Give a number.')
  return value
}

/** From 0 to 1. */
export function share(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !(value >= 0 && value <= 1)) throw new InvalidArgumentError('Give a share, from 0 to 1.')
  return value
}

export function criticalityOption(): Option {
  const words = ['critical', 'high', 'medium', 'low', 'unknown']
  return new Option('--criticality <criticality>', 'how much hangs on it').choices(words)
}

export function environmentOption(): Option {
  const words = ['production', 'staging', 'development', 'unknown']
  return new Option('--environment <environment>', 'what it is used for').choices(words)
}
