import { commandLine } from '#core/kernel'
import { namesSettings, otherNames } from '#platform/config/defaults'
import { say } from './say.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Says which names of the environment are taken for settings and are none: else a mistyped one has no effect and nobody knows. */
export async function warnOfUnknownNames(environment: Environment): Promise<void> {
  if (!namesSettings(environment)) return
  for (const line of await unknownNames(environment)) say(line)
}

/** A line for each, with the name that was probably meant. */
export async function unknownNames(environment: Environment): Promise<string[]> {
  const [{ settingNames }, { nearestWord }] = await Promise.all([
    import('#platform/config'),
    import('#contract/nearest-word'),
  ])
  const known = [...settingNames, 'LUNETTE_CONFIG']
  const bareNames = known.map(bare)
  return Object.keys(environment)
    .filter((name) => name.startsWith('LUNETTE_') && !known.includes(name) && !otherNames.has(name))
    .map((name) => {
      const meant = sharing(bare(name), bareNames) ?? nearestWord(bare(name), bareNames)
      const hint =
        meant === undefined
          ? `"${commandLine('config show')}" lists them`
          : `did you mean ${known[bareNames.indexOf(meant)]}?`
      return `${name} is no setting and has no effect: ${hint}`
    })
}

function bare(name: string): string {
  return name.replace(/^LUNETTE_/, '')
}

/** The first name of which this one is the beginning, or that is its beginning: `DATA` for `DATA_DIR`. */
function sharing(name: string, names: readonly string[]): string | undefined {
  return names.find((other) => `${other}_`.startsWith(`${name}_`) || `${name}_`.startsWith(`${other}_`))
}
