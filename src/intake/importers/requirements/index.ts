import { ok } from '#core/kernel'
import { lockfileImporter } from '../shared/inventory/lockfile.ts'

/** Name, extras and the rest of a requirement specifier (PEP 508). */
const REQUIREMENT = /^([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*(.*)$/
const MAX_LINE = 4_096
const PINNED = /^\(?\s*={2,3}\s*([^\s,;()*]+)\s*\)?$/

/** pip requirements. Only `==` and `===` pin a version; everything else is a component of unknown version. */
export const requirements = lockfileImporter({
  id: 'requirements',
  title: 'pip requirements',
  formats: 'requirements.txt and requirements*.txt; pinned versions',
  files: ['requirements.txt', 'requirements-*.txt', 'requirements_*.txt', 'requirements.*.txt'],
  type: 'pypi',
  parse: (text) => logicalLines(text),
  read(lines, list, input) {
    for (const { text, line } of lines) {
      if (text === '') {
        list.collector.drop('line-too-long', `line ${line}`)
        continue
      }
      const requirement = text.startsWith('-') || text.includes('://') ? undefined : REQUIREMENT.exec(text)
      const named =
        requirement ?? REQUIREMENT.exec(/#egg=(\S+)/.exec(text)?.[1] ?? /^([\w.-]+)\s*@\s/.exec(text)?.[1] ?? '')
      if (!named) {
        list.collector.note(text.startsWith('-') ? 'option-not-followed' : 'unreadable-line', `line ${line}: ${text}`)
        continue
      }
      const version = PINNED.exec(requirement?.[2]?.trim() ?? '')?.[1]
      if (version === undefined) list.collector.note('version-unknown', `line ${line}: ${text}`)
      const ref = `${named[1]!}:${line}`
      list.add({
        name: named[1]!,
        version,
        ref,
        pointer: `line ${line}`,
        fromRegistry: requirement !== undefined && requirement?.[2]?.startsWith('@') !== true,
      })
    }
    const isDevelopment = /dev|test/.test(input.name)
    return ok({ format: `pip requirements${isDevelopment ? ' (development)' : ''}` })
  },
})

/** Lines joined over backslashes, without comments, hashes, options of a requirement and environment markers; an overlong one is empty. */
function logicalLines(text: string): { text: string; line: number }[] {
  const found: { text: string; line: number }[] = []
  let open = ''
  let first = 0
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    if (open === '') first = index + 1
    if (raw.endsWith('\\')) {
      open += `${raw.slice(0, -1)} `
      continue
    }
    const joined = `${open}${raw}`
    open = ''
    // A longer line names no package, and the expressions below would take their time over it.
    if (joined.length > MAX_LINE) {
      found.push({ text: '', line: first })
      continue
    }
    const plain = joined
      .replace(/(?:^|\s)#.*$/, '')
      .replace(/\s--[a-z-]+[= ].*$/, '')
      .replace(/\s*;.*$/, '')
      .trim()
    if (plain !== '') found.push({ text: plain, line: first })
  }
  return found
}
