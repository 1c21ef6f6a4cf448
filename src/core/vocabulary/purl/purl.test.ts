import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatPurl, parsePurl, purlWithoutVersion } from './index.ts'

function canonical(text: string): string {
  const purl = parsePurl(text)
  return purl.ok ? purl.value.text : purl.error.code
}

describe('purl', () => {
  it.each([
    ['pkg:NPM/@babel/core@7.0.0', 'pkg:npm/%40babel/core@7.0.0'],
    ['pkg:npm/@babel/core', 'pkg:npm/%40babel/core'],
    ['pkg://maven/a.b/c@1+2?type=jar&classifier=x#/p/../q/', 'pkg:maven/a.b/c@1%2B2?classifier=x&type=jar#p/q'],
    ['pkg:pypi/Zope.Interface_X@1.0RC1', 'pkg:pypi/zope-interface-x@1.0rc1'],
    ['pkg:oci/Debian@sha256%3A244f', 'pkg:oci/debian@sha256:244f'],
    ['pkg:golang/github.com/BurntSushi/toml@v1.0.0', 'pkg:golang/github.com/BurntSushi/toml@v1.0.0'],
    ['pkg:rpm/Fedora/curl@7?Arch=i386', 'pkg:rpm/fedora/curl@7?arch=i386'],
    ['pkg:git/gitlab.gnome.org/GNOME/fonts@1', 'pkg:git/gitlab.gnome.org/GNOME/fonts@1'],
  ])('%s is written %s', (text, expected) => expect(canonical(text)).toBe(expected))

  it.each([
    ['npm/x', 'purl-scheme'],
    ['pkg:npm', 'purl-name'],
    ['pkg:npm/', 'purl-name'],
    ['pkg:npm/@1.0', 'purl-name'],
    ['pkg:1npm/x', 'purl-type'],
    ['pkg:npm/%ZZ', 'purl-encoding'],
    ['pkg:npm/a%2Fb/c', 'purl-encoding'],
    ['pkg:npm/x?in production=1', 'purl-qualifier'],
    ['pkg:cpan/URI::PackageURL', 'purl-name'],
    [`pkg:npm/${'x'.repeat(5_000)}`, 'purl-length'],
  ])('%s is refused as %s', (text, code) => expect(canonical(text)).toBe(code))

  it('strict reading refuses what the type forbids, lenient reading keeps it', () => {
    for (const text of ['pkg:rpm/fedora/curl?Arch=i386', 'pkg:vcpkg/boost/asio@1', 'pkg:swift/Alamofire@5']) {
      expect(parsePurl(text, { strict: true }).ok).toBe(false)
      expect(parsePurl(text).ok).toBe(true)
    }
  })

  it('the identity of a package leaves out its version and what names one build of it', () => {
    const purl = parsePurl('pkg:rpm/fedora/curl@7.50?arch=i386&epoch=1#x')
    expect(purl.ok && purlWithoutVersion(purl.value)).toBe('pkg:rpm/fedora/curl?arch=i386')
  })

  it('what was formatted parses back to the same text', () => {
    const parts = fc.record({
      type: fc.constantFrom('npm', 'generic', 'maven', 'deb', 'git'),
      namespace: fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
      name: fc.string({ minLength: 1 }).filter((name) => !name.includes('/')),
      version: fc.option(fc.string(), { nil: undefined }),
      qualifiers: fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9._-]{0,8}$/), fc.string()),
      subpath: fc.option(fc.string(), { nil: undefined }),
    })
    fc.assert(
      fc.property(parts, (given) => {
        const built = formatPurl(given)
        if (built.ok) expect(canonical(built.value.text)).toBe(built.value.text)
      }),
    )
  })

  it('a plain purl reads as its parts, put together, would be written', () => {
    const word = fc.stringMatching(/^[a-zA-Z0-9._~:-]{1,6}$/)
    const pair = fc.tuple(fc.stringMatching(/^[a-z][a-z0-9._-]{0,3}$/), word)
    const parts = fc.record({
      type: fc.constantFrom('npm', 'generic', 'maven', 'deb', 'pypi', 'git', 'oci', 'unheard'),
      path: fc.array(word, { maxLength: 2 }),
      name: word,
      version: fc.option(word, { nil: undefined }),
      qualifiers: fc.uniqueArray(pair, { selector: ([key]) => key, maxLength: 3 }),
    })
    fc.assert(
      fc.property(parts, ({ type, path, name, version, qualifiers }) => {
        const [namespace, query] = [path.join('/'), qualifiers.map((entry) => entry.join('=')).join('&')]
        const text = `pkg:${type}/${[...path, name].join('/')}${version ? `@${version}` : ''}${query && `?${query}`}`
        const joined = type === 'git' && path.length > 0
        const written = formatPurl({
          type,
          namespace: joined ? path[0] : namespace,
          name: joined ? [...path.slice(1), name].join('/') : name,
          version,
          qualifiers: Object.fromEntries(qualifiers),
        })
        expect(parsePurl(text)).toEqual(written)
      }),
    )
  })

  it('no text makes the parser throw, and its output is a fixed point', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((tail) => `pkg:${tail}`),
        ),
        (text) => {
          const purl = parsePurl(text)
          if (purl.ok) expect(canonical(purl.value.text)).toBe(purl.value.text)
        },
      ),
    )
  })
})
