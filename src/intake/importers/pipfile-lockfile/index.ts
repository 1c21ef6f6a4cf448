import { err, ok, problem } from '#core/kernel'
import { asObject, asText } from '../shared/input/json-value.ts'
import { lockfileImporter } from '../shared/inventory/lockfile.ts'

const sections = [
  ['default', 'runtime'],
  ['develop', 'development'],
] as const

/** pipenv lockfiles. */
export const pipfileLockfile = lockfileImporter({
  id: 'pipfile-lockfile',
  title: 'Pipfile.lock',
  formats: 'Pipfile.lock',
  files: ['Pipfile.lock'],
  type: 'pypi',
  looksLike: /"pipfile-spec"/,
  parse: (text): unknown => JSON.parse(text),
  read(document, list) {
    const root = asObject(document)
    if (!root?._meta)
      return err(problem('not-pipfile-lock', 'The file has no _meta. Run pipenv lock to write it again.'))
    for (const [section, scope] of sections) {
      for (const [name, value] of Object.entries(asObject(root[section]) ?? {})) {
        const stated = asText(asObject(value)?.version)
        const version = stated?.replace(/^===?/, '')
        if (!version) list.collector.note('version-unknown', `${section}.${name}`)
        list.add({
          name,
          version,
          ref: `${section}/${name}`,
          scope,
          pointer: `${section}.${name}`,
          fromRegistry: stated !== undefined,
        })
      }
    }
    return ok({ format: 'Pipfile.lock' })
  },
})
