import type { Speaker } from '../../contract.ts'
import { readRpcReply, rpcCall, rpcLength } from '../../sun-rpc.ts'

const NFS = 100_003

/** NFS (RFC 1813, RFC 7530): whether it answers NULL, the call that does nothing. Nothing is mounted. */
export const nfs: Speaker = {
  id: 'nfs',
  title: 'NFS',
  sends: 'NULL, the call that does nothing, of versions 3 and 4',
  ports: [2049],
  async speak(line) {
    const versions: number[] = []
    let isNfs = false
    for (const version of [3, 4]) {
      const opened = await line.open()
      if (!opened.ok) return undefined
      opened.value.say(rpcCall(NFS, version, 0))
      const reply = readRpcReply((await opened.value.next(rpcLength, 1_500)) ?? Buffer.alloc(0))
      opened.value.close()
      if (!reply) break
      isNfs ||= reply.accepted
      if (reply.accepted) versions.push(version)
    }
    if (!isNfs) return undefined
    return { protocol: 'nfs', banner: `NFS version ${versions.join(' and ')}`, observations: [], signs: [] }
  },
}
