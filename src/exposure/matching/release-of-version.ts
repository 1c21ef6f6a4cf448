import type { Distribution } from '#core/vocabulary'

interface VersionMark {
  pattern: RegExp
  distribution: (groups: string[]) => Distribution
}

/** Marks that packagers put into a package's version: rpm's `%{?dist}`, SUSE's build release, Debian's and Ubuntu's suffixes. */
const marks: Readonly<Record<string, VersionMark[]>> = {
  rpm: [
    { pattern: /\.amzn(\d+)/, distribution: ([v = '']) => ({ id: 'amzn', versionId: v }) },
    { pattern: /\.fc(\d+)/, distribution: ([v = '']) => ({ id: 'fedora', versionId: v }) },
    { pattern: /\.(?:azl|cm)(\d+)/, distribution: ([v = '']) => ({ id: 'azurelinux', versionId: v }) },
    { pattern: /\.mga(\d+)/, distribution: ([v = '']) => ({ id: 'mageia', versionId: v }) },
    { pattern: /\.ph(\d+)/, distribution: ([v = '']) => ({ id: 'photon', versionId: `${v}.0` }) },
    {
      pattern: /-(?:lp|bp)(\d\d)(\d)\./,
      distribution: ([v = '', p = '']) => ({ id: 'opensuse-leap', versionId: `${v}.${p}` }),
    },
    { pattern: /-(1[5-9])0(\d)00\./, distribution: ([v = '', p = '']) => ({ id: 'sles', versionId: `${v}.${p}` }) },
    {
      pattern: /[._+]el(\d+)[_.](\d+)(?!\d*\.alma)/,
      distribution: ([v = '', m = '']) => ({ id: 'rhel', versionId: `${v}.${m}` }),
    },
    { pattern: /[._+]el(\d+)/, distribution: ([v = '']) => ({ id: 'rhel', versionId: v }) },
  ],
  deb: [
    { pattern: /(?:ubuntu|~)(\d\d\.\d\d)(?:\.|$|~|\+)/, distribution: ([v = '']) => ({ id: 'ubuntu', versionId: v }) },
    { pattern: /ubuntu/, distribution: () => ({ id: 'ubuntu' }) },
    { pattern: /[+~]deb(\d+)u/, distribution: ([v = '']) => ({ id: 'debian', versionId: v }) },
    { pattern: /[+~]deb(\d+)/, distribution: ([v = '']) => ({ id: 'debian', versionId: v }) },
  ],
}

/** The distribution release that a package's version itself names; `undefined` when it names none. */
export function distributionOfVersion(type: string, version: string): Distribution | undefined {
  for (const { pattern, distribution } of marks[type] ?? []) {
    const match = pattern.exec(version)
    if (match) return distribution(match.slice(1))
  }
  return undefined
}
