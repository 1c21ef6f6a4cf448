import { rmSync } from 'node:fs'
import type { TestProject } from 'vitest/node'
import { launch } from '../../src/platform/database/launcher/index.ts'
import { withOwner } from '../../src/platform/database/open.ts'
import { dataFolder } from './data-folder.ts'
import { provideServer } from './database.ts'
import { debianBinaries } from './external-binaries.ts'

const OWNER = 'lunette'

/** vitest's global set-up: Debian's PostgreSQL 15 as an external server, whose user may make databases and roles and is no superuser. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = dataFolder('external')
  const before = process.env.LUNETTE_PG_BIN
  process.env.LUNETTE_PG_BIN = debianBinaries
  const server = await launch(folder)
  if (before === undefined) delete process.env.LUNETTE_PG_BIN
  else process.env.LUNETTE_PG_BIN = before
  if (!server.ok) throw new Error(server.error.message)
  await withOwner(server.value.url, async (admin) => {
    await admin.query(`create role ${OWNER} login createdb createrole password 'as-an-administrator-gave-it'`)
    // To drop a test's database while its last connections are still ending.
    await admin.query(`grant pg_signal_backend to ${OWNER}`)
  })
  const url = new URL(server.value.url)
  url.username = OWNER
  url.password = 'as-an-administrator-gave-it'
  const remove = await provideServer(project, url.toString(), folder, server.value.url)
  return async () => {
    await remove()
    await server.value.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
