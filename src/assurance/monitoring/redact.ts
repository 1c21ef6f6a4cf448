import { createHmac } from 'node:crypto'

/**
 * What tells secrets and personal data apart from names: keys by their well-known beginnings (the forms that GitHub's secret
 * scanning publishes), tokens of the form of RFC 7519, and what RFC 5322, E.164 and ISO/IEC 7812 describe.
 */
const patterns: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['token', /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g],
  ['key', /\b(?:sk|pk|rk)[-_](?:[a-z]+[-_])*[A-Za-z0-9_-]{16,}/g],
  ['key', /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g],
  ['key', /\b(?:gh[opsur]|github_pat|glpat|xox[abprs]|lunette|hf|AIza|ya29)[-_.]?[A-Za-z0-9_-]{16,}/g],
  ['key', /\b(?:bearer|basic)\s+[\w~+/.=-]{8,}/gi],
  ['key', /\b[A-Fa-f0-9]{40,}\b/g],
  ['e-mail', /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+/g],
  ['iban', /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b/g],
  ['number', /(?<![\w.])\+?\d(?:[ ().-]?\d){8,18}(?![\w])/g],
]

/** A name without what might be a secret or a person: each replaced by what it was. Dates and short numbers stay. */
export function redact(text: string): string {
  return patterns.reduce((clean, [name, pattern]) => clean.replace(pattern, `[${name}]`), text)
}

const DIGEST_LENGTH = 22

/** Tells who is the same without telling who it is: without the key, which never leaves, nobody can try names. */
export function pseudonym(key: Buffer, kind: string, value: string): string {
  return createHmac('sha256', key).update(`${kind}\n${value}`).digest('base64url').slice(0, DIGEST_LENGTH)
}
