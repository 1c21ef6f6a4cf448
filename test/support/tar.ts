/** A tar archive of files. Source: POSIX.1-2017, pax, ustar interchange format. */
export function tarOf(entries: Readonly<Record<string, Uint8Array>>, modified = 0): Buffer {
  const blocks = Object.entries(entries).flatMap(([name, bytes]) => [
    headOf(name, bytes.length, modified),
    bytes,
    Buffer.alloc((512 - (bytes.length % 512)) % 512),
  ])
  return Buffer.concat([...blocks, Buffer.alloc(1_024)])
}

function headOf(name: string, size: number, modified: number): Buffer {
  const head = Buffer.alloc(512)
  head.write(name, 0, 100)
  head.write('0000644\0', 100)
  head.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
  head.write(`${modified.toString(8).padStart(11, '0')}\0`, 136)
  head.write('        0', 148)
  head.write('ustar\u000000', 257)
  const sum = head.reduce((total, byte) => total + byte, 0)
  head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return head
}
