/** Package URLs (ECMA-427). */
export { formatPurl } from './format-purl.ts'
export { parsePurl, purlWithoutVersion } from './parse-purl.ts'
export type { Purl, PurlOptions, PurlParts, PurlText } from './types.ts'
