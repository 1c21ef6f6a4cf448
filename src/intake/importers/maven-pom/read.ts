import type { ImportInput, ImportResult } from '../contract.ts'
import { limited } from '../shared/input/decompress.ts'
import { child, childrenOf, childText, type XmlNode, xmlElements } from '../shared/input/xml-elements.ts'
import { PackageList } from '../shared/inventory/lockfile.ts'
import { projectSubject } from '../shared/inventory/project.ts'
import { PropertyResolver } from './properties.ts'

const developmentScopes = new Set(['test'])

/** Direct dependencies of a project file, with the versions that it resolves itself. */
export async function readPom(input: ImportInput): Promise<ImportResult> {
  let project: XmlNode | undefined
  const bytes = limited(input.bytes(), input.limits.textBytes)
  for await (const { node } of xmlElements(bytes, input.limits, (path) => path.length === 1 && path[0] === 'project'))
    project = node
  const list = new PackageList({ id: 'maven-pom', type: 'maven' }, input)
  if (!project) list.collector.drop('not-a-pom', 'there is no <project> element')
  const resolver = new PropertyResolver(project)
  const managed = managedVersions(project, resolver)
  for (const [index, dependency] of childrenOf(child(project, 'dependencies'), 'dependency').entries())
    addDependency(dependency, index, managed, resolver, list)
  const artifact = resolver.resolve(childText(project, 'artifactId'))
  const group = resolver.resolve(childText(project, 'groupId') ?? childText(child(project, 'parent'), 'groupId'))
  const version = resolver.resolve(childText(project, 'version') ?? childText(child(project, 'parent'), 'version'))
  const name = artifact && group ? `${group}:${artifact}` : artifact
  return list.collector.finish({
    importer: 'maven-pom',
    format: 'Maven POM',
    subject: projectSubject(input, { type: 'maven', name, version }),
    directOnly: inheritsOrDepends(project),
  })
}

/** Only a project that names neither dependencies nor a parent, modules or profiles that may bring them is all it says. */
function inheritsOrDepends(project: XmlNode | undefined): boolean {
  return ['dependencies', 'parent', 'modules', 'profiles'].some(
    (name) => (child(project, name)?.children.length ?? 0) > 0,
  )
}

/** Versions that `dependencyManagement` of the same file states, by `group:artifact`. */
function managedVersions(project: XmlNode | undefined, resolver: PropertyResolver): Map<string, string | undefined> {
  const managed = child(child(project, 'dependencyManagement'), 'dependencies')
  return new Map(
    childrenOf(managed, 'dependency').map((entry) => [nameOf(entry, resolver), childText(entry, 'version')]),
  )
}

function nameOf(dependency: XmlNode, resolver: PropertyResolver): string {
  const part = (name: string) => resolver.resolve(childText(dependency, name)) ?? childText(dependency, name) ?? ''
  return `${part('groupId')}:${part('artifactId')}`
}

function addDependency(
  dependency: XmlNode,
  index: number,
  managed: ReadonlyMap<string, string | undefined>,
  resolver: PropertyResolver,
  list: PackageList,
): void {
  const name = nameOf(dependency, resolver)
  const stated = childText(dependency, 'version') ?? managed.get(name)
  const resolved = resolver.resolve(stated)
  // A range names many versions: which one is built is not in the file.
  const version = resolved && /^[[(]/.test(resolved) ? undefined : resolved
  if (version === undefined) list.collector.note('version-unknown', `${name}: ${stated ?? 'no version in this file'}`)
  const scope = developmentScopes.has(childText(dependency, 'scope') ?? '')
    ? 'development'
    : childText(dependency, 'optional') === 'true'
      ? 'optional'
      : 'runtime'
  list.add({ name, version, ref: `${name}#${index}`, scope, pointer: `/project/dependencies/dependency[${index + 1}]` })
}
