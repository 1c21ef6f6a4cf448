import { lookUp } from '../shared/input/look-up.ts'

/** purl type of a target's packages by Trivy's type: a distribution's family or a language's. */
export function purlTypeOf(type: string): string | undefined {
  return lookUp(purlTypes, type)
}

/** purl namespace of a distribution's packages. */
export function namespaceOf(family: string): string {
  return family === 'alma' ? 'almalinux' : family.split('.')[0]!.split(' ')[0]!
}

const purlTypes: Readonly<Record<string, string>> = {
  debian: 'deb',
  ubuntu: 'deb',
  alpine: 'apk',
  wolfi: 'apk',
  chainguard: 'apk',
  alma: 'rpm',
  amazon: 'rpm',
  azurelinux: 'rpm',
  centos: 'rpm',
  fedora: 'rpm',
  oracle: 'rpm',
  photon: 'rpm',
  redhat: 'rpm',
  rocky: 'rpm',
  'cbl-mariner': 'rpm',
  'opensuse.leap': 'rpm',
  'opensuse.tumbleweed': 'rpm',
  'suse linux enterprise server': 'rpm',
  npm: 'npm',
  yarn: 'npm',
  pnpm: 'npm',
  bun: 'npm',
  'node-pkg': 'npm',
  pip: 'pypi',
  pipenv: 'pypi',
  poetry: 'pypi',
  uv: 'pypi',
  'python-pkg': 'pypi',
  gomod: 'golang',
  gobinary: 'golang',
  cargo: 'cargo',
  rustbinary: 'cargo',
  composer: 'composer',
  'composer-vendor': 'composer',
  bundler: 'gem',
  gemspec: 'gem',
  jar: 'maven',
  pom: 'maven',
  gradle: 'maven',
  sbt: 'maven',
  nuget: 'nuget',
  'dotnet-core': 'nuget',
  'packages-props': 'nuget',
  hex: 'hex',
  pub: 'pub',
}
