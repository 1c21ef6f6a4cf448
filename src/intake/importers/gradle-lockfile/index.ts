import { err, ok, problem } from '#core/kernel'
import { lockfileImporter } from '../shared/inventory/lockfile.ts'

const LINE = /^([^:#\s]+:[^:\s]+):([^:=\s]+)=(.*)$/

/** Gradle dependency locks. */
export const gradleLockfile = lockfileImporter({
  id: 'gradle-lockfile',
  title: 'Gradle lockfile',
  formats: 'gradle.lockfile and buildscript-gradle.lockfile',
  files: ['gradle.lockfile', 'buildscript-gradle.lockfile', '*.gradle.lockfile'],
  type: 'maven',
  byLine: true,
  looksLike: /^# This is a Gradle generated file for dependency locking/,
  parse: (text) => text.split(/\r?\n/),
  read(lines, list) {
    let seen = false
    for (const [index, line] of lines.entries()) {
      seen ||= /^empty=/.test(line)
      const match = LINE.exec(line)
      if (!match) continue
      const configurations = match[3]!.split(',').map((configuration) => configuration.trim())
      const scope = configurations.every((configuration) => /^test|Test/.test(configuration))
        ? 'development'
        : 'runtime'
      list.add({ name: match[1]!, version: match[2]!, scope, pointer: `line ${index + 1}` })
    }
    if (!seen && list.collector.size === 0)
      return err(problem('not-gradle-lock', 'The file holds no locked dependencies.'))
    return ok({ format: 'Gradle lockfile' })
  },
})
