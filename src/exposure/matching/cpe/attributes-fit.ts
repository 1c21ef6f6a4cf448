import { type Cpe, type CpeAttribute, matchCpeValue, type Ternary } from '#core/vocabulary'
import type { Identity } from '../identity.ts'
import type { CpeName } from './names.ts'

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

/** What matching needs of a component beside its CPE. */
export type Wearer = Pick<Identity, 'component' | 'system'>

const compared: readonly CpeAttribute[] = ['vendor', 'product', 'edition', 'language', 'swEdition', 'targetHw', 'other']

/**
 * Whether a name is one of those that a criteria asks for, version and update aside. `unknown`: the criteria asks for an
 * edition, a target or the like of which the name says nothing. Source: NISTIR 7696, 6.2 and 7.3.
 */
export function attributesFit(wearer: Wearer, ours: CpeName, wanted: CpeName): Ternary {
  if (wanted.part !== ours.part && wanted.part !== '*' && ours.part !== '*') return 'no'
  let fit: Ternary = wanted.part !== '*' && ours.part === '*' ? 'unknown' : 'yes'
  for (let at = 0; at < compared.length; at++) {
    const holds = valueFits(wanted.wfn, ours.wfn, compared[at]!)
    if (holds === 'no') return 'no'
    if (holds === 'unknown') fit = 'unknown'
  }
  const target = targetFits(wearer, ours, wanted)
  return target === 'yes' ? fit : target
}

function valueFits(wanted: Cpe, ours: Cpe, attribute: CpeAttribute): Ternary {
  if (wanted[attribute] === '*' || wanted[attribute] === ours[attribute]) return 'yes'
  const relation = matchCpeValue(wanted[attribute], ours[attribute])
  if (relation === 'disjoint') return 'no'
  return relation === 'equal' || relation === 'superset' ? 'yes' : 'unknown'
}

/** A product for WordPress is not the npm package of the same name: the criteria's target must fit the component's. */
function targetFits({ component, system }: Wearer, ours: CpeName, wanted: CpeName): Ternary {
  const target = wanted.targetSoftware
  if (target === '*' || target === '-' || target === '') return 'yes'
  if (ours.targetSoftware !== '*' && ours.targetSoftware !== '-') return valueFits(wanted.wfn, ours.wfn, 'targetSw')
  const words = component.type === undefined ? undefined : wordsOf[component.type]
  if (words) return words.includes(target) ? 'yes' : 'no'
  if (system === 'linux' && target.startsWith('linux')) return 'yes'
  const elsewhere = system === 'linux' && /^(windows|macos|mac_os|mac_os_x|iphone_os|ipad_os|android|ios)/.test(target)
  return elsewhere ? 'no' : 'unknown'
}
