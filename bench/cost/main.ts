import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadConfig } from '#platform/config'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { openRuntime, type Runtime } from '../../src/app/runtime.ts'
import type { ServerFlows } from '../../src/app/server/index.ts'
import { serverFlows } from '../../src/app/server-flows.ts'
import { asOwner } from '../../src/platform/database/open.ts'
import { dataFolder } from '../../test/support/data-folder.ts'
import { type Prepared, prepareLoad } from '../api/load.ts'
import { processorSeconds } from './processor.ts'

const never = new AbortController().signal

/**
 * `npm run bench -- cost [imports]`: what a refresh of 100,000 advisories and imports of 100,000 components with a finding
 * each take of the processor and of the write-ahead log. On a machine that others use, too, that says more than time does;
 * where they slow the processor itself, compare with the refresh.
 */
export async function run([imports = '1']: readonly string[]): Promise<number> {
  const folder = dataFolder('bench')
  const load = await prepareLoad(folder, { withFeeds: false })
  const config = loadConfig({ LUNETTE_DATA_DIR: join(folder, 'data'), LUNETTE_MIRROR: load.mirror }, {})
  if (!config.ok) throw new Error(config.error.message)
  const runtime = await openRuntime(config.value, { join: false })
  if (!runtime.ok) throw new Error(runtime.error.message)
  try {
    const flows = serverFlows(runtime.value)
    const measured = await meter(runtime.value)
    await measured('refresh', () => flows.refreshFeeds({ feeds: ['osv'], actor: 'bench' }, () => {}, never))
    for (let number = 1; number <= Number(imports); number++)
      await measured(`import ${number}`, () => imported(flows, load, folder, `application-${number}`))
    await measured('the same again', () => imported(flows, load, folder, 'application-1'))
  } finally {
    await runtime.value.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return 0
}

function imported(flows: ServerFlows, { sbom }: Prepared, folder: string, name: string) {
  const fileName = `${name}.cdx.json`
  const path = join(folder, fileName)
  writeFileSync(path, sbom(name))
  const work = { workspaceId: DEFAULT_WORKSPACE, actor: 'bench', path, fileName, exposure: 'internal' as const }
  return flows.importFile(work, () => {}, never)
}

/** Runs a piece of work and prints what it took. */
async function meter(runtime: Runtime) {
  const { postmaster } = await databaseNow(runtime)
  return async (name: string, work: () => Promise<{ ok: boolean }>): Promise<void> => {
    const wal = (await databaseNow(runtime)).wal
    const before = processorSeconds(process.pid, postmaster)
    const started = performance.now()
    if (!(await work()).ok) throw new Error(`${name} failed`)
    const seconds = (performance.now() - started) / 1_000
    const after = processorSeconds(process.pid, postmaster)
    const [node, database] = [after.own - before.own, after.database - before.database]
    const log = ((await databaseNow(runtime)).wal - wal) / 1_000_000
    process.stdout.write(
      `${name}: Node ${node.toFixed(2)} s, PostgreSQL ${database.toFixed(2)} s of the processor; log ${log.toFixed(0)} MB; ${seconds.toFixed(1)} s in all\n`,
    )
  }
}

/** Bytes written to the log so far, and the server's main process, the parent of the one that answers (proc_pid_stat(5)). */
function databaseNow({ database }: Runtime): Promise<{ wal: number; postmaster: number }> {
  return asOwner(database, async (client) => {
    const { rows } = await client.query<{ pid: number; wal: string }>(
      `select pg_backend_pid() as pid, pg_current_wal_insert_lsn() - '0/0'::pg_lsn as wal`,
    )
    const { pid, wal } = rows[0]!
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!
    return { wal: Number(wal), postmaster: Number(stat.split(' ')[1]) }
  })
}
