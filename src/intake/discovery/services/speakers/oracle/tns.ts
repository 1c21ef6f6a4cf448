const WANTED = '(CONNECT_DATA=(COMMAND=version))'
const HEAD = 58
/** Kinds of packets that answer a CONNECT: accept, refuse, redirect, resend. */
const answers = new Set([2, 4, 5, 11])

/** A CONNECT packet of TNS 310 (compatible with 300) with its connect data behind the head. */
export const CONNECT = connect()

function connect(): Buffer {
  const head = Buffer.alloc(HEAD)
  head.writeUInt16BE(HEAD + WANTED.length, 0)
  head[4] = 1
  for (const [at, value] of [
    [8, 310],
    [10, 300],
    [14, 2_048],
    [16, 32_767],
    [18, 0x7f08],
    [22, 1],
    [24, WANTED.length],
    [26, HEAD],
  ] as const)
    head.writeUInt16BE(value, at)
  return Buffer.concat([head, Buffer.from(WANTED)])
}

/** What a listener tells of itself; undefined for what is no answer of one. */
export function readListener(packets: Buffer): { words: string; version?: string } | undefined {
  if (packets.length < 12 || !answers.has(packets[4] ?? 0) || packets.readUInt16BE(2) !== 0) return undefined
  const words = packets.toString('latin1', 8, 4_096)
  if (!/TNSLSNR|\(DESCRIPTION=|\(ERR(?:OR)?=/.test(words)) return undefined
  const told = /TNSLSNR[^\n]{0,80}Version (\d{1,2}(?:\.\d{1,3}){1,4})/.exec(words)?.[1]
  const number = Number(/\(VSNNUM=(\d{6,10})\)/.exec(words)?.[1] ?? 0)
  const version = told ?? (number > 0 ? versionOf(number) : undefined)
  return { words: words.replace(/[^\x20-\x7e]+/g, ' ').trim(), ...(version !== undefined && { version }) }
}

/** `VSNNUM` packs five numbers, 8.4.8.4.8 bits wide; from 18c on 8.8.8.4.4, of which the first two are sure. */
function versionOf(number: number): string {
  const major = (number >>> 24) & 0xff
  if (major >= 18) return `${major}.${(number >>> 16) & 0xff}`
  return [major, (number >>> 20) & 0xf, (number >>> 12) & 0xff, (number >>> 8) & 0xf, number & 0xff].join('.')
}
