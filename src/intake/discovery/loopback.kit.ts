import { createSocket } from 'node:dgram'
import { connect } from 'node:net'
import type { Duplex } from 'node:stream'
import { type DatagramChannel, err, ok, type ProbePort, type ProbeTarget, problem, type Result } from '#core/kernel'
import type { DiscoverySources } from './contract.ts'

/** A port for tests: loopback only, and only what a test approves; writes down what it was asked for. */
export function loopbackPort(approves: (address: string) => boolean = () => true): ProbePort & { asked: string[] } {
  const asked: string[] = []
  const gate = (target: ProbeTarget) => {
    asked.push(`${target.address}:${target.port}`)
    const loopback = /^127\./.test(target.address) || target.address === '::1'
    return loopback && approves(target.address)
      ? undefined
      : problem('out-of-scope', `${target.address} is not approved`)
  }
  return {
    asked,
    async connect(target, terms) {
      const refused = gate(target)
      return refused ? err(refused) : connectTo(target, terms.timeoutMs)
    },
    async datagrams(target) {
      const refused = gate(target)
      return refused ? err(refused) : openChannel(target)
    },
  }
}

/** Resolvers and passive sources on loopback. */
export function loopbackSources(
  settings: Partial<DiscoverySources> & Pick<DiscoverySources, 'resolvers'>,
): DiscoverySources {
  return {
    openResolver: openChannel,
    connectResolver: (server) => connectTo(server, 2000),
    get: getUrl,
    ...settings,
  }
}

export function openChannel(target: ProbeTarget): Promise<Result<DatagramChannel>> {
  return new Promise((resolve) => {
    const socket = createSocket(target.address.includes(':') ? 'udp6' : 'udp4')
    socket.once('error', (error) => resolve(err(problem('unreachable', error.message))))
    socket.connect(target.port, target.address, () => {
      let tell: (error: Error) => void = () => {}
      socket.removeAllListeners('error')
      socket.on('error', (error) => tell(error))
      resolve(
        ok({
          send: (datagram) => socket.send(datagram),
          onMessage(listener) {
            socket.removeAllListeners('message')
            socket.on('message', listener)
          },
          onError(listener) {
            tell = listener
          },
          close: () => socket.close(),
        }),
      )
    })
  })
}

export function connectTo(target: ProbeTarget, timeoutMs: number): Promise<Result<Duplex>> {
  return new Promise((resolve) => {
    const socket = connect({ host: target.address, port: target.port })
    const timer = setTimeout(() => fail('timeout', 'no answer'), timeoutMs)
    const fail = (code: string, message: string) => {
      clearTimeout(timer)
      socket.destroy()
      resolve(err(problem(code, message)))
    }
    socket.once('error', (error: NodeJS.ErrnoException) =>
      fail(error.code === 'ECONNREFUSED' ? 'refused' : 'unreachable', error.message),
    )
    socket.once('connect', () => {
      clearTimeout(timer)
      socket.removeAllListeners('error')
      socket.on('error', () => {})
      resolve(ok(socket))
    })
  })
}

async function getUrl(url: string, signal?: AbortSignal): Promise<Result<{ status: number; body: Buffer }>> {
  if (!/^http:\/\/127\.\d+\.\d+\.\d+[:/]/.test(url)) return err(problem('out-of-scope', `${url} is not on loopback`))
  try {
    const answer = await fetch(url, { ...(signal && { signal }), redirect: 'manual' })
    return ok({ status: answer.status, body: Buffer.from(await answer.arrayBuffer()) })
  } catch (cause) {
    return err(problem('unreachable', `${url} cannot be read`, cause))
  }
}
