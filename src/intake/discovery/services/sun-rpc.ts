/** ONC RPC version 2 over TCP (RFC 5531): a call without credentials, and what comes back. */
const XID = 0x4c756e65
const LAST = 0x80000000
const MOST = 16_384

export function rpcCall(program: number, version: number, procedure: number): Buffer {
  const words = [LAST + 40, XID, 0, 2, program, version, procedure, 0, 0, 0, 0]
  const call = Buffer.alloc(words.length * 4)
  for (const [index, word] of words.entries()) call.writeUInt32BE(word, index * 4)
  return call
}

/** Length of the first fragment with its mark. */
export function rpcLength(unread: Buffer): number {
  return unread.length < 4 ? 0 : 4 + Math.min(unread.readUInt32BE(0) & 0x7fffffff, MOST)
}

/** Whether a reply was accepted, with what follows; undefined for what is no reply to our call. */
export function readRpcReply(reply: Buffer): { accepted: boolean; body: Buffer } | undefined {
  if (reply.length < 16 || reply.readUInt32BE(4) !== XID || reply.readUInt32BE(8) !== 1) return undefined
  if (reply.readUInt32BE(12) !== 0 || reply.length < 28) return { accepted: false, body: Buffer.alloc(0) }
  const after = 24 + Math.min(reply.readUInt32BE(20), 400)
  if (reply.length < after + 4) return undefined
  return { accepted: reply.readUInt32BE(after) === 0, body: reply.subarray(after + 4) }
}
