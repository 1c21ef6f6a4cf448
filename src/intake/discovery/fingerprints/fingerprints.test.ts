import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCpe, type SeenSoftware } from '#core/vocabulary'
import { faviconHash, loadFingerprints, type Observation } from './index.ts'
import { LifecycleBook, readEndOfLife } from './lifecycles.ts'
import { compareLoose } from './loose-version.ts'
import { mergeSoftware } from './merge.ts'
import { mmh3 } from './murmur.ts'
import { exchangeRelease } from './own/exchange-builds.ts'
import { ownRules } from './own/index.ts'
import { fromForeignSyntax, Pattern } from './pattern.ts'
import { isSafePattern, readPattern } from './pattern-tree.ts'
import { pinnedSets } from './pinned-sets.kit.ts'
import { readRecog } from './read-recog.ts'
import { readWappalyzer } from './read-wappalyzer.ts'
import { fill } from './rule.ts'
import { WordIndex } from './word-index.ts'

const own = loadFingerprints()

function seen(source: string, text: string, name?: string) {
  const observation: Observation = { source, text, where: source, ...(name === undefined ? {} : { name }) }
  return own.book.identify([observation])
}

describe('our own fingerprints', () => {
  it.each([
    ['http.header', 'server', 'nginx/1.24.0 (Ubuntu)', 'nginx', '1.24.0', 'a:f5:nginx:1.24.0:*'],
    ['http.header', 'server', 'Apache/2.4.57 (Debian)', 'Apache httpd', '2.4.57', 'a:apache:http_server:2.4.57:*'],
    ['http.header', 'server', 'Jetty(11.0.15)', 'Jetty', '11.0.15', 'a:eclipse:jetty:11.0.15:*'],
    [
      'http.header',
      'server',
      'Jetty(9.4.31.v20200723)',
      'Jetty',
      '9.4.31.v20200723',
      'a:eclipse:jetty:9.4.31:20200723',
    ],
    ['http.header', 'server', 'Virata-EmWeb/R6_0_1', 'Virata-EmWeb', '6.0.1', 'a:virata:emweb:6.0.1:*'],
    ['http.header', 'x-jenkins', '2.401.3', 'Jenkins', '2.401.3', 'a:jenkins:jenkins:2.401.3:*'],
    ['http.meta', 'generator', 'WordPress 6.4.2', 'WordPress', '6.4.2', 'a:wordpress:wordpress:6.4.2:*'],
    [
      'http.script',
      undefined,
      'https://cdn.example/ajax/libs/jquery/3.3.1/jquery.min.js',
      'jQuery',
      '3.3.1',
      'a:jquery:jquery:3.3.1:*',
    ],
    ['http.script', undefined, '/npm/vue@2.6.11/dist/vue.min.js', 'Vue.js', '2.6.11', 'a:vuejs:vue.js:2.6.11:*'],
    [
      'http.body',
      '/version',
      '{"major":"1","minor":"24","gitVersion":"v1.24.3+k3s1","gitCommit":"x"}',
      'Kubernetes',
      '1.24.3',
      'a:kubernetes:kubernetes:1.24.3:*',
    ],
    [
      'http.body',
      '/metrics',
      '# HELP x\nredis_exporter_build_info{build_date="x",version="1.45.0"} 1\n',
      'redis_exporter',
      '1.45.0',
      undefined,
    ],
    ['http.body', '/api/version', '{"version":"0.3.12"}', 'Ollama', '0.3.12', 'a:ollama:ollama:0.3.12:*'],
    [
      'http.header',
      'x-owa-version',
      '15.2.1118.7',
      'Microsoft Exchange Server',
      '15.2.1118.7',
      'a:microsoft:exchange_server:2019:cumulative_update_12',
    ],
    [
      'ssh.banner',
      undefined,
      'SSH-2.0-OpenSSH_8.9p1 Ubuntu-3ubuntu0.6',
      'OpenSSH',
      '8.9p1',
      'a:openbsd:openssh:8.9:p1',
    ],
    [
      'ssh.banner',
      undefined,
      'SSH-2.0-dropbear_2020.81',
      'Dropbear sshd',
      '2020.81',
      'a:dropbear_ssh_project:dropbear_ssh:2020.81:*',
    ],
    [
      'smtp.banner',
      undefined,
      'mail.example ESMTP Exim 4.94.2 Tue, 01 Jan 2030',
      'Exim',
      '4.94.2',
      'a:exim:exim:4.94.2:*',
    ],
    [
      'mysql.version',
      undefined,
      '5.5.5-10.5.19-MariaDB-0+deb11u2',
      'MariaDB',
      '10.5.19',
      'a:mariadb:mariadb:10.5.19:*',
    ],
    ['mysql.version', undefined, '8.0.36-0ubuntu0.22.04.1', 'MySQL', '8.0.36', 'a:oracle:mysql:8.0.36:*'],
    ['dns.version', undefined, '9.18.24-1-Debian', 'BIND', '9.18.24', 'a:isc:bind:9.18.24:*'],
    ['http.header', 'server', 'Apache Tomcat/8.5.50', 'Apache Tomcat', '8.5.50', 'a:apache:tomcat:8.5.50:*'],
    [
      'http.header',
      'server',
      'IBM_HTTP_Server/8.5.5.9 (Unix)',
      'IBM HTTP Server',
      '8.5.5.9',
      'a:ibm:http_server:8.5.5.9:*',
    ],
    ['http.header', 'server', 'HFS 2.3m', 'HTTP File Server', '2.3m', 'a:rejetto:http_file_server:2.3m:*'],
    ['ssh.banner', undefined, 'SSH-2.0-APACHE-SSHD-2.9.2', 'Apache MINA SSHD', '2.9.2', 'a:apache:sshd:2.9.2:*'],
    [
      'ftp.banner',
      undefined,
      '220 MikroTik FTP server (MikroTik 6.49.10) ready',
      'RouterOS',
      '6.49.10',
      'o:mikrotik:routeros:6.49.10:*',
    ],
    [
      'ftp.banner',
      undefined,
      '220 Wing FTP Server 7.4.2 ready...',
      'Wing FTP Server',
      '7.4.2',
      'a:wftpserver:wing_ftp_server:7.4.2:*',
    ],
    [
      'imap.banner',
      undefined,
      '* OK mail.example Kerio Connect 9.4.2 IMAP4rev1 server ready',
      'Kerio Connect',
      '9.4.2',
      'a:kerio:kerio_connect:9.4.2:*',
    ],
    [
      'smtp.banner',
      undefined,
      'web.example Microsoft ESMTP MAIL Service, Version: 10.0.17763.1 ready',
      'Microsoft SMTP Service',
      '10.0.17763.1',
      undefined,
    ],
    ['dns.version', undefined, 'dnsmasq-2.89', 'dnsmasq', '2.89', 'a:thekelleys:dnsmasq:2.89:*'],
    [
      'oracle.version',
      undefined,
      '11.2.0.4.0',
      'Oracle Database',
      '11.2.0.4.0',
      'a:oracle:database_server:11.2.0.4.0:*',
    ],
    ['openwire.info', undefined, 'ActiveMQ 5.15.8', 'Apache ActiveMQ', '5.15.8', 'a:apache:activemq:5.15.8:*'],
    [
      'http.header',
      'server',
      'PRTG/23.1.82.2074',
      'PRTG Network Monitor',
      '23.1.82.2074',
      'a:paessler:prtg_network_monitor:23.1.82.2074:*',
    ],
    [
      'http.body',
      '/System/Info/Public',
      '{"LocalAddress":"x","ServerName":"tv","Version":"10.8.13","ProductName":"Jellyfin Server"}',
      'Jellyfin',
      '10.8.13',
      'a:jellyfin:jellyfin:10.8.13:*',
    ],
    [
      'http.body',
      '/v1/info',
      '{"nodeVersion":{"version":"414"},"environment":"p","coordinator":true}',
      'Trino',
      '414',
      'a:trino:trino:414:*',
    ],
    [
      'http.body',
      '/metrics',
      '# TYPE x\nloki_build_info{branch="HEAD",goversion="go1.20",version="2.9.1"} 1\n',
      'Grafana Loki',
      '2.9.1',
      'a:grafana:loki:2.9.1:*',
    ],
    [
      'http.body',
      '/version',
      '{"commitSha":"ab","commitDate":"2023","pkgVersion":"1.3.1"}',
      'Meilisearch',
      '1.3.1',
      'a:meilisearch:meilisearch:1.3.1:*',
    ],
    ['http.title', undefined, 'Welcome to Keycloak', 'Keycloak', undefined, 'a:redhat:keycloak:*:*'],
    ['http.title', undefined, 'Log in to TeamCity — TeamCity', 'TeamCity', undefined, 'a:jetbrains:teamcity:*:*'],
  ])('%s %s %j is %s %s', (source, name, text, product, version, cpe) => {
    const found = seen(source, text, name).find((software) => software.product === product)
    expect(found?.version).toBe(version)
    expect(found?.cpe?.split(':').slice(2, 7).join(':')).toBe(cpe)
  })

  it.each([
    [
      '# HELP x\nprometheus_build_info{branch="debian",goversion="go1.19.8",version="2.42.0+ds"} 1\n',
      'Prometheus 2.42.0',
    ],
    ['coredns_build_info{goversion="go1.20.7",revision="x",version="1.11.1"} 1\n', 'coredns 1.11.1'],
    ['loki_build_info{goversion="go1.20.7",version="v2.9.1-rc1"} 1\n', 'Grafana Loki 2.9.1'],
  ])('read the version of a metric with what is added to it: %j', (text, told) => {
    const [first, ...others] = seen('http.body', text, '/metrics')
    expect([`${first?.product} ${first?.version}`, others]).toEqual([told, []])
  })

  it('tell software whose version does not show, without one', () => {
    for (const [source, text, name] of [
      ['http.header', 'nginx', 'server'],
      ['smtp.banner', 'mx ESMTP Postfix (Debian/GNU)'],
      ['imap.banner', 'OK Dovecot (Ubuntu) ready.'],
    ] as const)
      for (const software of seen(source, text, name)) expect(software).not.toHaveProperty('version')
  })

  it('keep the revision of a distributor and name its package', () => {
    expect(seen('ssh.banner', 'SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3')[0]).toMatchObject({
      distribution: { id: 'debian', revision: '2+deb12u3' },
      purl: 'pkg:deb/debian/openssh-server@1%3A9.2p1-2%2Bdeb12u3',
    })
    expect(seen('mysql.version', '8.0.36-0ubuntu0.22.04.1')[0]?.distribution).toEqual({
      id: 'ubuntu',
      revision: '0ubuntu0.22.04.1',
    })
  })

  it('tell every product of one header', () => {
    const products = seen('http.header', 'Apache/2.4.6 (CentOS) OpenSSL/1.0.2k-fips PHP/5.4.16', 'server').map(
      ({ product, version }) => `${product} ${version}`,
    )
    expect(products).toEqual(['Apache httpd 2.4.6', 'OpenSSL 1.0.2k', 'PHP 5.4.16'])
  })

  it('name a product by its front page and its cookies, without a version', () => {
    const names = (source: string, text: string, name?: string) =>
      seen(source, text, name).map(({ product, version }) => [product, version])
    expect(names('http.title', 'Log in - Confluence')).toEqual([['Confluence', undefined]])
    expect(names('http.title', 'Fortinet FortiGate')).toEqual([['FortiOS', undefined]])
    expect(names('http.header', 'zbx_session=abc; HttpOnly', 'set-cookie')).toEqual([['Zabbix', undefined]])
    expect(names('http.title', 'How we left Confluence behind')).toEqual([])
  })

  it('have ids of their own, sound names, and patterns that cannot run long', () => {
    expect(new Set(ownRules.map(({ id }) => id)).size).toBe(ownRules.length)
    for (const { claims, id } of ownRules)
      for (const { cpe } of claims) if (cpe) expect(parseCpe(`cpe:2.3:${cpe}:*:*:*:*:*:*:*:*`).ok, id).toBe(true)
  })

  it('stand any text', () => {
    const sources = [...new Set(ownRules.map(({ source, name }) => `${source}\n${name ?? ''}`))]
    fc.assert(
      fc.property(fc.constantFrom(...sources), fc.string({ maxLength: 300, unit: 'binary' }), (key, text) => {
        const [source = '', name] = key.split('\n')
        for (const software of seen(source, text, name || undefined))
          if (software.version) expect(software.version).toMatch(/\d/)
      }),
    )
  })

  it('do not slow down on texts made to slow them down', () => {
    const started = performance.now()
    for (const text of [
      'a'.repeat(50_000),
      '<'.repeat(50_000),
      'phpMyAdmin '.repeat(5_000),
      '"version":"1.'.repeat(4_000),
      ' '.repeat(50_000),
    ])
      seen('http.body', text, '/')
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})

describe('what no rule knows', () => {
  it.each([
    ['http.header', 'AcmeServe/4.2.1 (Unix)', 'server', 'AcmeServe', '4.2.1'],
    ['http.header', 'Acme Application Server/7.1', 'server', 'Acme Application Server', '7.1'],
    ['http.header', 'acmefront', 'server', 'acmefront', undefined],
    ['http.header', 'AcmeWeb/2.0', 'x-powered-by', 'AcmeWeb', '2.0'],
    ['ssh.software', 'AcmeSSH_1.4', undefined, 'AcmeSSH', '1.4'],
  ])('is told by its own name: %s %j', (source, text, name, product, version) => {
    const [first, ...others] = seen(source, text, name)
    expect([first?.product, first?.version, first?.cpe, first?.confidence, others]).toEqual([
      ...[product, version, undefined, 30],
      [],
    ])
  })

  it.each([
    ['server', 'Web Server'],
    ['server', '-'],
    ['server', '<script>/1.0'],
    ['x-powered-by', 'love'],
    ['x-frame-options', 'Deny/1.0'],
  ])('is nothing where it names nothing: %s: %s', (name, text) => expect(seen('http.header', text, name)).toEqual([]))

  it('stays behind what a rule says of the same greeting', () => {
    const banner = { where: 'SSH banner' }
    const told = own.book.identify([
      { source: 'ssh.banner', text: 'SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3', ...banner },
      { source: 'ssh.software', text: 'OpenSSH_9.2p1 Debian-2+deb12u3', ...banner },
    ])
    expect(told.filter(({ by }) => by === 'words')).toEqual([])
  })
})

describe('what several sets tell', () => {
  const software = (by: string, product: string, version?: string, cpe?: string): SeenSoftware => ({
    product,
    where: 'Server header',
    by: `${by}/x`,
    confidence: 90,
    ...(version === undefined ? {} : { version }),
    ...(cpe === undefined ? {} : { cpe: `cpe:2.3:${cpe}:*:*:*:*:*:*:*:*` }),
  })
  const merged = (...seen: SeenSoftware[]) =>
    mergeSoftware(seen).map(({ product, version }) => `${product} ${version ?? '-'}`)

  it.each([
    [
      'is one under the surer name',
      [software('recog', 'HTTPD', '1.2', 'a:m:p'), software('lunette', 'Thing', '1.2', 'a:m:p')],
      ['Thing 1.2'],
    ],
    [
      'takes a version that only one saw',
      [software('lunette', 'Thing', undefined, 'a:m:p'), software('recog', 'thing', '1.2', 'a:m:p')],
      ['Thing 1.2'],
    ],
    [
      'is one under two ways to write its CPE',
      [software('lunette', 'Thing!', undefined, 'a:m:p\\!'), software('wappalyzer', 'Thing', undefined, 'a:m:p')],
      ['Thing! -'],
    ],
    [
      'is one where two names share a version at one place',
      [software('lunette', 'Werkzeug', '0.16.0', 'a:m:w'), software('wappalyzer', 'Flask', '0.16.0', 'a:m:f')],
      ['Werkzeug 0.16.0'],
    ],
    [
      'keeps two versions that one set saw',
      [software('lunette', 'jQuery', '1.12.4', 'a:m:j'), software('lunette', 'jQuery', '3.1.0', 'a:m:j')],
      ['jQuery 1.12.4', 'jQuery 3.1.0'],
    ],
    [
      'keeps the longer of two spellings',
      [software('lunette', 'X', '1.2', 'a:m:x'), software('lunette', 'X', '1.2.3', 'a:m:x')],
      ['X 1.2.3'],
    ],
  ])('%s', (_, seen, expected) => expect(merged(...seen)).toEqual(expected))
})

describe('patterns of others', () => {
  it.each([
    ['(a+)+$', false],
    ['(.*,)*x', false],
    ['(?:\\w+\\s?)*;', false],
    ['(?:\\.\\d+)*', true],
    ['nginx(?:/([\\d.]+))?', true],
    ['(?:[^"]+",)*', true],
    ['([a-z]{1,3})+', true],
    ['(?:a|a)*b', false],
    ['(?:\\w|x)*', false],
    ['(?:.|\\n)*', true],
  ])('%s is %s to run', (source, safe) => expect(isSafePattern(readPattern(source)!)).toBe(safe))

  it.each([
    ['(?i)^Foo$', 'ruby', '^Foo$', 'i'],
    ['(?m:a.b)', 'ruby', '(?s:a.b)', ''],
    ['\\AFoo\\z', 'ruby', '^Foo$', ''],
    ['[[:alpha:]]+', 'ruby', '[a-zA-Z]+', ''],
    ['(?s)a.b', 'go', 'a.b', 's'],
  ] as const)('%s in %s is /%s/%s', (source, dialect, text, flags) =>
    expect(fromForeignSyntax(source, dialect)).toEqual({ source: text, flags }),
  )

  it.each([
    ['nginx(?:/([\\d.]+))?', 'nginx'],
    ['^Apache/(\\d+)', 'apache/'],
    ['foo|bar', ''],
    ['ab?cdef', 'cdef'],
    ['x(?:longer words)y', 'longer words'],
  ])('%s needs the words %j', (source, words) => expect(Pattern.from(source, '')?.words).toBe(words))

  it('that need words are never passed over where they match', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ownRules), fc.string({ maxLength: 120 }), ({ pattern }, text) => {
        if (pattern.exec(text)) expect(text.toLowerCase()).toContain(pattern.words)
      }),
    )
  })

  it('are retired when they run long once', () => {
    const slow = Pattern.of(/^(?:a|a)*b/)
    slow.exec('a'.repeat(24))
    expect(slow.retired).toBe(true)
    expect(slow.exec('b')).toBeNull()
  })
})

describe('the index of words', () => {
  it('finds what a plain search finds', () => {
    const words = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 5 }), {
      maxLength: 20,
    })
    fc.assert(
      fc.property(words, fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 60 }), (list, text) => {
        const index = new WordIndex<string>()
        for (const word of new Set(list)) index.add(word, word)
        expect([...index.find(text).keys()].sort()).toEqual(
          [...new Set(list)].filter((word) => text.includes(word)).sort(),
        )
      }),
    )
  })
})

describe('hashes of icons', () => {
  // Vectors of the reference implementation (SMHasher), seed 0.
  it.each([
    ['', 0],
    ['hello', 613153351],
    ['hello, world', 345750399],
    ['The quick brown fox jumps over the lazy dog', 776992547],
  ])('%j is %i', (text, hash) => expect(mmh3(Buffer.from(text))).toBe(hash))

  it('are counted over lines of base64', () => {
    const icon = Buffer.alloc(100, 7)
    const text = `${icon.toString('base64').slice(0, 76)}\n${icon.toString('base64').slice(76)}\n`
    expect(faviconHash(icon)).toBe(mmh3(Buffer.from(text)))
  })
})

describe('the life of versions', () => {
  const line = JSON.stringify({
    title: 'Thing',
    identifiers: [{ cpe: 'cpe:2.3:a:maker:thing' }, { purl: 'pkg:npm/thing' }],
    releases: [
      { releaseCycle: '2.1', eol: false, latest: '2.1.5' },
      { releaseCycle: '2.0', eol: '2024-01-01', latest: '2.0.9' },
      { releaseCycle: '1', eol: true },
    ],
  })
  const book = new LifecycleBook([...readEndOfLife([line, 'rubbish', '{"title":1}'])])
  it.each([
    ['2.1.5', 'current'],
    ['2.1.4', 'behind'],
    ['2.0.9', 'ended'],
    ['1.9', 'ended'],
    ['0.4', 'ended'],
    ['3.0', undefined],
    [undefined, undefined],
  ])('%s is %s', (version, state) =>
    expect(
      book.standingOf(
        { cpe: 'cpe:2.3:a:maker:thing:*:*:*:*:*:*:*:*', ...(version === undefined ? {} : { version }) },
        '2026-01-01',
      )?.state,
    ).toBe(state),
  )

  it('ends on its day and not before', () => {
    const asked = { purl: 'pkg:npm/thing@2.0.9', version: '2.0.9' }
    expect(book.standingOf(asked, '2023-12-31')?.state).toBe('current')
    expect(book.standingOf(asked, '2024-01-01')?.state).toBe('ended')
  })

  it('of a distribution is told by its revision', () => {
    const { lifecycles } = own
    expect(lifecycles.distributionStanding({ id: 'debian', revision: '0+deb8u1' }, '2026-01-01')).toMatchObject({
      state: 'ended',
      title: 'Debian 8',
    })
    expect(lifecycles.distributionStanding({ id: 'debian', revision: '2+deb12u3' }, '2026-01-01')?.state).toBe(
      'current',
    )
    expect(lifecycles.distributionStanding({ id: 'ubuntu', revision: '0ubuntu0.14.04.1' }, '2026-05-01')?.title).toBe(
      'Ubuntu 14.04',
    )
    expect(lifecycles.distributionStanding({ id: 'ubuntu', revision: '3ubuntu0.1' }, '2026-05-01')).toBeUndefined()
  })

  it.each([
    ['1.0.2k', '1.0.2', 1],
    ['1.0rc1', '1.0', -1],
    ['1.10', '1.9', 1],
    ['9.2p1', '9.2', 1],
    ['1.0', '1.0', 0],
  ])('%s to %s is %i', (a, b, order) => expect(Math.sign(compareLoose(a, b))).toBe(order))

  it('builds of Exchange are the updates they belong to', () => {
    expect(exchangeRelease('15.1.2106.2')).toEqual({ version: '2016', update: 'cumulative_update_18' })
    expect(exchangeRelease('15.2.221.12')).toEqual({ version: '2019' })
    expect(exchangeRelease('1.2.3')).toBeUndefined()
  })
})

describe('Wappalyzer’s set', () => {
  it('is read without what is no software', () => {
    const headers = { 'strict-transport-security': '' }
    const { rules, report } = readWappalyzer({ apps: { HSTS: { headers }, Acme: { headers: { server: '^acme' } } } })
    expect(rules.map(({ id }) => id)).toEqual(['wappalyzer/Acme'])
    expect(report.dropped).toEqual({ 'is no software': 1 })
  })
})

describe('recog', () => {
  it('is read with what it says of products, and nothing it only supposes', () => {
    const text = `<fingerprints matches="ssh.banner" preference="0.9">
      <fingerprint pattern="(?i)^ThingSSH[_ ]([\\d.]+)$"><param pos="0" name="service.product" value="ThingSSH"/><param pos="1" name="service.version"/><param pos="0" name="service.cpe23" value="cpe:/a:maker:thingssh:{service.version}"/><param pos="0" name="os.product" value="Linux"/><param pos="0" name="os.version" value="12"/></fingerprint>
      <fingerprint pattern="(?&lt;bad"><param pos="0" name="service.product" value="x"/></fingerprint>
      <fingerprint pattern="^(a+)+$"><param pos="0" name="service.product" value="x"/></fingerprint>
      <fingerprint pattern="^y$"><description>nothing</description></fingerprint>
    </fingerprints>`
    const { rules, report } = readRecog([
      { name: 'ssh_banners.xml', text },
      { name: 'mdns.xml', text: '<fingerprints><fingerprint pattern="x"/></fingerprints>' },
    ])
    expect(rules).toHaveLength(1)
    expect(rules[0]?.claims).toEqual([
      { product: 'ThingSSH', version: '$1', cpe: 'a:maker:thingssh' },
      { product: 'Linux' },
    ])
    expect(report.dropped).toEqual({
      'pattern cannot be compiled or may run long': 2,
      'tells no product': 1,
      'looks at what is not observed': 1,
    })
  })

  it('stands any text', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 300 }),
        (text) =>
          void readRecog([
            { name: 'x.xml', text },
            { name: 'y.xml', text: `<fingerprints matches="ssh.banner">${text}` },
          ]),
      ),
    )
  })
})

describe('the pinned sets', async () => {
  const sets = await pinnedSets()
  it.skipIf(!sets.wappalyzer || !sets.recog)('are read nearly whole (skipped without LUNETTE_TEST_DATA)', () => {
    const { book, libraries, lifecycles } = loadFingerprints(sets)
    for (const { set, rules, dropped } of book.reports) {
      const { 'looks at what is not observed': _, 'tells no product': __, ...unreadable } = dropped
      expect(rules, set).toBeGreaterThan(200)
      expect(
        Object.values(unreadable).reduce((sum, count) => sum + count, 0),
        set,
      ).toBeLessThan(rules / 50)
    }
    expect(libraries.flawsOf('jquery', '1.8.0').length).toBeGreaterThan(2)
    expect(libraries.flawsOf('jquery', '99.0.0')).toEqual([])
    expect(
      lifecycles.standingOf({ cpe: 'cpe:2.3:a:f5:nginx:1.16.1:*:*:*:*:*:*:*', version: '1.16.1' }, '2026-01-01')?.state,
    ).toBe('ended')
  })

  it.skipIf(!sets.recog)(
    'find in recog’s own examples the versions that it says are there (skipped without LUNETTE_TEST_DATA)',
    () => {
      let matched = 0
      let examples = 0
      for (const { name, text } of sets.recog ?? [])
        for (const { rule, example, version } of recogExamples(name, text)) {
          const caught = rule.pattern.exec(example)
          examples++
          if (!caught) continue
          matched++
          const place = rule.claims.find((claim) => claim.version)?.version
          if (version !== undefined && place) expect(fill(place, caught)).toBe(version)
        }
      expect(examples).toBeGreaterThan(5_000)
      expect(matched / examples).toBeGreaterThan(0.999)
    },
  )
})

/** The examples that recog keeps beside each fingerprint, with the rule that is made of it. */
function* recogExamples(name: string, text: string) {
  const head = /<fingerprints[^>]*>/.exec(text)?.[0] ?? ''
  for (const [fingerprint] of text.matchAll(/<fingerprint [\s\S]*?<\/fingerprint>/g)) {
    const [rule] = readRecog([{ name, text: `${head}${fingerprint}</fingerprints>` }]).rules
    for (const [, attributes = '', raw = ''] of rule
      ? fingerprint.matchAll(/<example([^>]*)>([\s\S]*?)<\/example>/g)
      : [])
      if (rule && !/_filename|_encoding/.test(attributes))
        yield { rule, example: unescaped(raw), version: /service\.version="([^"]*)"/.exec(attributes)?.[1] }
  }
}

function unescaped(xml: string): string {
  return xml
    .replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, '$1')
    .replace(/&#x([\da-f]+);/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replace(
      /&(lt|gt|quot|apos);/g,
      (_, entity: 'lt' | 'gt' | 'quot' | 'apos') => ({ lt: '<', gt: '>', quot: '"', apos: "'" })[entity],
    )
    .replaceAll('&amp;', '&')
}
