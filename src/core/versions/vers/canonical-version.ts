/** RFC 3339 with an upper-case T, and Z or an offset. */
const dateTime = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2}))?$/

const forms: Readonly<Record<string, RegExp>> = { datetime: dateTime }

/** Whether a version is written as its VERS type demands; most types demand nothing. */
export function isCanonicalVersion(type: string, version: string): boolean {
  const form = forms[type]
  return form === undefined || form.test(version)
}
