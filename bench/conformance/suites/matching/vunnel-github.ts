import { ecosystems, normalisePackageName, type Statement, schemeOfEcosystem } from '#core/vocabulary'
import { type Json, list, object, text, texts } from './json.ts'
import { blankStatement } from './statement.ts'
import { intervalsOf } from './vunnel-os.ts'

const byWord: Readonly<Record<string, string>> = {
  java: 'Maven',
  python: 'PyPI',
  gem: 'RubyGems',
  dart: 'Pub',
  rust: 'crates.io',
  composer: 'Packagist',
  dotnet: 'NuGet',
  'github-action': 'GitHub Actions',
  swift: 'SwiftURL',
}

function ecosystemOfWord(word: string): string | undefined {
  return byWord[word] ?? Object.keys(ecosystems).find((name) => name.toLowerCase() === word)
}

/** One record of the GitHub advisory schema: packages with ranges in comparator notation. */
export function readGithubRecord(item: Json): Statement[] {
  const advisory = object(item.Advisory)
  const recordId = text(advisory?.ghsaId)
  if (advisory === undefined || recordId === undefined) return []
  const affected = list(advisory.FixedIn).flatMap((fix) => {
    const ecosystem = ecosystemOfWord(text(fix.ecosystem) ?? '')
    const name = text(fix.name)
    const range = text(fix.range)
    if (ecosystem === undefined || name === undefined || range === undefined) return []
    return [
      {
        kind: 'package' as const,
        ecosystem,
        name: normalisePackageName(ecosystem, name),
        scheme: schemeOfEcosystem(ecosystem),
        intervals: intervalsOf(range),
        status: 'affected' as const,
      },
    ]
  })
  const state = advisory.withdrawn ? 'withdrawn' : 'published'
  return [{ ...blankStatement, source: 'github', recordId, aliases: texts(advisory.CVE), state, affected }]
}
