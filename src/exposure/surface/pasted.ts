import { domainToASCII } from 'node:url'
import { parseAddress, parseRange } from '#core/network'
import { isName } from './scope.ts'

/**
 * The host in what somebody pastes where a name or an address is asked for: an address of a page, `host:port`, a mail
 * address, a name with a star or dots around it, or in its own letters. What has none stays as it is.
 */
export function pastedHost(text: string): string {
  const plain = text.replace(/^[\s<"'(]+|[\s>"'),;]+$/g, '')
  if (plain === '' || parseRange(plain) !== undefined) return plain
  const host = hostIn(plain).replace(/^\[|\]$/g, '')
  if (parseAddress(host)) return host
  const name = inAscii(host.replace(/^(?:\*?\.)+/, '').replace(/\.+$/, ''))
  return isName(name) ? name.toLowerCase() : plain
}

/** Where a host may stand: after a scheme, after `@`, before a port or a path. */
function hostIn(text: string): string {
  const [, mailbox] = /^(?:mailto:)?[^\s/@:]+@([^\s/@]+)$/i.exec(text) ?? []
  if (mailbox !== undefined) return mailbox
  const [, ofUrl] = /^[a-z][a-z0-9+.-]*:\/\/(?:[^\s/@]*@)?(\[[^\]]*\]|[^\s/:?#]*)/i.exec(text) ?? []
  if (ofUrl !== undefined) return ofUrl
  const [, bracketed, before] = /^(?:(\[[^\]]*\])|([^\s/:?#@]+))(?::\d{1,5})?(?:[/?#]\S*)?$/.exec(text) ?? []
  const host = bracketed ?? before
  // `198.51.100.77/99` is meant as a range, and wrong.
  return host === undefined || (parseAddress(host) && text.includes('/')) ? text : host
}

function inAscii(name: string): string {
  return /[^\x20-\x7e]/.test(name) && !/\s/.test(name) ? domainToASCII(name) || name : name
}
