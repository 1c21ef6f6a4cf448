import type { TomlTable } from 'smol-toml'

/** Parses TOML 1.0. Throws on bad syntax. */
export async function parseToml(text: string): Promise<TomlTable> {
  const { parse } = await import('smol-toml')
  return parse(text)
}
