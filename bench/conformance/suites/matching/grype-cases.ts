import { dirname, join } from 'node:path'
import { z } from 'zod'
import type { Component, Distribution, Statement, VexStatement } from '#core/vocabulary'
import { formatPurl } from '#core/vocabulary'
import { memoryReader } from '#exposure/knowledge'
import { distributionOfVersion, isPositive, matchInventory } from '#exposure/matching'
import { failedCase } from '../../case-result.ts'
import type { CaseResult, ConformanceFile } from '../../types.ts'
import { type AdvisoryFolder, readAdvisoryFolder } from './vunnel.ts'

const grypeCase = z.object({
  test: z.string(),
  db: z.array(z.string()),
  select: z.array(z.string()),
  package: z.string(),
  version: z.string(),
  type: z.string(),
  distro: z.string().nullable(),
  upstream: z.array(z.tuple([z.string(), z.string().nullable()])),
  cpes: z.array(z.string()),
  expect: z.array(z.string()),
  expect_not: z.array(z.string()),
  expect_empty: z.boolean(),
})
type GrypeCase = z.infer<typeof grypeCase>

const purlTypes: Readonly<Record<string, string>> = {
  ApkPkg: 'apk',
  DebPkg: 'deb',
  RpmPkg: 'rpm',
  AlpmPkg: 'alpm',
  PythonPkg: 'pypi',
  NpmPkg: 'npm',
  GemPkg: 'gem',
  JavaPkg: 'maven',
  JenkinsPluginPkg: 'maven',
  GoModulePkg: 'golang',
  RustPkg: 'cargo',
  PhpComposerPkg: 'composer',
  DotnetPkg: 'nuget',
  HexPkg: 'hex',
  DartPubPkg: 'pub',
  BitnamiPkg: 'bitnami',
  ConanPkg: 'conan',
  BinaryPkg: 'generic',
  GraalVMNativeImagePkg: 'maven',
  GithubActionPkg: 'githubactions',
}

/** One matcher case: exactly the expected vulnerabilities, and no forbidden one. */
export function runGrypeCase(line: unknown, file: ConformanceFile): CaseResult {
  const given = grypeCase.parse(line)
  const { statements, vex } = advisoriesOf(given, join(dirname(file.absolutePath), 'grype-dbtest'))
  const reader = memoryReader(statements)
  const component = componentOf(given, statements)
  const { matches } = matchInventory([component], reader, { dial: 'precise', vex })
  const found = matches.filter(({ verdict }) => isPositive(verdict))
  const idsOf = (match: (typeof found)[number]) => [
    match.vulnerabilityId,
    ...match.records.map(({ recordId }) => recordId),
    ...(reader.vulnerability(match.vulnerabilityId)?.aliases ?? []),
  ]
  const named = new Set(found.flatMap(idsOf).map((id) => id.toUpperCase()))
  const missing = given.expect.filter((id) => !named.has(id.toUpperCase()))
  const forbidden = given.expect_not.filter((id) => named.has(id.toUpperCase()))
  const surplus = given.expect_empty ? found.map(({ vulnerabilityId }) => vulnerabilityId) : []
  if (missing.length + forbidden.length + surplus.length === 0) return { passed: true, label: given.test }
  const all = matches.map(({ vulnerabilityId, verdict }) => `${vulnerabilityId} ${verdict}`).join(', ')
  return failedCase(given.test, `missing [${missing}] unexpected [${[...forbidden, ...surplus]}]; found: ${all}`)
}

const folders = new Map<string, AdvisoryFolder>()

function advisoriesOf({ db, select }: GrypeCase, root: string): { statements: Statement[]; vex: VexStatement[] } {
  const records = db.flatMap((name) => {
    const path = join(root, name)
    const known = folders.get(path) ?? readAdvisoryFolder(path)
    folders.set(path, known)
    return known.records
  })
  const selected = records.filter(
    ({ identifier }) => select.length === 0 || select.some((wanted) => isSelected(identifier, wanted)),
  )
  return { statements: selected.flatMap((record) => record.statements), vex: selected.flatMap((record) => record.vex) }
}

/** A selection names a record whole or by its last part; in a test's folder the separator may differ. */
function isSelected(identifier: string, wanted: string): boolean {
  const [id, part] = [identifier.toLowerCase(), wanted.toLowerCase()]
  return id === part || id.endsWith(`/${part}`)
}

function componentOf(given: GrypeCase, statements: readonly Statement[]): Component {
  const type = purlTypes[given.type]
  const { name, namespace } = splitName(type ?? '', given.package)
  const purl =
    type === undefined
      ? undefined
      : formatPurl({ type, name, version: given.version, ...(namespace === undefined ? {} : { namespace }) })
  const distribution = given.distro === null ? lostDistribution(given, type, statements) : distributionOf(given.distro)
  return {
    ref: given.package,
    ...(purl?.ok ? { purl: purl.value.text } : {}),
    name,
    ...(namespace === undefined ? {} : { namespace }),
    version: given.version,
    ...(type === undefined ? {} : { type }),
    ...(distribution === undefined ? {} : { distribution }),
    cpes: given.cpes,
    upstream: given.upstream.map(([upstream, version]) => ({
      name: upstream,
      ...(version === null ? {} : { version }),
    })),
    licences: [],
    location: '',
    dependsOn: [],
    evidence: [{ kind: 'sbom', by: 'grype-matcher-cases' }],
  }
}

function splitName(type: string, name: string): { name: string; namespace?: string } {
  const separator = type === 'maven' ? ':' : '/'
  const at = name.lastIndexOf(separator)
  return at > 0 ? { namespace: name.slice(0, at), name: name.slice(at + 1) } : { name }
}

function distributionOf(text: string): Distribution {
  const [id = '', versionId] = text.split(' ')
  return { id, ...(versionId === undefined || versionId === 'rolling' ? {} : { versionId }) }
}

/**
 * Cases that lost their distribution on the way: nothing where the version itself names the release, else the only
 * release for which the folder speaks of the package, if there is one.
 */
function lostDistribution(
  { package: name, version, upstream }: GrypeCase,
  type: string | undefined,
  statements: readonly Statement[],
): Distribution | undefined {
  if (type !== undefined && distributionOfVersion(type, version)?.versionId !== undefined) return undefined
  const names = new Set([name, ...upstream.map(([source]) => source)])
  const releases = new Set<string>()
  for (const { affected } of statements) {
    for (const entry of affected) {
      if (entry.kind === 'package' && names.has(entry.name)) releases.add(entry.ecosystem.replace(/\+.*/, ''))
    }
  }
  const [only] = releases
  if (releases.size !== 1 || only === undefined) return undefined
  const [base = '', release = ''] = only.split(':')
  const id = idsByBase[base]
  return id === undefined ? undefined : { id, versionId: release }
}

const idsByBase: Readonly<Record<string, string>> = {
  Debian: 'debian',
  Ubuntu: 'ubuntu',
  Alpine: 'alpine',
  'Red Hat': 'rhel',
  SUSE: 'sles',
  'Oracle Linux': 'ol',
  AlmaLinux: 'almalinux',
}
