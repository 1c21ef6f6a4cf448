import { plainText } from '../../../conversation/index.ts'
import type { Speaker } from '../../contract.ts'
import { observe } from '../../observe.ts'

/** OpenWire of ActiveMQ: the broker introduces itself by its WireFormatInfo. Nothing is sent. */
export const openwire: Speaker = {
  id: 'openwire',
  title: 'OpenWire',
  sends: 'nothing: the broker introduces itself',
  ports: [61616, 61617],
  recognises: (greeting) => greeting[4] === 1 && greeting.toString('latin1', 5, 13) === 'ActiveMQ',
  async speak(line) {
    const opened = await line.open()
    if (!opened.ok) return undefined
    const words = await opened.value.words(200, 2_000)
    opened.value.close()
    const broker = readWireFormat(words)
    if (!broker) return undefined
    const banner = plainText([broker.name, broker.version].filter(Boolean).join(' '), 200)
    return {
      protocol: 'openwire',
      banner,
      observations: [observe('openwire.info', banner, 'WireFormatInfo')],
      signs: [],
    }
  },
}

/** Provider and version, where the broker tells; undefined for what is no WireFormatInfo. */
export function readWireFormat(words: Buffer): { name: string; version?: string } | undefined {
  if (words[4] !== 1 || words.toString('latin1', 5, 13) !== 'ActiveMQ') return undefined
  const version = stringAt(words, 'ProviderVersion')
  return { name: stringAt(words, 'ProviderName') ?? 'ActiveMQ', ...(version !== undefined && { version }) }
}

/** A marshalled string stands behind its key: its type, two bytes of length, the words. */
function stringAt(words: Buffer, key: string): string | undefined {
  const at = words.indexOf(`${key}\t`, 0, 'latin1') + key.length + 1
  if (at <= key.length || at + 2 > words.length) return undefined
  const text = words.toString('latin1', at + 2, at + 2 + Math.min(words.readUInt16BE(at), 80))
  return /^[\w.-]+$/.test(text) ? text : undefined
}
