import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createSecureServer as createHttp2Server } from 'node:http2'
import { createServer as createSecureServer } from 'node:https'
import { describe, expect, it, onTestFinished } from 'vitest'
import { loopbackPort } from '../conversation/loopback-port.kit.ts'
import { loadFingerprints } from '../fingerprints/index.ts'
import { inspectService } from '../services/index.ts'
import { makeCertificate } from '../tls/certificate.kit.ts'

const fingerprints = loadFingerprints()
const NOW = Date.parse('2026-06-01T00:00:00Z')

type Pages = Record<
  string,
  string | (() => string) | { status?: number; body?: string; headers?: Record<string, string | string[]> }
>

/** A web server of a test: pages by path, or by name and path; anything else is not found. */
async function site(
  pages: Pages,
  {
    names = ['www.test.example'],
    secure = false,
    missing = { status: 404, body: 'no such page' },
    onRequest = (_path: string): void => {},
  } = {},
) {
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const path = request.url ?? '/'
    onRequest(path)
    const host = (request.headers.host ?? '').split(':')[0]
    const made = pages[`${host}${path}`] ?? pages[path] ?? missing
    const page = typeof made === 'function' ? made() : made
    const { status = 200, body = '', headers = {} } = typeof page === 'string' ? { body: page } : { ...page }
    response.writeHead(status, { 'Content-Type': 'text/html', ...headers })
    response.end(body)
  }
  const server = secure ? createSecureServer({ ...makeCertificate({ names }) }, answer) : createServer(answer)
  server.on('tlsClientError', () => {})
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as { port: number }
  const tools = { port: loopbackPort(), signal: new AbortController().signal, now: () => NOW, fingerprints }
  const seen = await inspectService({ address: '127.0.0.1', port }, names, tools)
  return { seen: seen!, port, rules: seen!.weaknesses.map(({ ruleId }) => ruleId) }
}

describe('what lies open on a web server', () => {
  it.each<[string, Pages]>([
    ['git-exposed', { '/.git/HEAD': 'ref: refs/heads/main\n' }],
    ['svn-exposed', { '/.svn/entries': '12\n' }],
    ['env-exposed', { '/.env': '# settings\nAPP_KEY=base64:abc\n' }],
    ['credentials-exposed', { '/.htpasswd': 'admin:$apr1$abc$def\n' }],
    ['backup-exposed', { '/backup.sql': '-- MySQL dump 10.13\n' }],
    ['backup-exposed', { '/': '<title>Index of /</title><a href="shop.sql.gz">shop.sql.gz</a>' }],
    ['dir-listing', { '/': '<title>Directory listing for /</title>' }],
    ['dir-listing', { '/': '<a href="/deep/down/x.pdf">x</a>', '/deep/down/': '<h1>Index of /deep/down</h1>' }],
    [
      'dir-listing',
      { '/robots.txt': 'User-agent: *\nDisallow: /hidden/\n', '/hidden/': '<title>Index of /hidden</title>' },
    ],
    ['server-status-open', { '/server-status': '<title>Apache Status</title><h1>Apache Server Status for x</h1>' }],
    [
      'dir-listing',
      {
        '/': '<?xml version="1.0"?><ListBucketResult xmlns="x"><Name>files</Name><Contents><Key>a</Key></Contents></ListBucketResult>',
      },
    ],
    ['server-status-open', { '/nginx_status': 'Active connections: 3 \n' }],
    ['metrics-exposed', { '/metrics': '# HELP up is up\n# TYPE up gauge\nup 1\n' }],
    ['debug-console-exposed', { '/console': '<script src="?__debugger__=yes&amp;cmd=resource"></script>' }],
    ['debug-console-exposed', { '/phpinfo.php': '<title>PHP 8.2.1 - phpinfo()</title>' }],
    ['actuator-exposed', { '/actuator': '{"_links":{"self":{"href":"http://x/actuator","templated":false}}}' }],
    [
      'elasticsearch-open',
      { '/': '{"name":"n","cluster_name":"c","version":{"number":"7.17.0"},"tagline":"You Know, for Search"}' },
    ],
    ['couchdb-open', { '/_all_dbs': '["_users","shop"]' }],
    [
      'database-open',
      { '/query?q=SHOW+DATABASES': '{"results":[{"statement_id":0,"series":[{"name":"databases"}]}]}' },
    ],
    ['database-open', { '/?query=SHOW+DATABASES': 'INFORMATION_SCHEMA\ndefault\nsystem\n' }],
    ['console-open', { '/api/contents': '{"name": "", "path": "", "last_modified": "x", "content": []}' }],
    ['vector-db-open', { '/collections': '{"result":{"collections":[]},"status":"ok"}' }],
    ['registry-open', { '/v2/_catalog': '{"repositories":["app"]}' }],
    ['docker-api-open', { '/version': '{"Version":"20.10.7","ApiVersion":"1.41"}' }],
    ['k8s-api-exposed', { '/version': '{"major":"1","gitVersion":"v1.24.0"}' }],
    ['etcd-exposed', { '/version': '{"etcdserver":"3.5.0","etcdcluster":"3.5.0"}' }],
    ['ai-server-open', { '/api/tags': '{"models":[]}' }],
    ['ai-server-open', { '/v1/models': '{"object":"list","data":[{"id":"m","object":"model"}]}' }],
    [
      'mcp-open',
      {
        '/sse': { headers: { 'Content-Type': 'text/event-stream' }, body: 'event: endpoint\ndata: /messages?id=1\n\n' },
      },
    ],
    ['api-docs-exposed', { '/openapi.json': '{"openapi":"3.1.0","paths":{}}' }],
    [
      'default-page',
      {
        '/': '<title>Welcome to nginx!</title><p>If you see this page, the nginx web server is successfully installed',
      },
    ],
    ['takeover-unclaimed-site', { '/': { status: 404, body: "<p>There isn't a GitHub Pages site here.</p>" } }],
    ['cors-any-origin', { '/': { headers: { 'Access-Control-Allow-Origin': '*' }, body: 'x' } }],
    [
      'security-txt-expired',
      { '/.well-known/security.txt': 'Contact: mailto:s@test.example\nExpires: 2024-01-01T00:00:00Z\n' },
    ],
    ['mta-sts-testing', { '/.well-known/mta-sts.txt': 'version: STSv1\nmode: testing\nmx: x\nmax_age: 86400\n' }],
    ['internal-ip-leak', { '/': { status: 302, headers: { Location: 'http://10.1.2.3/login' } } }],
    ['internal-ip-leak', { '/': { headers: { Via: '1.1 192.168.7.9' }, body: 'x' } }],
    ['insecure-cookie', { '/': { headers: { 'Set-Cookie': 'PHPSESSID=abc; path=/' }, body: 'x' } }],
    ['cleartext-login', { '/': '<form><input type="password" name="p"></form>' }],
    ['no-https-redirect', { '/': '<p>shop</p>' }],
    ['outdated-js-library', { '/': '<script src="/js/angular-1.2.0.min.js"></script>' }],
    ['outdated-software', { '/': { headers: { Server: 'Apache/2.2.15' }, body: 'x' } }],
    ['version-disclosure', { '/': { headers: { Server: 'nginx/1.24.0' }, body: 'x' } }],
    ['admin-panel-exposed', { '/': '<p>shop</p>', '/admin/': '<form><input type="password"></form>' }],
    [
      'admin-panel-exposed',
      { '/': { status: 302, headers: { Location: '/login' } }, '/login': '<title>Grafana</title>' },
    ],
    ['iot-exposed', { '/': { status: 401, headers: { 'WWW-Authenticate': 'Basic realm="IP Camera"' } } }],
    ['iot-exposed', { '/': '<title>HP LaserJet Pro M404</title>' }],
  ])('%s is reported with what shows it: %j', { timeout: 20_000 }, async (rule, pages) => {
    const pagesWithLibrary = rule === 'outdated-js-library' ? libraryPages(pages) : pages
    const { seen, rules } = await site(pagesWithLibrary)
    if (rule === 'outdated-js-library')
      return expect(seen.software.map(({ product, version }) => `${product} ${version}`)).toContain('AngularJS 1.2.0')
    expect(rules).toContain(rule)
    const found = seen.weaknesses.find(({ ruleId }) => ruleId === rule)
    expect(found?.evidence.length).toBeGreaterThan(5)
  })

  it('is without TLS by its bare address as by a name, so that a name which comes to light begins nothing', async () => {
    for (const names of [[], ['www.test.example']])
      expect((await site({ '/': '<p>shop</p>' }, { names })).rules).toContain('no-https-redirect')
  })

  it('masks secrets in evidence', async () => {
    const { seen } = await site({ '/.env': 'DB_PASSWORD=hunter2\nX=1\n' })
    expect(JSON.stringify(seen)).not.toContain('hunter2')
  })

  it('is not what a server says to any path', { timeout: 20_000 }, async () => {
    const page = '<title>App</title><input type=password>__debugger__=yes ref: refs/heads/main {"models":[]} # HELP x'
    const { rules, seen } = await site({ '/': page }, { missing: { status: 200, body: page } })
    expect(rules.filter((rule) => !['no-https-redirect', 'cleartext-login'].includes(rule))).toEqual([])
    expect(seen.pages?.length).toBeLessThan(4)
  })

  it.each([
    ['all', (asked: string[]) => asked],
    [
      'the latest',
      (asked: string[]) => asked.filter((path) => !path.startsWith('/lunette-')).map((path) => `GET ${path} HTTP/1.1`),
    ],
  ])('is not what a status page repeats of our own requests, %s', { timeout: 20_000 }, async (_which, shown) => {
    const asked: string[] = []
    const { seen, rules } = await site(
      {
        '/': '<p>x</p>',
        '/server-status': () =>
          `<h1>Apache Server Status for x</h1><dl><dt>Server Version: Apache/2.4.71 (Debian)</dt></dl>${shown(asked).join(' ')}`,
      },
      { onRequest: (path) => void asked.push(path) },
    )
    expect(rules).toContain('server-status-open')
    expect(asked).toContain('/dana-na/auth/url_default/welcome.cgi')
    expect(seen.software.map(({ product }) => product)).toEqual(['Apache httpd'])
  })

  it('is not told of what is there by its status alone', { timeout: 20_000 }, async () => {
    const paths = [
      '/.git/HEAD',
      '/.env',
      '/backup.sql',
      '/server-status',
      '/metrics',
      '/console',
      '/v2/_catalog',
      '/version',
      '/api/tags',
      '/admin/',
    ]
    const { rules } = await site({
      '/': '<p>x</p>',
      ...Object.fromEntries(paths.map((path) => [path, `<p>page of ${path} and more</p>`])),
    })
    expect(rules).toEqual(['no-https-redirect'])
  })
})

/** Without pinned data only our own life table judges libraries. */
function libraryPages(pages: Pages): Pages {
  return pages
}

describe('the sites of one server', () => {
  it('are asked by each name, and told apart', { timeout: 20_000 }, async () => {
    const { seen } = await site(
      {
        'a.test.example/': '<title>A</title>',
        'b.test.example/': '<title>B</title>',
        'alias.test.example/': '<title>A</title>',
        'b.test.example/.git/HEAD': 'ref: refs/heads/main\n',
        '/': '<title>default</title>',
      },
      { names: ['a.test.example', 'b.test.example', 'alias.test.example'] },
    )
    expect(seen.pages?.map(({ title }) => title)).toEqual(expect.arrayContaining(['A', 'B', 'default']))
    expect(seen.weaknesses.find(({ ruleId }) => ruleId === 'git-exposed')?.shownBy).toEqual(['b.test.example'])
    expect(seen.pages?.filter(({ title }) => title === 'A')).toHaveLength(1)
  })

  it('lead to other hosts by links, policies, scripts, redirects and files', { timeout: 20_000 }, async () => {
    const { seen } = await site({
      '/': {
        headers: { 'Content-Security-Policy': "default-src 'self' https://csp.example.com:8443 *.wild.example.com" },
        body: '<a href="https://link.example.com/x">x</a><script>fetch("https://inline.example.com/api")</script><script src="/app.js"></script><meta property="og:image" content="https://img.example.com/i.png">',
      },
      '/app.js':
        'const hosts = { api: "api.internal.example.com", v: "1.2.3", f: "index.html" }; x("https://js.example.com/v1")',
      '/robots.txt': 'Sitemap: https://robots.example.com/sitemap.xml\n',
      '/sitemap.xml': '<urlset><url><loc>https://map.example.com/</loc></url></urlset>',
      '/.well-known/security.txt': 'Contact: https://report.example.com/\nExpires: 2030-01-01T00:00:00Z\n',
    })
    const pivots = seen.pivots.map(({ technique, name }) => `${technique} ${name}`)
    for (const expected of [
      'http-csp csp.example.com',
      'http-csp wild.example.com',
      'html-link link.example.com',
      'html-link img.example.com',
      'javascript inline.example.com',
      'javascript js.example.com',
      'javascript api.internal.example.com',
      'robots robots.example.com',
      'sitemap map.example.com',
      'security-txt report.example.com',
    ])
      expect(pivots).toContain(expected)
    expect(pivots.join(' ')).not.toContain('index.html')
    expect(seen.pivots.every(({ source }) => source.startsWith('http://www.test.example:'))).toBe(true)
  })

  it('that speak HTTP/2 only are visited, too', { timeout: 20_000 }, async () => {
    const server = createHttp2Server({ ...makeCertificate({ names: ['www.test.example'] }), allowHTTP1: false })
    server.on('stream', (stream, headers) => {
      stream.on('error', () => {})
      const there =
        headers[':path'] === '/.git/HEAD'
          ? 'ref: refs/heads/main\n'
          : headers[':path'] === '/'
            ? '<title>Two</title>'
            : undefined
      stream.respond({
        ':status': there === undefined ? 404 : 200,
        'content-type': 'text/html',
        server: 'nginx/1.24.0',
      })
      stream.end(there ?? 'none')
    })
    server.on('sessionError', () => {})
    server.on('tlsClientError', () => {})
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    const { port } = server.address() as { port: number }
    const tools = { port: loopbackPort(), signal: new AbortController().signal, now: () => NOW, fingerprints }
    const seen = await inspectService({ address: '127.0.0.1', port }, ['www.test.example'], tools)
    expect(seen?.protocol).toBe('https')
    expect(seen?.pages?.map(({ title }) => title)).toContain('Two')
    expect(seen?.software).toContainEqual(expect.objectContaining({ product: 'nginx', version: '1.24.0' }))
    expect(seen?.weaknesses.map(({ ruleId }) => ruleId)).toContain('git-exposed')
  })

  it('over TLS are judged by their certificate and headers', { timeout: 20_000 }, async () => {
    const { seen, rules } = await site({ '/': '<p>x</p>' }, { secure: true, names: ['www.test.example'] })
    expect(seen.protocol).toBe('https')
    expect(rules).toEqual(expect.arrayContaining(['hsts-missing', 'self-signed-cert']))
    expect(rules).not.toContain('cert-name-mismatch')
    expect(seen.pivots).toContainEqual(expect.objectContaining({ name: 'www.test.example', technique: 'cert-san' }))
  })
})
