import type { CpeName } from '../../cpe-names.ts'
import type { Identity } from '../../identity.ts'

/** The `target_sw` words under which NVD files the packages of a purl type. */
const wordsOf: Readonly<Record<string, readonly string[]>> = {
  npm: ['node.js', 'nodejs', 'javascript', 'npm'],
  pypi: ['python', 'pypi'],
  gem: ['ruby', 'rails', 'ruby_on_rails', 'rubygems'],
  maven: ['java', 'maven', 'jenkins', 'jboss', 'spring', 'android'],
  golang: ['go', 'golang'],
  cargo: ['rust'],
  composer: [
    'php',
    'wordpress',
    'drupal',
    'joomla',
    'joomla\\!',
    'typo3',
    'magento',
    'composer',
    'packagist',
    'laravel',
  ],
  nuget: ['.net', 'asp.net', 'dotnet', '.net_core', '.net_framework', 'nuget'],
  hex: ['erlang', 'elixir'],
  deb: ['linux', 'debian', 'ubuntu', 'linux_kernel'],
  rpm: ['linux', 'fedora', 'linux_kernel', 'suse', 'red_hat'],
  apk: ['linux', 'alpine', 'linux_kernel'],
}

/** A product for WordPress is not the npm package of the same name: the criteria's target must fit the component's. */
export function targetFits({ component, system }: Identity, ours: CpeName, wanted: CpeName): boolean {
  const target = wanted.targetSoftware
  if (target === '*' || target === '-' || target === '') return true
  if (ours.targetSoftware !== '*' && ours.targetSoftware !== '-') return ours.targetSoftware === target
  const words = component.type === undefined ? undefined : wordsOf[component.type]
  if (words) return words.includes(target)
  return !(system === 'linux' && /^(windows|macos|mac_os|mac_os_x|iphone_os|ipad_os|android|ios)/.test(target))
}
