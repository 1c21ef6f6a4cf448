import { err, ok, problem } from '#core/kernel'
import { asObjects, asText } from '../shared/input/json-value.ts'
import { parseToml } from '../shared/input/toml.ts'
import { lockfileImporter } from '../shared/inventory/lockfile.ts'

/** Python's own lockfile format (PEP 751). */
export const pylock = lockfileImporter({
  id: 'pylock',
  title: 'pylock.toml',
  formats: 'pylock.toml and pylock.*.toml (PEP 751)',
  files: ['pylock.toml', 'pylock.*.toml'],
  type: 'pypi',
  parse: parseToml,
  read(document, list) {
    if (!asText(document['lock-version'])) return err(problem('not-pylock', 'The file has no lock-version (PEP 751).'))
    for (const [index, entry] of asObjects(document.packages).entries()) {
      const fromRegistry = entry.vcs === undefined && entry.directory === undefined && entry.archive === undefined
      const dependsOn = asObjects(entry.dependencies).map((one) => `${asText(one.name)}@${asText(one.version) ?? ''}`)
      list.add({
        name: asText(entry.name) ?? '',
        version: asText(entry.version),
        dependsOn,
        pointer: `packages[${index}]`,
        fromRegistry,
      })
    }
    return ok({ format: `pylock ${asText(document['lock-version'])}` })
  },
})
