import { err, problem } from '#core/kernel'
import type { Importer, ImportInput, ImportResult } from '../contract.ts'
import { readHead } from '../shared/input/text.ts'
import { InventoryCollector } from '../shared/inventory/collector.ts'
import { addInstalled, distributionOf, finishDatabase } from '../shared/inventory/package-database.ts'
import { packageOfHeader } from './header.ts'
import { NDB_MAGIC, ndbBlobs } from './ndb.ts'
import { SQLITE_COMPANIONS, SQLITE_MAGIC, sqliteBlobs } from './sqlite.ts'

const folders = ['var/lib/rpm', 'usr/lib/sysimage/rpm', 'usr/share/rpm']
const layouts = folders.flatMap((folder) =>
  ['rpmdb.sqlite', 'Packages.db', 'Packages'].map((file) => `${folder}/${file}`),
)

/** Magic numbers of Berkeley DB hash and btree files, at offset 12. */
const BERKELEY = [0x0006_1561, 0x0005_3162]

/** The rpm package database in its SQLite and ndb forms. Berkeley DB is refused with what to do. */
export const rpm: Importer = {
  id: 'rpm',
  title: 'rpm database',
  kind: 'package-database',
  evidence: 'package-database',
  formats: 'rpmdb.sqlite and Packages.db (ndb)',
  files: layouts,
  companions: SQLITE_COMPANIONS,
  yieldsTo: { Packages: ['rpmdb.sqlite', 'Packages.db'], 'Packages.db': ['rpmdb.sqlite'] },
  recognises: ({ name, path, head }) =>
    head.subarray(0, 4).equals(NDB_MAGIC) ||
    isBerkeley(head) ||
    (head.subarray(0, 16).equals(SQLITE_MAGIC) && name === 'rpmdb.sqlite') ||
    layouts.some((layout) => path === layout || path.endsWith(`/${layout}`)),
  read,
}

function isBerkeley(head: Buffer): boolean {
  return head.length >= 16 && (BERKELEY.includes(head.readUInt32LE(12)) || BERKELEY.includes(head.readUInt32BE(12)))
}

async function read(input: ImportInput): Promise<ImportResult> {
  const collector = new InventoryCollector(input.limits)
  const distribution = await distributionOf(input, layouts)
  const take = (number: number, blob: Uint8Array | undefined) => {
    const installed = blob && packageOfHeader(blob, `package ${number}`)
    if (!installed) collector.drop('damaged-header', `package ${number}`)
    // Imported signing keys are kept as packages of this name; they are no software.
    else if (installed.name !== 'gpg-pubkey') addInstalled(collector, 'rpm', 'rpm', installed, distribution, input.path)
  }
  const head = await readHead(input, SQLITE_MAGIC.length)
  if (head.subarray(0, NDB_MAGIC.length).equals(NDB_MAGIC)) await ndbBlobs(input, take)
  else if (head.equals(SQLITE_MAGIC)) await sqliteBlobs(input, take)
  else if (isBerkeley(head))
    return err(
      problem(
        'berkeley-db',
        'The rpm database is a Berkeley DB, which is not read. Give an SBOM of the host, or convert it with rpmdb --rebuilddb on rpm 4.16 or later.',
      ),
    )
  else return err(problem('not-rpm-database', 'The file is no rpm database in SQLite or ndb form.'))
  return finishDatabase(collector, 'rpm', 'rpm database', input, distribution, layouts)
}
