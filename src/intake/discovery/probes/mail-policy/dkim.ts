const words = `
  default dkim mail email smtp mta mx google googlemail selector selector1 selector2 selector3 s1 s2 s3 s1024 s2048 sel1 sel2 k1 k2 k3
  key key1 key2 dkim1 dkim2 dkim3 d1 d2 m1 m2 mail1 mail2 mx1 mx2 a b x 1 2 20230601 20210112 20161025 20120113 2020 2021 2022 2023
  2024 2025 2026 mandrill mailchimp mte1 mte2 sendgrid smtpapi em mailgun mg pm pic krs mailo mailjet mj sparkpost scph0316 scph1122
  amazonses ses protonmail protonmail2 protonmail3 fm1 fm2 fm3 mesmtp zoho zmail zohomail turbo-smtp everlytickey1 everlytickey2 eversrv
  mxvault hs1 hs2 hubspot cm campaignmonitor ctct1 ctct2 constantcontact sib brevo sendinblue elastic api elasticemail aweber_key_a
  aweber_key_b aweber_key_c dk dka dkimkey litesrv mimecast mimecast20190104 proofpoint pp pps1 ppkey barracuda sophos fireeye salesforce sf
  sf1 sf2 zendesk1 zendesk2 intercom freshdesk fd fd2 helpscout strong1 strong2 postmark netcore yandex icloud sig1 outlook exchange o365
  office365 titan1 titan2 hostinger hostingermail1 hostingermail-a ovh ovhmo ionos strato server server1 private main primary corp marketing
  news newsletter info bounce transactional tx prod test dev stage
`
  .trim()
  .split(/\s+/)

/** Keys are often named by the year they were made in. */
const years = Array.from({ length: 10 }, (_, at) => String(2018 + at)).flatMap((year) =>
  ['', 's', 'k', 'dkim', 'mail', 'key', 'sel', 'default'].map((word) => `${word}${year}`),
)

/** Selectors that products and people commonly use. */
export const selectors: readonly string[] = [...new Set([...words, ...years])]

/** Bits of an RSA key below which it is weak: below 1024 it must not be used, 2048 should be (RFC 8301 section 3.2). */
export const SHORTEST_KEY = 1024
export const SHOULD_KEY = 2048

/**
 * Length of the RSA key in a `p=` tag, as a SubjectPublicKeyInfo or bare (RFC 6376 section 3.6.1): by the length of its
 * modulus, so that a key that is cut off is measured too. `undefined` of other keys, a revoked one, or what is none.
 */
export function rsaBits(key: string): number | undefined {
  if (key.length > 4096) return undefined
  const der = Buffer.from(key.replace(/\s/g, ''), 'base64')
  let at = enter(der, 0, SEQUENCE)
  if (at !== undefined && der[at] === SEQUENCE) {
    const algorithm = skip(der, at)
    const bits = algorithm === undefined ? undefined : enter(der, algorithm, BIT_STRING)
    at = bits === undefined ? undefined : enter(der, bits + 1, SEQUENCE)
  }
  const modulus = at === undefined ? undefined : header(der, at, INTEGER)
  if (!modulus || modulus.length > 4096) return undefined
  const [first, zero] = [der[modulus.at], der[modulus.at] === 0]
  const top = zero ? der[modulus.at + 1] : first
  return top === undefined ? undefined : 8 * (modulus.length - (zero ? 1 : 0)) - (Math.clz32(top) - 24)
}

const [SEQUENCE, BIT_STRING, INTEGER] = [0x30, 0x03, 0x02]

/** Where the content of a DER element of a kind begins, and how long it says it is. */
function header(der: Buffer, at: number, tag: number): { at: number; length: number } | undefined {
  const short = der[at + 1]
  if (der[at] !== tag || short === undefined) return undefined
  if (short < 0x80) return { at: at + 2, length: short }
  const bytes = short & 0x7f
  if (bytes === 0 || bytes > 3 || at + 2 + bytes > der.length) return undefined
  return { at: at + 2 + bytes, length: der.readUIntBE(at + 2, bytes) }
}

function enter(der: Buffer, at: number, tag: number): number | undefined {
  return header(der, at, tag)?.at
}

function skip(der: Buffer, at: number): number | undefined {
  const found = header(der, at, SEQUENCE)
  return found && found.at + found.length
}
