import { ANY, type Cpe, cpeAttributes, NA } from './types.ts'

/** The CPE 2.3 formatted string of a name. Source: NISTIR 7695, section 6.2.2 (bind_to_fs). */
export function formatCpe(cpe: Cpe): string {
  return `cpe:2.3:${cpeAttributes.map((attribute) => bare(cpe[attribute])).join(':')}`
}

/** Dots, hyphens and word characters stand unquoted in a formatted string. */
function bare(value: string): string {
  if (!value.includes('\\')) return value
  return value.replace(/\\(.)/gs, (found, quoted: string) => (/[.\-\w]/.test(quoted) ? quoted : found))
}

/** The CPE 2.2 URI of a name. Source: NISTIR 7695, section 6.1.2 (bind_to_URI). */
export function formatCpeUri(cpe: Cpe): string {
  const { part, vendor, product, version, update, language } = cpe
  const components = [part, vendor, product, version, update].map(encode)
  return `cpe:/${[...components, packEdition(cpe), encode(language)].join(':').replace(/:+$/, '')}`
}

/** The four attributes CPE 2.2 does not know are packed into the edition, only when one of them is set. */
function packEdition(cpe: Cpe): string {
  const extended = [cpe.swEdition, cpe.targetSw, cpe.targetHw, cpe.other]
  if (extended.every((value) => value === ANY)) return encode(cpe.edition)
  return `~${[cpe.edition, ...extended].map(encode).join('~')}`
}

function encode(value: string): string {
  if (value === ANY) return ''
  if (value === NA) return NA
  return value.replace(/\\(.)|[?*]/g, (found, quoted?: string) => {
    if (quoted === undefined) return found === '?' ? '%01' : '%02'
    return /[\w.-]/.test(quoted) ? quoted : `%${quoted.charCodeAt(0).toString(16).padStart(2, '0')}`
  })
}
