import { lookup } from 'node:dns/promises'
import type { OwnListener } from '#platform/probe'
import { runningServer } from './running-server.ts'
import type { Runtime } from './runtime.ts'

const FRESH_MS = 2_000
const loopback = /^(?:127\.|::1$|localhost$|0\.0\.0\.0$|::$)/

/** What binds discovery of this installation besides its scope: what it must never probe, and the private hosts it may ask. */
export async function probeTerms({ config, database }: Pick<Runtime, 'config' | 'database'>): Promise<{
  ownListeners(): readonly OwnListener[]
  privateHosts: readonly string[]
}> {
  const databases = await databaseListeners(database.server, config.databaseUrl !== undefined)
  let known: { at: number; listeners: readonly OwnListener[] } | undefined
  return {
    privateHosts: config.privateHosts,
    ownListeners() {
      // A server may be started meanwhile, on another port.
      if (!known || performance.now() - known.at > FRESH_MS)
        known = { at: performance.now(), listeners: [...databases, ...serverListeners(config)] }
      return known.listeners
    },
  }
}

/** The embedded database is bound to its address alone; how another one is bound nobody here knows. */
async function databaseListeners(
  { host, port }: Runtime['database']['server'],
  isExternal: boolean,
): Promise<OwnListener[]> {
  if (host === '') return [{ port }]
  if (!isExternal) return [{ address: host, port }]
  const found = await lookup(host, { all: true }).catch(() => [])
  return [
    ...found.map(({ address }) => (loopback.test(address) ? { port } : { address, port })),
    ...(found.length === 0 ? [{ port }] : []),
  ]
}

function serverListeners({ host, port, dataDir }: Runtime['config']): OwnListener[] {
  const noted = runningServer(dataDir)
  const ports = [port, noted ? Number(new URL(noted.listens).port) : 0].filter((each) => each > 0)
  // A name may be several addresses; the unspecified ones are all.
  const address = /^[\d.:a-f]+$/i.test(host) && host !== '0.0.0.0' && host !== '::' ? host : undefined
  return [...new Set(ports)].map((each) => (address ? { address, port: each } : { port: each }))
}

/** The same as checks of proofs take it: what is never asked is known at that moment. */
export async function proofTerms(runtime: Pick<Runtime, 'config' | 'database'>) {
  const { ownListeners, privateHosts } = await probeTerms(runtime)
  return { database: runtime.database, ownListeners: ownListeners(), privateHosts }
}
