import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { expect, it } from 'vitest'
import { parseServer, resolverPort } from './resolver-port.ts'

it.each([
  ['192.0.2.53', { address: '192.0.2.53', port: 53 }],
  ['192.0.2.53:5353', { address: '192.0.2.53', port: 5353 }],
  ['2001:DB8::53', { address: '2001:db8::53', port: 53 }],
  ['[2001:db8::53]:5353', { address: '2001:db8::53', port: 5353 }],
  ['dns.example', undefined],
  ['192.0.2.53:99999', undefined],
])('%s is read as a server', (text, server) => expect(parseServer(text)).toEqual(server))

it('asks the configured resolvers and nobody else', async () => {
  const peer = createSocket('udp4')
  peer.on('message', (datagram, from) => peer.send(datagram, from.port, from.address))
  peer.bind(0, '127.0.0.1')
  await once(peer, 'listening')
  const { port } = peer.address()
  const resolvers = resolverPort([`127.0.0.1:${port}`], new AbortController().signal)
  expect(await resolvers.openResolver({ address: '127.0.0.2', port })).toMatchObject({
    error: { code: 'host-not-allowed' },
  })
  expect(await resolvers.connectResolver({ address: '127.0.0.1', port: 1 })).toMatchObject({
    error: { code: 'host-not-allowed' },
  })
  const channel = await resolvers.openResolver({ address: '127.0.0.1', port })
  if (!channel.ok) throw new Error('not opened')
  const answer = new Promise((resolve) => channel.value.onMessage(resolve))
  channel.value.send(Buffer.from('question'))
  expect(String(await answer)).toBe('question')
  channel.value.close()
  peer.close()
})
