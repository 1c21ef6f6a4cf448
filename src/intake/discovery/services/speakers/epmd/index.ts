import { plainText } from '../../../conversation/index.ts'
import type { Speaker } from '../../contract.ts'
import { observe } from '../../observe.ts'

const NAMES_REQUEST = Buffer.from([0, 1, 0x6e])
const MOST_NODES = 50

/** Erlang's port mapper (distribution protocol, NAMES_REQ): which nodes there are, as of RabbitMQ, CouchDB or ejabberd. */
export const epmd: Speaker = {
  id: 'epmd',
  title: 'Erlang port mapper',
  sends: 'NAMES_REQ: the list of nodes',
  ports: [4369],
  async speak(line) {
    const opened = await line.open()
    if (!opened.ok) return undefined
    opened.value.say(NAMES_REQUEST)
    const answer = await opened.value.words(200, 2_000)
    opened.value.close()
    const nodes = readNodes(answer, line.target.port)
    if (!nodes) return undefined
    const banner = plainText(nodes.length > 0 ? nodes.join(', ') : 'no nodes', 200)
    return {
      protocol: 'epmd',
      banner,
      observations: [observe('epmd.nodes', banner, 'list of nodes')],
      signs: [{ kind: 'no-authentication', evidence: `lists nodes: ${banner}` }],
    }
  },
}

/** `rabbit at 25672`; undefined for what is no such list: it begins with the port of the mapper itself. */
export function readNodes(answer: Buffer, port: number): string[] | undefined {
  if (answer.length < 4) return undefined
  const text = answer.toString('latin1', 4, 8_192)
  const nodes = [...text.matchAll(/^name ([\w.@-]{1,100}) at port (\d{1,5})$/gm)].slice(0, MOST_NODES)
  const isList = answer.readUInt32BE(0) === port || (nodes.length > 0 && answer.readUInt32BE(0) < 65_536)
  return isList && (nodes.length > 0 || text === '') ? nodes.map(([, name, at]) => `${name} at ${at}`) : undefined
}
