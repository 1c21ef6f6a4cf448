import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importFile } from '../import-file.ts'

/** Databases that rpm itself writes, made here and now: the other tests know only those of our own writer. */
const tools = { rpm: 'rpm', build: 'rpmbuild' }
const hasRpm = Object.values(tools).every((tool) => spawnSync(tool, ['--version']).status === 0)
if (!hasRpm) process.stderr.write('lunette: no rpm and rpmbuild here: the test on databases of rpm itself is skipped\n')

/** An rpm that was built without a form of database says so and writes none. */
function writes(form: string): boolean {
  if (!hasRpm) return false
  const folder = mkdtempSync(join(tmpdir(), 'lunette-rpm-form-'))
  const made = spawnSync(tools.rpm, ['--define', `_db_backend ${form}`, '--dbpath', folder, '--initdb'], {
    encoding: 'utf8',
  })
  rmSync(folder, { recursive: true })
  const able = made.status === 0 && !/invalid|dummy/.test(made.stderr)
  if (!able) process.stderr.write(`lunette: this rpm writes no ${form} database: that test is skipped\n`)
  return able
}

const forms: [form: string, file: string][] = [
  ['sqlite', 'rpmdb.sqlite'],
  ['ndb', 'Packages.db'],
]

describe.skipIf(!hasRpm)('databases that rpm itself writes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lunette-rpm-tool-'))
  const root = (form: string) => join(folder, form)
  const dbpath = (form: string) => join(root(form), 'usr/lib/sysimage/rpm')
  const packages: string[] = []

  beforeAll(() => {
    packages.push(build('tiny-libs', 'Epoch: 1'), build('tiny-late', ''))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  function run(tool: string, ...args: string[]): void {
    const { status, stderr } = spawnSync(tool, args, { encoding: 'utf8', cwd: folder })
    if (status !== 0) throw new Error(`${tool} ${args.join(' ')}: ${stderr}`)
  }

  /** A package of nothing. */
  function build(name: string, more: string): string {
    const head = [`Name: ${name}`, 'Version: 1.2', 'Release: 3.el9', 'Summary: x', 'License: MIT', 'BuildArch: noarch']
    writeFileSync(join(folder, `${name}.spec`), `${[...head, more].join('\n')}\n%description\nx\n%files\n`)
    const places = ['--define', `_topdir ${join(folder, 'top')}`, '--define', `_rpmdir ${folder}`]
    run(tools.build, '-bb', ...places, '--define', 'source_date_epoch_from_changelog 0', `${name}.spec`)
    return join(folder, 'noarch', `${name}-1.2-3.el9.noarch.rpm`)
  }

  function rpm(form: string, ...args: string[]): void {
    run(tools.rpm, '--define', `_db_backend ${form}`, '--dbpath', dbpath(form), ...args)
  }

  function makeRoot(form: string): void {
    mkdirSync(dbpath(form), { recursive: true })
    mkdirSync(join(root(form), 'etc'), { recursive: true })
    writeFileSync(join(root(form), 'etc/os-release'), 'ID="rocky"\nVERSION_ID="9.4"\n')
    rpm(form, '--initdb')
    rpm(form, '-i', '--justdb', '--nodeps', '--nosignature', '--force-debian', packages[0]!)
  }

  async function read(form: string, file: string) {
    const path = `usr/lib/sysimage/rpm/${file}`
    const imported = await importFile(join(root(form), path), { path })
    if (!imported.ok) throw new Error(imported.error.message)
    const { inventory, outcome, contentDigest } = imported.value
    return { purls: inventory.components.map(({ purl }) => purl).sort(), dropped: outcome.dropped, contentDigest }
  }

  const libs = 'pkg:rpm/rocky/tiny-libs@1:1.2-3.el9?arch=noarch&distro=rocky-9.4'
  const late = 'pkg:rpm/rocky/tiny-late@1.2-3.el9?arch=noarch&distro=rocky-9.4'

  const able = new Set(forms.map(([form]) => form).filter(writes))
  const writesSqlite = able.has('sqlite')

  for (const [form, file] of forms)
    it.skipIf(!able.has(form))(`${form}: every package is read with its epoch, release and architecture`, async () => {
      makeRoot(form)
      expect(await read(form, file)).toMatchObject({ purls: [libs], dropped: [] })
    })

  it.skipIf(!writesSqlite)('what rpm has written beside the SQLite file only (-wal) is read, too', async () => {
    const form = 'sqlite'
    if (!existsSync(dbpath(form))) makeRoot(form)
    const database = join(dbpath(form), 'rpmdb.sqlite')
    const before = await read(form, 'rpmdb.sqlite')
    // Somebody who reads keeps rpm from putting its new pages into the main file.
    const reader = new DatabaseSync(database, { readOnly: true })
    try {
      reader.exec('begin')
      reader.prepare('select count(*) from Packages').get()
      rpm(form, '-i', '--justdb', '--nodeps', '--nosignature', '--force-debian', packages[1]!)
      expect(statSync(`${database}-wal`).size).toBeGreaterThan(0)
      const after = await read(form, 'rpmdb.sqlite')
      expect(after).toMatchObject({ purls: [late, libs].sort(), dropped: [] })
      expect(after.contentDigest).not.toBe(before.contentDigest)
    } finally {
      reader.close()
    }
  })

  it.skipIf(!writesSqlite)('a database is read whatever its size, up to a limit of its own', async () => {
    const form = 'sqlite'
    if (!existsSync(dbpath(form))) makeRoot(form)
    const path = join(dbpath(form), 'rpmdb.sqlite')
    const small = { path: 'var/lib/rpm/rpmdb.sqlite', limits: { textBytes: 1_000 } }
    expect(await importFile(path, small)).toMatchObject({ ok: true })
    expect(await importFile(path, { ...small, limits: { databaseBytes: 1_000 } })).toMatchObject({
      ok: false,
      error: { code: 'too-large' },
    })
  })
})
