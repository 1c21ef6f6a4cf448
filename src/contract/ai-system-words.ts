import type { AiSystemRow } from './ai-system-rows.ts'
import { counted } from './fix-words.ts'

/** What each access level to a model means, from 1 to 7 (International AI Safety Report, January 2025, section 2.4). */
export const accessLevels = [
  'fully closed: only its maker uses it',
  'hosted: people use it in its maker’s own product',
  'by API: programs ask it at its maker’s',
  'by API with fine-tuning: programs also train it further at its maker’s',
  'open weights: they can be downloaded',
  'weights, data and code can be downloaded, with limits on their use',
  'fully open: weights, data and code, without limits on their use',
] as const

/** `5 of 7, open weights: they can be downloaded`. */
export function accessLevelWords(level: number): string {
  return `${level} of 7, ${accessLevels[level - 1] ?? 'unknown'}`
}

/** What each degree of autonomy means. */
export const autonomyWords = {
  assistive: 'a person acts',
  supervised: 'it acts once a person agrees',
  autonomous: 'it acts by itself',
} as const

/** What our part in an AI system means. */
export const roleWords = {
  provider: 'we make it, or have it made, and put our name to it',
  deployer: 'we use what somebody else made',
} as const

/** The fields of an AI system that a person can say, as people call them. */
export const systemFieldWords = {
  ...{ name: 'name', owner: 'owner', purpose: 'purpose', role: 'role', autonomy: 'autonomy' },
  ...{ oversight: 'human oversight', dataClasses: 'data classes', accessLevel: 'access level' },
} as const
type SystemField = keyof typeof systemFieldWords

/** What somebody said, in words: a field, or a part by its kind and name. */
export function saidOfWords(what: string): string {
  return what in systemFieldWords ? systemFieldWords[what as SystemField] : what.replace(/^part /, '')
}

/** What stays as it was said by hand, with what a file says in its place. */
export function keptWordsOf(differs: readonly { what: string; said: string; file: string }[]): string {
  return differs.map(({ what, said, file }) => `${saidOfWords(what)}: ${said} (the file: ${file})`).join('; ')
}

/** How much of a system people said by hand, and whether a file says the rest: of what nobody said no file is named. */
export function saidShareWords(system: Pick<AiSystemRow, SystemField | 'parts' | 'said'>): string {
  const { said, parts } = system
  const stands = (value: unknown) => (Array.isArray(value) ? value.length > 0 : value !== null && value !== '')
  const fields = Object.keys(systemFieldWords).filter((field) => stands(system[field as SystemField]))
  const all = [...fields, ...parts.map(({ kind, name }) => `part ${kind} ${name}`)]
  if (all.every((what) => what in said)) return 'All of this was said by hand'
  if (Object.keys(said).length === 0) return 'All of this comes from a file: a register, or an ML-BOM'
  return `${counted(Object.keys(said).length, 'thing')} of it said by hand; the rest comes from files`
}
