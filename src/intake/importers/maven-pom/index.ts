import type { Importer } from '../contract.ts'
import { matchesName } from '../shared/inventory/lockfile.ts'

/** Maven project files: direct dependencies, with the versions that the file itself resolves. */
export const mavenPom: Importer = {
  id: 'maven-pom',
  title: 'Maven POM',
  kind: 'lockfile',
  evidence: 'manifest',
  formats: 'pom.xml; versions that its own properties, parent and dependencyManagement resolve',
  files: ['pom.xml', '*.pom'],
  recognises: ({ name, head }) =>
    matchesName(name, ['pom.xml', '*.pom']) || /<project[^>]*maven\.apache\.org\/POM/.test(head.toString('latin1')),
  read: async (input) => (await import('./read.ts')).readPom(input),
}
