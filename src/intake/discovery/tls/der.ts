/** DER (X.690), as much of it as certificates and OCSP answers need: one value after the other, within bounds. */
export interface DerValue {
  tag: number
  content: Buffer
  /** Where the next value begins. */
  end: number
}

/** The value at a place; undefined where it does not fit what there is. */
export function readDer(bytes: Buffer, at = 0): DerValue | undefined {
  const tag = bytes[at]
  const first = bytes[at + 1]
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return undefined
  const more = first < 0x80 ? 0 : first & 0x7f
  if (more > 4 || first === 0x80 || at + 2 + more > bytes.length) return undefined
  const length = more === 0 ? first : bytes.readUIntBE(at + 2, more)
  const start = at + 2 + more
  return start + length > bytes.length
    ? undefined
    : { tag, content: bytes.subarray(start, start + length), end: start + length }
}

/** The values within a constructed one, at most `most` of them. */
export function* derValues(content: Buffer, most = 100): Generator<DerValue> {
  for (let at = 0, read = 0; at < content.length && read < most; read++) {
    const value = readDer(content, at)
    if (!value) return
    yield value
    at = value.end
  }
}

/** GeneralizedTime or UTCTime, in UTC, as RFC 5280 wants them written; undefined for what is no such time. */
export function derTime({ tag, content }: DerValue): string | undefined {
  const text = content.toString('latin1', 0, 20)
  const [, year, month, day, hour, minute, second] =
    /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/.exec(text) ?? []
  if (year === undefined || (tag !== 0x18 && tag !== 0x17)) return undefined
  const whole = year.length === 4 ? year : `${Number(year) < 50 ? '20' : '19'}${year}`
  const at = Date.parse(`${whole}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(at) ? undefined : new Date(at).toISOString()
}
