/** Parses YAML with every scalar as text, so that the version `1.10` stays what it is; aliases are bounded. Throws on bad syntax. */
export async function parseYaml(text: string): Promise<unknown> {
  // Seventy modules that most imports never need: loaded with the first YAML file.
  const { parse } = await import('yaml')
  return parse(text, {
    schema: 'failsafe',
    maxAliasCount: 100,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'error',
  })
}
