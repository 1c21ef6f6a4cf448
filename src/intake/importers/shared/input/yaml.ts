import { parse } from 'yaml'

/** Parses YAML with every scalar as text, so that the version `1.10` stays what it is; aliases are bounded. Throws on bad syntax. */
export function parseYaml(text: string): unknown {
  return parse(text, {
    schema: 'failsafe',
    maxAliasCount: 100,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'error',
  })
}
