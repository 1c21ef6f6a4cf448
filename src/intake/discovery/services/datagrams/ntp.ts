import { plainText } from '../../conversation/index.ts'
import { observe } from '../observe.ts'
import type { DatagramSpeaker } from './contract.ts'

/** Mode 6, read variables (RFC 9327): answered by old daemons to anyone. */
const READ_VARIABLES = Buffer.from([0x16, 2, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0])
/** Mode 3, an ordinary client's question for the time (RFC 5905). */
const CLIENT = Buffer.concat([Buffer.from([0x23]), Buffer.alloc(47)])

/** NTP: the time as any client asks for it, and the daemon's variables. */
export const ntp: DatagramSpeaker = {
  id: 'ntp',
  title: 'NTP',
  sends: 'a client’s question for the time, and the question for the daemon’s variables',
  port: 123,
  questions: () => [CLIENT, READ_VARIABLES],
  read(answer) {
    const mode = (answer[0] ?? 0) & 7
    if (mode === 6 && answer.length > 12 && ((answer[1] ?? 0) & 0x80) !== 0) {
      const variables = plainText(answer.subarray(12, 12 + answer.readUInt16BE(10)), 1_024)
      return {
        protocol: 'ntp',
        banner: variables.slice(0, 200),
        observations: [observe('ntp.variables', variables, 'NTP variables')],
        signs: [],
      }
    }
    if (mode !== 4 || answer.length < 48) return undefined
    return { protocol: 'ntp', banner: `stratum ${answer[1]}`, observations: [], signs: [] }
  },
}
