/** How the VERS type writes a version; as it came, where nothing is said. */
export function normaliserOf(type: string): (version: string) => string {
  return normalisers[type] ?? ((version) => version)
}

const normalisers: Readonly<Record<string, (version: string) => string>> = {
  npm: asSemver,
  golang: asSemver,
  composer: asSemver,
  semver: asSemver,
  cargo: asSemver,
  hex: asSemver,
  nginx: asSemver,
  pypi: asPep440,
}

/**
 * Three numbers without leading zeros; what follows them is the prerelease, and what follows another dot or a plus the
 * build, as the reference implementation of VERS coerces versions of the SemVer family.
 */
function asSemver(version: string): string {
  const text = version.replace(/^[v=\s]+/, '')
  const numbers = /^\d+(?:\.\d+){0,2}/.exec(text)?.[0]
  if (numbers === undefined) return version
  const dotted = [...numbers.split('.'), '0', '0'].slice(0, 3).map((number) => number.replace(/^0+(?=\d)/, ''))
  const rest = text.slice(numbers.length).replace(/[^0-9A-Za-z+.-]/g, '-')
  const [prerelease, build] = rest.startsWith('.') ? ['', rest.slice(1)] : split(rest.replace(/^-/, ''))
  return `${dotted.join('.')}${prerelease && `-${prerelease}`}${build && `+${build.replaceAll('+', '.')}`}`
}

function split(text: string): [string, string] {
  const plus = text.indexOf('+')
  return plus < 0 ? [text, ''] : [text.slice(0, plus), text.slice(plus + 1)]
}

const pep440 =
  /^\s*v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(alpha|beta|preview|pre|a|b|c|rc)[-_.]?(\d*))?(?:-(\d+)|[-_.]?(post|rev|r)[-_.]?(\d*))?(?:[-_.]?(dev)[-_.]?(\d*))?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?\s*$/i
const preWords: Readonly<Record<string, string>> = { alpha: 'a', beta: 'b', c: 'rc', pre: 'rc', preview: 'rc' }

/** PEP 440's normal form; a version of another kind stays as it is. */
function asPep440(version: string): string {
  const found = pep440.exec(version)
  if (!found) return version
  const [, epoch, release = '', preWord, preNumber, dashPost, postWord, postNumber, devWord, devNumber, local] = found
  const word = preWord?.toLowerCase() ?? ''
  const post = dashPost ?? (postWord === undefined ? undefined : postNumber)
  return [
    epoch === undefined || Number(epoch) === 0 ? '' : `${number(epoch)}!`,
    release.split('.').map(number).join('.'),
    preWord === undefined ? '' : `${preWords[word] ?? word}${number(preNumber)}`,
    post === undefined ? '' : `.post${number(post)}`,
    devWord === undefined ? '' : `.dev${number(devNumber)}`,
    local === undefined ? '' : `+${local.toLowerCase().replace(/[-_]/g, '.')}`,
  ].join('')
}

function number(digits: string | undefined): string {
  return (digits ?? '').replace(/^0+(?=\d)/, '') || '0'
}
