/** A name server for measuring, in a process of its own: every second name exists. Prints its port. */
import { createSocket } from 'node:dgram'

const RECORD = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 1, 44, 0, 4, 127, 0, 0, 1])

const socket = createSocket({ type: 'udp4', recvBufferSize: 8 * 2 ** 20 }, (query, from) => {
  let end = 12
  while (query[end]) end += 1 + query[end]!
  end += 5
  const exists = (query[12 + (query[12] ?? 0)] ?? 0) % 2 === 0
  const answer = exists ? Buffer.concat([query.subarray(0, end), RECORD]) : Buffer.from(query.subarray(0, end))
  answer.writeUInt16BE(exists ? 0x8180 : 0x8183, 2)
  answer[7] = exists ? 1 : 0
  answer[11] = 0
  socket.send(answer, from.port, from.address)
})
socket.bind(0, '127.0.0.1', () => process.stdout.write(`${socket.address().port}\n`))
