import { err, ok, problem } from '#core/kernel'
import { asObject, asObjects, asStrings, asText } from '../shared/input/json-value.ts'
import { lockfileImporter } from '../shared/inventory/lockfile.ts'

const sections = [
  ['packages', 'runtime'],
  ['packages-dev', 'development'],
] as const

/** Composer lockfiles, and the `installed.json` of a vendor folder. */
export const composerLockfile = lockfileImporter({
  id: 'composer-lockfile',
  title: 'composer lockfile',
  formats: 'composer.lock and vendor/composer/installed.json',
  files: ['composer.lock', 'installed.json'],
  type: 'composer',
  parse: (text): unknown => JSON.parse(text),
  read(document, list) {
    const root = Array.isArray(document) ? { packages: document as unknown[] } : asObject(document)
    if (!root || !Array.isArray(root.packages))
      return err(problem('not-composer-lock', 'The file has no packages. Run composer update --lock.'))
    const developmentNames = new Set(asStrings(root['dev-package-names']))
    for (const [section, scope] of sections) {
      for (const [index, entry] of asObjects(root[section]).entries()) {
        const name = asText(entry.name) ?? ''
        list.add({
          name,
          version: asText(entry.version),
          ref: name,
          scope: developmentNames.has(name) ? 'development' : scope,
          licences: asStrings(entry.license),
          dependsOn: Object.keys(asObject(entry.require) ?? {}),
          pointer: `/${section}/${index}`,
        })
      }
    }
    return ok({ format: 'composer lockfile' })
  },
})
