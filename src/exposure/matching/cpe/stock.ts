import { type Component, cpeOf, quoteCpeValue } from '#core/vocabulary'
import { type CpeName, nameOf } from './names.ts'

/**
 * Products whose CPE follows from their package name beyond doubt: language runtimes and servers that no advisory
 * ecosystem covers in full. Vendor and product as NVD's CPE dictionary has them.
 */
const stock: Readonly<Record<string, readonly [vendor: string, product: string][]>> = {
  'golang/stdlib': [['golang', 'go']],
  'golang/toolchain': [['golang', 'go']],
  'generic/go': [['golang', 'go']],
  'generic/node': [['nodejs', 'node.js']],
  'generic/nodejs': [['nodejs', 'node.js']],
  'generic/python': [
    ['python', 'python'],
    ['python_software_foundation', 'python'],
  ],
  'generic/ruby': [['ruby-lang', 'ruby']],
  'generic/php': [['php', 'php']],
  'generic/perl': [['perl', 'perl']],
  'generic/jdk': [
    ['oracle', 'jdk'],
    ['oracle', 'java_se'],
  ],
  'generic/jre': [
    ['oracle', 'jre'],
    ['oracle', 'java_se'],
  ],
  'generic/openjdk': [['oracle', 'openjdk']],
  'generic/openssl': [['openssl', 'openssl']],
  'generic/curl': [['haxx', 'curl']],
  'generic/nginx': [
    ['f5', 'nginx'],
    ['nginx', 'nginx'],
  ],
  'generic/httpd': [['apache', 'http_server']],
  'generic/haproxy': [['haproxy', 'haproxy']],
  'generic/traefik': [['traefik', 'traefik']],
  'generic/redis': [
    ['redis', 'redis'],
    ['redislabs', 'redis'],
  ],
  'generic/memcached': [['memcached', 'memcached']],
  'generic/postgresql': [['postgresql', 'postgresql']],
  'generic/mariadb': [['mariadb', 'mariadb']],
  'generic/mysql': [
    ['oracle', 'mysql'],
    ['oracle', 'mysql_server'],
  ],
  'generic/wordpress': [['wordpress', 'wordpress']],
  'generic/busybox': [['busybox', 'busybox']],
  'generic/bash': [['gnu', 'bash']],
  'generic/consul': [['hashicorp', 'consul']],
  'generic/vault': [['hashicorp', 'vault']],
}

const nothing: readonly [vendor: string, product: string][] = []

/** Vendors and products under which the table of stock products knows a component; none without a version. */
export function stockProducts({ type, name, version }: Component): readonly [vendor: string, product: string][] {
  if ((type !== 'generic' && type !== 'golang') || version === undefined || version === '') return nothing
  return stock[`${type}/${name.toLowerCase()}`] ?? nothing
}

/** The CPEs that the table of stock products gives a component. */
export function stockCpes(component: Component): CpeName[] {
  const entries = stockProducts(component)
  if (entries.length === 0) return []
  const { version = '' } = component
  const bare = version.replace(/^(?:go|v)(?=\d)/, '')
  return entries.map(([vendor, product]) => {
    const wfn = cpeOf({
      part: 'a',
      vendor: quoteCpeValue(vendor),
      product: quoteCpeValue(product),
      version: quoteCpeValue(bare),
    })
    return nameOf(wfn, `cpe:2.3:a:${vendor}:${product}:${bare}:*:*:*:*:*:*:*`, true)
  })
}
