import { err, ok, problem } from '#core/kernel'
import { lockfileImporter } from '../shared/inventory/lockfile.ts'

const SPEC = /^ {4}(\S+) \(([^)]+)\)$/
const DEPENDENCY = /^ {6}(\S+)/

interface Spec {
  name: string
  version: string
  platform?: string
  section: string
  line: number
  dependencies: string[]
}

/** Bundler lockfiles. Gems of a PATH section are the project's own. */
export const gemfileLockfile = lockfileImporter({
  id: 'gemfile-lockfile',
  title: 'Gemfile.lock',
  formats: 'Gemfile.lock and gems.locked',
  files: ['Gemfile.lock', 'gems.locked'],
  type: 'gem',
  byLine: true,
  looksLike: /^GEM\n {2}remote:/m,
  parse: specsOf,
  read({ specs, sections }, list) {
    if (sections === 0)
      return err(problem('not-gemfile-lock', 'The file has no GEM section. Run bundle lock to write it again.'))
    const refs = new Map(specs.map((spec) => [spec.name, refOf(spec)]))
    for (const spec of specs) {
      if (spec.section === 'PATH') continue
      list.add({
        name: spec.name,
        version: spec.version,
        ref: refOf(spec),
        dependsOn: spec.dependencies.flatMap((name) => refs.get(name) ?? []),
        ...(spec.platform ? { qualifiers: { platform: spec.platform } } : {}),
        pointer: `line ${spec.line}`,
        fromRegistry: spec.section === 'GEM',
      })
    }
    return ok({ format: 'Gemfile.lock' })
  },
})

function refOf(spec: Spec): string {
  return `${spec.name}@${spec.version}${spec.platform ? `-${spec.platform}` : ''}`
}

function specsOf(text: string): { specs: Spec[]; sections: number } {
  const specs: Spec[] = []
  let section = ''
  let sections = 0
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (/^[A-Z][A-Z ]+$/.test(line)) {
      section = line
      sections++
    }
    const spec = SPEC.exec(line)
    if (spec && (section === 'GEM' || section === 'GIT' || section === 'PATH')) {
      const [version = '', ...platform] = spec[2]!.split('-')
      specs.push({
        name: spec[1]!,
        version,
        ...(platform.length > 0 ? { platform: platform.join('-') } : {}),
        section,
        line: index + 1,
        dependencies: [],
      })
    }
    const dependency = DEPENDENCY.exec(line)?.[1]
    if (dependency && specs.length > 0) specs.at(-1)?.dependencies.push(dependency.replace(/!$/, ''))
  }
  return { specs, sections }
}
