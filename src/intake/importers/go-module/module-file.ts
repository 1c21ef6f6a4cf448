export interface GoModule {
  path: string
  version?: string
}

/** The directives of a go.mod that say what is built (Go modules reference, go.mod files). */
export interface ModuleFile {
  module?: string
  go?: string
  require: (GoModule & { line: number })[]
  replace: { from: GoModule; to: GoModule }[]
}

/** Reads go.mod line by line; directives that are not used (exclude, retract, …) are passed over. */
export function parseModuleFile(text: string): ModuleFile {
  const file: ModuleFile = { require: [], replace: [] }
  let block: string | undefined
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const words = wordsOf(raw)
    if (words.length === 0) continue
    if (block !== undefined && words[0] === ')') block = undefined
    else if (words[1] === '(' && words.length === 2) block = words[0]
    else directive(block === undefined ? words : [block, ...words], index + 1, file)
  }
  return file
}

function wordsOf(raw: string): string[] {
  const plain = raw.replace(/\/\/.*$/, '').trim()
  return plain === '' ? [] : plain.split(/\s+/).map((word) => word.replace(/^["`](.*)["`]$/, '$1'))
}

function directive(words: string[], line: number, file: ModuleFile): void {
  const [name, ...rest] = words
  if (name === 'module' && rest[0]) file.module = rest[0]
  else if (name === 'go' && rest[0]) file.go = rest[0]
  else if (name === 'require' && rest[0]) file.require.push({ ...moduleOf(rest), line })
  else if (name === 'replace') {
    const arrow = rest.indexOf('=>')
    if (arrow > 0 && arrow < rest.length - 1)
      file.replace.push({ from: moduleOf(rest.slice(0, arrow)), to: moduleOf(rest.slice(arrow + 1)) })
  }
}

function moduleOf([path = '', version]: string[]): GoModule {
  return version ? { path, version } : { path }
}
