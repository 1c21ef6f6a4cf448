import { err, ok, problem } from '#core/kernel'
import { asObject, asText } from '../shared/input/json-value.ts'
import { lockfileImporter } from '../shared/inventory/lockfile.ts'

/** NuGet lockfiles: resolved packages per target framework; a package in several is one component. */
export const nugetLockfile = lockfileImporter({
  id: 'nuget-lockfile',
  title: 'NuGet lockfile',
  formats: 'packages.lock.json',
  files: ['packages.lock.json', 'packages.*.lock.json'],
  type: 'nuget',
  parse: (text): unknown => JSON.parse(text),
  read(document, list) {
    const frameworks = asObject(asObject(document)?.dependencies)
    if (!frameworks)
      return err(problem('not-nuget-lock', 'The file has no dependencies. Run dotnet restore --use-lock-file.'))
    for (const [framework, value] of Object.entries(frameworks)) {
      const packages = asObject(value) ?? {}
      for (const [name, stated] of Object.entries(packages)) {
        const entry = asObject(stated)
        const version = asText(entry?.resolved)
        if (!entry || entry.type === 'Project' || list.collector.find(`${name}@${version ?? ''}`)) continue
        const dependsOn = Object.keys(asObject(entry.dependencies) ?? {}).map(
          (one) => `${one}@${asText(asObject(packages[one])?.resolved) ?? ''}`,
        )
        list.add({ name, version, dependsOn, pointer: `/dependencies/${framework}/${name}` })
      }
    }
    return ok({ format: 'NuGet lockfile' })
  },
})
