import { err, ok, problem, type Result } from '#core/kernel'
import type { Importer } from '../contract.ts'
import { type LockedProject, lockfileImporter, type PackageList } from '../shared/inventory/lockfile.ts'
import { type GoModule, type ModuleFile, parseModuleFile } from './module-file.ts'

/** Go modules: go.mod, with go.sum beside it for modules before Go 1.17, whose go.mod leaves out what is indirect; or go.sum alone. */
export const goModule: Importer = {
  ...lockfileImporter({
    id: 'go-module',
    title: 'Go module',
    formats: 'go.mod with go.sum, or go.sum alone',
    files: ['go.mod', 'go.sum'],
    type: 'golang',
    byLine: true,
    parse: (text) => text,
    async read(text, list, input): Promise<Result<LockedProject>> {
      if (input.name === 'go.sum' || !/^\s*(?:module|go|require)\b/m.test(text)) {
        const modules = highestOfSums(text)
        if (modules.size === 0)
          return err(problem('not-go-module', 'The file holds neither a module line nor checksums.'))
        addSums(modules, new Set(), list)
        return ok({ format: 'go.sum' })
      }
      const file = parseModuleFile(text)
      const named = addRequired(file, list)
      const leavesOutIndirect = isBefore117(file)
      const sums = leavesOutIndirect ? await input.sibling('go.sum') : undefined
      if (sums !== undefined) addSums(highestOfSums(sums), named, list)
      const directOnly = leavesOutIndirect && sums === undefined && file.require.length > 0
      return ok({ format: 'go.mod', name: file.module, directOnly })
    },
  }),
  yieldsTo: { 'go.sum': ['go.mod'] },
}

function isBefore117(file: ModuleFile): boolean {
  const [major = 0, minor = 0] = (file.go ?? '1.16').split('.').map(Number)
  return major < 1 || (major === 1 && minor < 17)
}

/** Adds what go.mod requires after its replacements, and returns the paths it names. */
function addRequired(file: ModuleFile, list: PackageList): Set<string> {
  const named = new Set<string>()
  for (const required of file.require) {
    named.add(required.path)
    const replaced = file.replace.find(
      ({ from }) => from.path === required.path && (!from.version || from.version === required.version),
    )
    const actual: GoModule = replaced ? replaced.to : required
    const isLocal = /^\.{0,2}\//.test(actual.path)
    named.add(actual.path)
    if (isLocal) list.collector.note('replaced-by-folder', `line ${required.line}: ${required.path} => ${actual.path}`)
    list.add({
      name: isLocal ? required.path : actual.path,
      version: isLocal ? undefined : actual.version,
      pointer: `line ${required.line}`,
    })
  }
  return named
}

function addSums(
  modules: ReadonlyMap<string, { version: string; line: number }>,
  known: ReadonlySet<string>,
  list: PackageList,
): void {
  for (const [path, { version, line }] of modules) {
    if (!known.has(path)) list.add({ name: path, version, pointer: `go.sum line ${line}` })
  }
}

/** The last version of each module whose content (not only its go.mod) is summed; go.sum is sorted by version. */
function highestOfSums(text: string): Map<string, { version: string; line: number }> {
  const modules = new Map<string, { version: string; line: number }>()
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const match = /^(\S+) (v[^\s/]+) h1:\S+$/.exec(line)
    if (match) modules.set(match[1]!, { version: match[2]!, line: index + 1 })
  }
  return modules
}
