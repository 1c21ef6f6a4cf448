/** OSV's ecosystem for packages that Root rebuilds with fixes: `Root:Debian:12`, `Root:npm`. */
export const rootEcosystem = 'Root'

const rootVersion = /[.+-]root\.io\.\d+$|-r\d*007\d$/
const rootedNames: Readonly<Record<string, { has: RegExp; add: (name: string) => string }>> = {
  npm: { has: /^@rootio\//, add: (name) => `@rootio/${name.replace(/^@([^/]+)\//, '$1-')}` },
  Maven: { has: /^io\.root\./, add: (name) => `io.root.${name}` },
}
const prefixed = { has: /^rootio-/, add: (name: string) => `rootio-${name}` }

/** The name under which Root's advisories know a package it rebuilt; `undefined` for anybody else's build. */
export function rootedName(ecosystem: string, name: string, version: string | undefined): string | undefined {
  const { has, add } = rootedNames[ecosystem] ?? prefixed
  if (has.test(name)) return name
  return version !== undefined && rootVersion.test(version) ? add(name) : undefined
}
