import { getPublicSuffix } from 'tldts'
import { err, ok, problem, type Result } from '#core/kernel'

/**
 * Refuses a name below which anybody may have names of their own (Public Suffix List, its private part included): what is
 * said of it would be said of strangers. Problem `public-suffix`.
 */
export function notPublicSuffix(text: string): Result<string> {
  const name = text.toLowerCase().replace(/\.$/, '')
  const suffix = getPublicSuffix(name, { allowPrivateDomains: true, validateHostname: false, detectIp: false })
  if (suffix !== name) return ok(text)
  return err(
    problem(
      'public-suffix',
      `${name} is a public suffix: anybody may have names below it, and none of that is said to be yours. Give the name below it that is, such as example.${name}`,
    ),
  )
}
