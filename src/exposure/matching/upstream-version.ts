import type { SchemeId } from '#core/versions'

const strippers: Partial<Record<SchemeId, (version: string) => string>> = {
  deb: (version) =>
    version
      .replace(/^\d+:/, '')
      .replace(/-[^-]*$/, '')
      .replace(/[+~.](?:dfsg|ds|repack|really|git|svn|deb\d|ubuntu|esm).*$/i, ''),
  rpm: (version) => version.replace(/^\d+:/, '').replace(/-[^-]*$/, ''),
  apk: (version) => version.replace(/-r\d+$/, ''),
  alpm: (version) => version.replace(/^\d+:/, '').replace(/-[^-]*$/, ''),
}

/** The upstream part of a distribution's version: without epoch, packaging revision and repacking marks. */
export function upstreamVersion(scheme: SchemeId, version: string): string {
  return strippers[scheme]?.(version) ?? version
}
