import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Problem } from '#core/kernel'
import { ingestKnowledge, registerFeeds } from '#exposure/knowledge/store'
import { seedKnowledge } from '#flows/refresh'
import { feeds } from '#intake/feeds'
import { hasAccounts, issueSetupToken } from '#platform/auth'
import { type Config, loadConfig } from '#platform/config'
import { createLog, type Logger } from '#platform/log'
import { folderId } from '../../data-folder.ts'
import { type DecidingSettings, foundTable, listensAt, noteServer, runningServer } from '../../running-server.ts'
import { openRuntime, type Runtime } from '../../runtime.ts'
import { createServer, type ServerParts } from '../../server/index.ts'
import { serverFlows } from '../../server-flows.ts'
import { flowsApart } from '../../worker/index.ts'
import { type Desk, openBrowser } from '../browser.ts'
import { exitCodes } from '../exit-codes.ts'
import { say } from '../say.ts'
import { untilStopped } from '../until-stopped.ts'
import { version } from '../version.ts'

interface StartFlags {
  dataDir?: string
  port?: string
  open?: boolean
}

/** What goes with the server as long as it runs. */
interface Watch {
  log: Logger
  /** Resolves when a signal says to stop. */
  stopped: Promise<void>
}

/** `lunette start`: database, server and browser part, until it is stopped by a signal. */
export async function start(flags: StartFlags): Promise<number> {
  const config = loadConfig(process.env, {
    dataDir: flags.dataDir,
    port: flags.port,
    ...(flags.open === false && { openBrowser: false }),
  })
  if (!config.ok) return failed(config.error.message)
  const log = createLog(config.value.logLevel)
  const stopped = untilStopped()
  const runtime = await openRuntime(config.value, { join: false })
  if (!runtime.ok) return failed(refusal(config.value, runtime.error))
  for (const warning of runtime.value.warnings) say(warning)
  try {
    return await serve(runtime.value, config.value, { log, stopped })
  } finally {
    await runtime.value.close()
  }
}

async function serve(runtime: Runtime, config: Config, { log, stopped }: Watch): Promise<number> {
  const uploads = join(config.dataDir, 'uploads')
  mkdirSync(uploads, { recursive: true, mode: 0o700 })
  const apart = flowsApart(serverFlows(runtime), config)
  try {
    return await answer(runtime, config, { log, stopped, flows: apart.flows, uploads })
  } finally {
    await apart.close()
  }
}

/** Listens until a signal says to stop. */
async function answer(
  runtime: Runtime,
  config: Config,
  { log, stopped, flows, uploads }: Watch & Pick<ServerParts, 'flows'> & { uploads: string },
): Promise<number> {
  const server = await createServer({
    database: runtime.database,
    config: {
      version,
      webRoot: join(import.meta.dirname, '../../../../web/dist'),
      uploads,
      maxKnowledgeAgeDays: config.maxKnowledgeAgeDays,
      scheduleFeeds: config.scheduleFeeds,
      silenceMs: config.takeOverSeconds * 1_000,
      importsAtOnce: config.importsAtOnce,
      isAlone: config.databaseUrl === undefined,
      place: folderId(config.dataDir),
      privateHosts: config.privateHosts,
      ...publicAddress(config),
      requestsPerMinute: config.requestsPerMinute,
    },
    log,
    clock: runtime.clock,
    secrets: runtime.secrets,
    flows,
  })
  await registerFeeds(runtime.database, feeds)
  // What came with the program is shown with its sources, too, before any feed was read.
  await ingestKnowledge(runtime.database, seedKnowledge)
  try {
    await server.listen({ host: config.host, port: config.port })
  } catch (error) {
    await server.close()
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE')
      return failed(`port ${config.port} is taken: stop what uses it, or use --port`)
    throw error
  }
  const address = server.server.address()
  const port = typeof address === 'object' && address ? address.port : config.port
  const origin = config.publicUrl?.replace(/\/$/, '') ?? `http://${config.host}:${port}`
  const forget = noteServer(config.dataDir, {
    origin,
    listens: listensAt(config.host, port),
    decides: decidesBy(config),
  })
  try {
    const page = await welcome(runtime, origin)
    if (config.openBrowser) await openBrowser(page, here())
    await stopped
  } finally {
    forget()
  }
  say('stopping …')
  await server.close()
  return exitCodes.clean
}

/** Only what decides: the note is no place for secrets. */
function decidesBy({ table, dial, maxKnowledgeAgeDays }: Config): DecidingSettings {
  return { table: foundTable(table), dial, maxKnowledgeAgeDays }
}

/** Of a folder that is in use people want to know where its server answers, not only which process it is. */
function refusal({ dataDir }: Config, { code, message }: Problem): string {
  const running = code === 'data-folder-in-use' ? runningServer(dataDir) : undefined
  if (!running) return message
  return `Lunette runs on ${dataDir} already, at ${running.origin} (process ${running.pid}): use that, stop it first, or choose another folder with --data-dir`
}

/** Behind a proxy people come by another name, and by TLS. */
function publicAddress({ publicUrl }: Config) {
  if (publicUrl === undefined) return {}
  const { hostname, protocol } = new URL(publicUrl)
  return { publicUrl, hosts: [hostname], secureCookies: protocol === 'https:' }
}

function here(): Desk {
  return { platform: process.platform, environment: process.env, isTerminal: process.stdout.isTTY === true }
}

/**
 * Data on standard output: the address, and on the first start the one-time link that makes an administrator.
 * @returns the page to begin with
 */
async function welcome(runtime: Runtime, origin: string): Promise<string> {
  if (await hasAccounts(runtime.database)) {
    process.stdout.write(`Lunette is ready: ${origin}\n`)
    return origin
  }
  const token = await issueSetupToken(runtime.database, runtime.clock())
  const page = `${origin}/setup#${token}`
  process.stdout.write(
    `Lunette is ready. Make your administrator account with this one-time link (valid for a day):\n\n  ${page}\n\n`,
  )
  return page
}

function failed(message: string): number {
  say(message)
  return exitCodes.failure
}
