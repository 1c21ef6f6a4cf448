import { type SchemeId, schemeIds } from '#core/versions'
import type { ConformanceFile } from '../types.ts'

/** Names the cases use for schemes that are ours under another name. */
const otherNames: Readonly<Record<string, SchemeId>> = {
  bitnami: 'semver',
  'generic-cpe': 'generic',
  'generic-hashicorp': 'generic',
  'generic-grype-fuzzy': 'generic',
  // Numbers of Windows updates: whole numbers, of which ranges are lists.
  kb: 'intdot',
}

/** The scheme a file is about: the first word of its name. `undefined` where we have no such scheme. */
export function schemeOf(file: ConformanceFile): SchemeId | undefined {
  const word = (file.path.split('/').at(-1) ?? '').split('.')[0] ?? ''
  return otherNames[word] ?? schemeIds.find((id) => id === word)
}
