/** What the first packet says: the version, or an error such as that this host may not connect. */
export interface MysqlGreeting {
  kind: 'version' | 'error'
  text: string
}

/** Reads the initial handshake packet (protocol 10 or 9) or an error packet. Undefined for anything else; sound for any bytes. */
export function readGreeting(packet: Buffer): MysqlGreeting | undefined {
  if (packet.length < 7 || packet.length > 8_192) return undefined
  const length = packet.readUIntLE(0, 3)
  if (packet[3] !== 0 || length < 3 || length > packet.length - 4) return undefined
  const body = packet.subarray(4, 4 + length)
  if (body[0] === 0xff) return { kind: 'error', text: body.toString('latin1', 3).replace(/^#.{5}/, '') }
  const end = body.indexOf(0, 1)
  if ((body[0] !== 10 && body[0] !== 9) || end < 2 || end > 128) return undefined
  const text = body.toString('latin1', 1, end)
  return /^\d+\.\d+/.test(text) ? { kind: 'version', text } : undefined
}
