import { err, problem } from '#core/kernel'
import type { Importer, ImportInput, ImportResult } from '../contract.ts'
import { asObject } from '../shared/input/json-value.ts'
import { readText } from '../shared/input/text.ts'
import { InventoryCollector } from '../shared/inventory/collector.ts'
import { projectSubject } from '../shared/inventory/project.ts'
import { readDependencyTree } from './dependency-tree.ts'
import { readPackageMap } from './package-map.ts'

/** npm lockfiles, versions 1 to 3, and shrinkwraps. */
export const npmLockfile: Importer = {
  id: 'npm-lockfile',
  title: 'npm lockfile',
  kind: 'lockfile',
  evidence: 'lockfile',
  formats: 'package-lock.json and npm-shrinkwrap.json, lockfileVersion 1 to 3',
  files: ['package-lock.json', 'npm-shrinkwrap.json', '.package-lock.json'],
  yieldsTo: {
    'package-lock.json': ['npm-shrinkwrap.json'],
    // The hidden lockfile inside node_modules says what is installed; it speaks only where no lockfile is kept.
    '.package-lock.json': ['../package-lock.json', '../npm-shrinkwrap.json', '../yarn.lock', '../pnpm-lock.yaml'],
  },
  recognises: ({ name, head }) =>
    name === 'package-lock.json' ||
    name === 'npm-shrinkwrap.json' ||
    /"lockfileVersion"\s*:\s*[123]\b/.test(head.toString('latin1')),
  read,
}

async function read(input: ImportInput): Promise<ImportResult> {
  const collector = new InventoryCollector(input.limits)
  const { text, replaced } = await readText(input)
  if (replaced) collector.note('invalid-utf-8', `${input.path}: bytes replaced`)
  const document = parse(text)
  if (!document)
    return err(problem('invalid-json', 'The npm lockfile is no JSON object. Run npm install to write it again.'))
  const packages = asObject(document.packages)
  const dependencies = asObject(document.dependencies)
  if (packages) readPackageMap(packages, input, collector)
  else if (dependencies) readDependencyTree(dependencies, input, collector)
  else if (document.lockfileVersion === undefined)
    return err(problem('not-npm-lockfile', 'The file has no lockfileVersion, packages or dependencies.'))
  const version = typeof document.lockfileVersion === 'number' ? document.lockfileVersion : 1
  return collector.finish({
    importer: 'npm-lockfile',
    format: `npm lockfile ${version}`,
    subject: projectSubject(input, { type: 'npm', name: document.name, version: document.version }),
  })
}

function parse(text: string): ReturnType<typeof asObject> {
  try {
    return asObject(JSON.parse(text))
  } catch {
    return undefined
  }
}
