import { plainText } from '../../../conversation/index.ts'
import type { Sign, Speaker } from '../../contract.ts'
import { observe } from '../../observe.ts'

const VERSION_TOPIC = '$SYS/broker/version'
const refusals: Readonly<Record<number, string>> = { 4: 'bad user name or password', 5: 'not authorised' }

/** MQTT 3.1.1: a session without credentials, and the broker's version from its own topic. Nothing is published. */
export const mqtt: Speaker = {
  id: 'mqtt',
  title: 'MQTT',
  sends: 'CONNECT without credentials, SUBSCRIBE to the broker’s version, DISCONNECT; nothing is published',
  ports: [1883, 8883, 1884],
  async speak(line) {
    const opened = await line.open()
    if (!opened.ok) return undefined
    const talk = opened.value
    talk.say(packet(0x10, Buffer.concat([lengthed('MQTT'), Buffer.from([4, 2, 0, 30]), lengthed('lunette')])))
    const answer = await talk.next(packetLength, 3_000)
    if (answer?.[0] !== 0x20 || answer.length !== 4 || (answer[3] ?? 9) > 5) {
      talk.close()
      return undefined
    }
    const code = answer[3] ?? 0
    if (code !== 0) {
      talk.close()
      return {
        protocol: 'mqtt',
        banner: `CONNACK ${code}: ${refusals[code] ?? 'refused'}`,
        observations: [],
        signs: [],
      }
    }
    talk.say(packet(0x82, Buffer.concat([Buffer.from([0, 1]), lengthed(VERSION_TOPIC), Buffer.from([0])])))
    let version: string | undefined
    for (let packets = 0; packets < 5 && version === undefined; packets++) {
      const next = await talk.next(packetLength, 1_500)
      if (!next) break
      version = publishedText(next)
    }
    talk.say(Buffer.from([0xe0, 0]))
    talk.close()
    const signs: Sign[] = [{ kind: 'anonymous', evidence: 'CONNECT without credentials was accepted (CONNACK 0)' }]
    return {
      protocol: 'mqtt',
      banner: version ?? 'CONNACK 0',
      observations: version === undefined ? [] : [observe('mqtt.version', version, '$SYS/broker/version')],
      signs,
    }
  },
}

/** Text of a PUBLISH on the topic of the version. */
function publishedText(message: Buffer): string | undefined {
  const start = 2 + ((message[1] ?? 0) >= 0x80 ? 1 : 0)
  if (((message[0] ?? 0) & 0xf0) !== 0x30 || message.length < start + 2) return undefined
  const topicEnd = start + 2 + message.readUInt16BE(start)
  if (message.toString('latin1', start + 2, topicEnd) !== VERSION_TOPIC) return undefined
  return plainText(message.subarray(topicEnd + (((message[0] ?? 0) & 0x06) === 0 ? 0 : 2)), 120)
}

/** Fixed header with its length in one or two bytes; longer packets are not waited for. */
function packetLength(unread: Buffer): number {
  if (unread.length < 2) return 0
  const [, low = 0, high = 0] = unread
  if (low < 0x80) return 2 + low
  return unread.length < 3 ? 0 : Math.min(3 + (low & 0x7f) + (high & 0x7f) * 128, 16_384)
}

function packet(type: number, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from([type, body.length]), body])
}

function lengthed(text: string): Buffer {
  return Buffer.concat([Buffer.from([0, text.length]), Buffer.from(text, 'latin1')])
}
