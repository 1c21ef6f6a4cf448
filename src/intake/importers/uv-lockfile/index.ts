import { ok } from '#core/kernel'
import { asObject, asObjects, asText, type JsonObject } from '../shared/input/json-value.ts'
import { parseToml } from '../shared/input/toml.ts'
import { lockfileImporter } from '../shared/inventory/lockfile.ts'

/** uv lockfiles. The project itself is the entry with an editable or virtual source. */
export const uvLockfile = lockfileImporter({
  id: 'uv-lockfile',
  title: 'uv lockfile',
  formats: 'uv.lock',
  files: ['uv.lock'],
  type: 'pypi',
  parse: parseToml,
  read(document, list) {
    const entries = asObjects(document.package)
    const versions = new Map(entries.map((entry) => [asText(entry.name) ?? '', asText(entry.version) ?? '']))
    const project = entries.find((entry) => isProject(entry))
    for (const [index, entry] of entries.entries()) {
      if (isProject(entry)) continue
      list.add({
        name: asText(entry.name) ?? '',
        version: asText(entry.version),
        dependsOn: asObjects(entry.dependencies).map(
          (one) => `${asText(one.name)}@${asText(one.version) ?? versions.get(asText(one.name) ?? '') ?? ''}`,
        ),
        pointer: `package[${index}]`,
        fromRegistry: asObject(entry.source)?.registry !== undefined || entry.source === undefined,
      })
    }
    return ok({ format: 'uv lockfile', name: project?.name, version: project?.version })
  },
})

function isProject(entry: JsonObject): boolean {
  const source = asObject(entry.source)
  return source?.editable !== undefined || source?.virtual !== undefined
}
