import type { PackageList } from '../shared/inventory/lockfile.ts'

interface Block {
  patterns: string[]
  line: number
  version?: string
  dependencies: string[]
}

/** Reads yarn's classic format: patterns at the margin, fields indented by two, dependencies by four. */
export function readClassic(text: string, list: PackageList): void {
  const blocks = blocksOf(text)
  const refs = new Map<string, string>()
  for (const block of blocks) for (const pattern of block.patterns) refs.set(pattern, refOf(block))
  for (const block of blocks) {
    const [pattern] = block.patterns
    const name = pattern === undefined ? undefined : nameOf(pattern)
    if (!name || !block.version) {
      list.collector.drop('unreadable-entry', `line ${block.line}`)
      continue
    }
    const dependsOn = block.dependencies.flatMap((dependency) => refs.get(dependency) ?? [])
    list.add({ name, version: block.version, ref: refOf(block), dependsOn, pointer: `line ${block.line}` })
  }
}

function refOf(block: Block): string {
  return `${nameOf(block.patterns[0] ?? '')}@${block.version ?? ''}`
}

/** `lodash@^4`, `@a/b@1`, `alias@npm:real@^2` → the real package's name. */
function nameOf(pattern: string): string {
  const at = pattern.indexOf('@', 1)
  const range = at > 0 ? pattern.slice(at + 1) : ''
  const aliased = /^npm:((?:@[^/]+\/)?[^@]+)@/.exec(range)
  return aliased?.[1] ?? (at > 0 ? pattern.slice(0, at) : pattern)
}

function blocksOf(text: string): Block[] {
  const blocks: Block[] = []
  let open: Block | undefined
  let inDependencies = false
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue
    const indent = line.length - line.trimStart().length
    const body = line.trim()
    if (indent === 0) {
      open = { patterns: patternsOf(body), line: index + 1, dependencies: [] }
      blocks.push(open)
    } else if (indent <= 2) {
      inDependencies = /^(?:dependencies|optionalDependencies):$/.test(body)
      const version = /^version:? "?([^"\s]+)"?$/.exec(body)?.[1]
      if (open && version) open.version = version
    } else if (open && inDependencies) open.dependencies.push(dependencyOf(body))
  }
  return blocks
}

function patternsOf(header: string): string[] {
  return header
    .replace(/:$/, '')
    .split(',')
    .map((pattern) => unquote(pattern.trim()))
    .filter(Boolean)
}

/** `name "range"` or `"@scope/name" "range"` → the pattern it resolves to. */
function dependencyOf(body: string): string {
  const space = body.indexOf(' ')
  return space < 0 ? body : `${unquote(body.slice(0, space))}@${unquote(body.slice(space + 1).trim())}`
}

function unquote(text: string): string {
  return text.startsWith('"') && text.endsWith('"') && text.length > 1 ? text.slice(1, -1) : text
}
