import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { launch } from '../../src/platform/database/launcher/index.ts'
import { withName, withOwner } from '../../src/platform/database/open.ts'
import { dataFolder } from '../../test/support/data-folder.ts'
import { debianBinaries } from '../../test/support/external-binaries.ts'

const OWNER = 'lunette'
const PASSWORD = 'as-an-administrator-gave-it'

/** Debian's PostgreSQL 15 as an external server, with a database whose owner is no superuser. */
export interface ExternalServer {
  /** Connection string of the owner. */
  url: string
  /** Runs `work` and returns the plan of every statement that new and old connections run meanwhile, as the server logs them. */
  explaining(work: () => Promise<void>): Promise<string[]>
  stop(): Promise<void>
}

/** Starts it in a folder of its own. */
export async function startExternal(): Promise<ExternalServer & { folder: string }> {
  const folder = dataFolder('bench-external')
  process.env.LUNETTE_PG_BIN = debianBinaries
  const launched = await launch(folder)
  delete process.env.LUNETTE_PG_BIN
  if (!launched.ok) throw new Error(launched.error.message)
  const { value: server } = launched
  const administer = (...statements: string[]) =>
    withOwner(server.url, async (admin) => {
      for (const statement of statements) await admin.query(statement)
    })
  await administer(
    `create role ${OWNER} login createdb createrole password '${PASSWORD}'`,
    `create database lunette owner ${OWNER}`,
    // Loaded by each connection, and silent until it is asked.
    `alter system set session_preload_libraries = 'auto_explain'`,
    `select pg_reload_conf()`,
  )
  const url = new URL(withName(server.url, 'lunette'))
  url.username = OWNER
  url.password = PASSWORD
  return {
    folder,
    url: url.toString(),
    async explaining(work) {
      const log = logOf(folder)
      const start = statSync(log).size
      const set = (name: string, value: string) => `alter system set auto_explain.${name} = ${value}`
      await administer(
        set('log_analyze', 'on'),
        set('log_buffers', 'on'),
        set('log_min_duration', '0'),
        `select pg_reload_conf()`,
      )
      // Connections hear of it between two statements.
      await new Promise((resolve) => setTimeout(resolve, 500))
      await work()
      await administer(set('log_min_duration', '-1'), `select pg_reload_conf()`)
      return plansIn(readFileSync(log).subarray(start).toString('utf8'))
    },
    stop: async () => {
      await server.stop()
    },
  }
}

function logOf(folder: string): string {
  const path = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((name) => name.endsWith('postgres.log'))
  if (path === undefined) throw new Error('the server has no log')
  return join(folder, path)
}

/** Each plan with its statement, without the time of day and the process before it. */
function plansIn(log: string): string[] {
  return log.split(/^(?=\S.*? (?:LOG|WARNING|ERROR|FATAL): )/m).flatMap((entry) => {
    const found = /LOG: {2}duration: [\d.]+ ms {2}plan:\n([\s\S]*)$/.exec(entry)?.[1]
    return found === undefined ? [] : [found.replace(/^\t/gm, '').trimEnd()]
  })
}
