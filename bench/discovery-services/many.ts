import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import { loadFingerprints } from '#intake/discovery/fingerprints'
import { glanceAtWeb } from '#intake/discovery/services'
import { loopbackPort } from '../../src/intake/discovery/conversation/loopback-port.kit.ts'
import { pinnedSets } from '../../src/intake/discovery/fingerprints/pinned-sets.kit.ts'

const BAR = 800
const PORT = 18_080
const AT_ONCE = 32
const kinds = ['nginx/1.18.0', 'Apache/2.4.41', 'Microsoft-IIS/10.0', 'lighttpd/1.4.59', 'Caddy', 'openresty/1.19.9.1']

export interface ManyFigures {
  count: number
  /** Servers of which name and version were told as they are. */
  right: number
  perSecond: number
  /** Servers per second of processor time of our own process; on a busy machine it says more. */
  perCpuSecond: number
}

/** Fetches and fingerprints web servers on many loopback addresses, served by another process. */
export async function measureMany(count: number): Promise<ManyFigures> {
  const child = fork(import.meta.filename, ['serve', String(count)])
  await once(child, 'message')
  const tools = {
    port: loopbackPort(),
    signal: new AbortController().signal,
    now: Date.now,
    fingerprints: loadFingerprints(await pinnedSets()),
  }
  const queue = Array.from({ length: count }, (_, index) => index)
  let right = 0
  const [started, cpu] = [performance.now(), process.cpuUsage()]
  const worker = async (): Promise<void> => {
    for (let index = queue.shift(); index !== undefined; index = queue.shift()) {
      const seen = await glanceAtWeb({ address: addressOf(index), port: PORT }, { secure: false }, tools)
      const [name = '', version] = (kinds[index % kinds.length] ?? '').split('/')
      if (
        seen?.software.some(
          (software) =>
            software.version === version && software.product.toLowerCase().includes(name.toLowerCase().slice(-3)),
        )
      )
        right++
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  const perSecond = count / ((performance.now() - started) / 1_000)
  const { user, system } = process.cpuUsage(cpu)
  child.kill()
  return { count, right, perSecond, perCpuSecond: count / ((user + system) / 1e6) }
}

export function saysOfMany({ count, right, perSecond, perCpuSecond }: ManyFigures): string {
  return `${meetsBar({ count, right, perSecond, perCpuSecond }) ? 'ok  ' : 'MISS'} web servers fetched and fingerprinted: ${right} of ${count}, ${Math.round(perSecond)} a second (bar ${BAR}), ${Math.round(perCpuSecond)} a second of processor`
}

export function meetsBar({ count, right, perSecond }: ManyFigures): boolean {
  return right === count && perSecond >= BAR
}

async function serve(count: number): Promise<void> {
  const web: Server = createServer({ keepAliveTimeout: 2_000 }, (request, response) => {
    const index = indexOf(request.socket.localAddress ?? '')
    response.setHeader('Server', kinds[index % kinds.length] ?? '')
    response.setHeader('Content-Type', 'text/html')
    response.end(
      `<!doctype html><html><head><title>host ${index}</title></head><body>${request.headers.host}</body></html>`,
    )
  })
  for (let index = 0; index < count; index++) {
    const listener = createTcpServer((socket) => web.emit('connection', socket)).listen(PORT, addressOf(index), 511)
    await once(listener, 'listening')
  }
  process.send?.('ready')
}

/** 127.200.0.1 upward, the last number in 1 to 254. */
function addressOf(index: number): string {
  const block = Math.floor(index / 254)
  return `127.200.${block & 255}.${1 + (index % 254)}`
}

function indexOf(address: string): number {
  const [, , block = 0, host = 1] = address.split('.').map(Number)
  return block * 254 + host - 1
}

// `node bench/discovery-services/many.ts [servers]`
if (import.meta.main && process.argv[2] === 'serve') await serve(Number(process.argv[3]))
else if (import.meta.main) {
  const figures = await measureMany(Number(process.argv[2] ?? 10_000))
  process.stdout.write(`${saysOfMany(figures)}\n`)
  process.exitCode = meetsBar(figures) ? 0 : 1
}
