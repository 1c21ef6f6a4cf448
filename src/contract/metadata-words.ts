import { metadataIn, mostOfRange, parseRange, rangeSize } from '#core/network'

/** What whoever names or approves an address or a range should know, where a cloud gives out credentials there. */
export function metadataWords(text: string): string | undefined {
  const range = parseRange(text.trim())
  const found = range ? metadataIn(range) : []
  // What is too wide to be named is refused for that.
  if (!range || found.length === 0 || rangeSize(range) > mostOfRange(range.family)) return undefined
  const where = `${found.join(', ')} ${rangeSize(range) === 1n ? 'is' : 'in it is'} where a cloud gives out the credentials of the machine that asks`
  return rangeSize(range) === 1n
    ? `${where}: a probe there speaks with the cloud that Lunette runs in, not with a server of yours. It is in no range, and is probed only where it is approved by itself.`
    : `${where}: it stays out, unless it is approved by itself.`
}
