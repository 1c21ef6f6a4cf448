import { type HttpAnswer, headerOf, headersOf } from '../../http/index.ts'
import { ASKED_ORIGIN, allAnswers, answerAt, type Site, siteAddress } from '../../web/index.ts'
import type { ExposureCheck, Witnessed } from '../contract.ts'
import { quote } from './quote.ts'

const CWE = (id: number): string => `https://cwe.mitre.org/data/definitions/${id}.html`
const SECURITY_TXT = '/.well-known/security.txt'
const MTA_STS = '/.well-known/mta-sts.txt'
/** Of web servers, and of stores of files that list what they hold to anyone (S3, Azure). */
const listing =
  /<title>\s{0,8}(?:Index of\b|Directory [Ll]isting\b|Listing of\b)|<h1>\s{0,4}(?:Index of|Directory [Ll]isting for) \/|\[To Parent Directory\]|<pre><A HREF="\/">\[|<ListBucketResult[ >]|<EnumerationResults[ >]/
const backupName =
  /href="?([^"'<> ]{1,160}\.(?:sql|sql\.gz|bak|dump|dmp|tar|tar\.gz|tgz|zip|7z|rar|old|mdb|sqlite3?|pfx|p12|pem|key|kdbx))["'> ]/i
const privateAddress = /(?:^|[^\d.])((?:10\.\d{1,3}|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3})(?![\d.])/

/** Pages that providers answer for sites which nobody has set up, by the words of each. Source: can-i-take-over-xyz (CC-BY-4.0), providers' own pages. */
const unclaimed: readonly (readonly [provider: string, words: RegExp])[] = [
  ['GitHub Pages', /There isn't a GitHub Pages site here\./],
  ['a hosting provider', /There isn't a (?:site|page|website) (?:configured|here|at this address)/i],
  ['Amazon S3', /<Code>NoSuchBucket<\/Code>/],
  ['Heroku', /No such app|herokucdn\.com\/error-pages\/no-such-app/],
  ['Azure', /404 Web Site not found\./],
  ['Fastly', /Fastly error: unknown domain/],
  ['Shopify', /Sorry, this shop is currently unavailable\./],
  ['Pantheon', /404 error unknown site!/],
  ['Surge', /project not found/],
  ['Netlify', /^Not Found - Request ID: /],
  ['Bitbucket', /Repository not found/],
  ['Tumblr', /Whatever you were looking for doesn't currently exist at this address/],
  [
    'Ghost',
    /Failed to resolve DNS path for this host|Domain is not configured|The thing you were looking for is no longer here/,
  ],
  ['Zendesk', /Help Center Closed/],
  ['Unbounce', /The requested URL was not found on this server\.[\s\S]{0,200}unbounce/i],
  ['WordPress.com', /Do you want to register [\w.-]+\.wordpress\.com\?/],
  ['Vercel', /The deployment could not be found on Vercel\.|DEPLOYMENT_NOT_FOUND/],
  ['Read the Docs', /The link you have followed or the URL that you entered does not exist\.[\s\S]{0,400}readthedocs/i],
]

/** First pages that software shows when nobody has put anything there. */
const defaults: readonly (readonly [what: string, words: RegExp])[] = [
  ['nginx', /<title>Welcome to nginx!<\/title>[\s\S]{0,2000}successfully installed/],
  [
    'Apache httpd',
    /<title>(?:Apache2 [\w ]{2,30} Default Page|Test Page for the (?:Apache )?HTTP Server)|<h1>It works!<\/h1>/,
  ],
  ['IIS', /<title>IIS Windows(?: Server)?<\/title>|iisstart\.(?:png|htm)/],
  ['Apache Tomcat', /If you're seeing this, you've successfully installed Tomcat/],
  ['lighttpd', /<title>Welcome page<\/title>[\s\S]{0,2000}lighttpd/],
  ['Caddy', /<title>Caddy works!<\/title>/],
  ['a hosting panel', /<title>(?:Default Web Site Page|Domain Default page|Web Server's Default Page)<\/title>/i],
]

/** Checks of what pages and their headers say. */
export const pageChecks: readonly ExposureCheck[] = [
  {
    id: 'dir-listing',
    title: 'Directory listing enabled',
    severity: 'low',
    reason: 'Visitors see every file of the folder, forgotten ones too.',
    remedy:
      'Turn listings off (Apache: Options -Indexes; nginx: autoindex off; lighttpd: dir-listing.activate = "disable").',
    references: [CWE(548)],
    asks: [
      '/backup/',
      '/backups/',
      '/files/',
      '/pub/',
      '/uploads/',
      '/images/',
      '/assets/',
      '/static/',
      '/data/',
      '/download/',
      '/downloads/',
      '/old/',
      '/logs/',
      '/tmp/',
      '/wp-content/uploads/',
    ],
    *look(seen) {
      for (const site of seen.sites)
        yield* firstOf(site, (answer) =>
          answer.status === 200 ? listing.exec(answer.body.slice(0, 16_384))?.[0] : undefined,
        )
    },
  },
  {
    id: 'backup-exposed',
    title: 'Backup can be downloaded',
    severity: 'high',
    reason: 'Backups hold all data and mostly the passwords to get at more.',
    remedy: 'Remove backups from served folders and keep them where only the backup system reads.',
    references: [CWE(530)],
    *look(seen) {
      for (const site of seen.sites)
        yield* firstOf(site, (answer) =>
          answer.status === 200 && listing.test(answer.body.slice(0, 16_384))
            ? backupName.exec(answer.body)?.[1]
            : undefined,
        )
    },
  },
  {
    id: 'default-page',
    title: 'Default page of the server is shown',
    severity: 'none',
    reason: 'It shows that nobody looks after the server, and which software it is.',
    remedy: 'Serve what is meant to be there, or stop the server.',
    references: [CWE(1188)],
    *look(seen) {
      for (const site of seen.sites)
        for (const [what, words] of defaults) {
          const found = site.landing.status < 500 ? words.exec(site.landing.body.slice(0, 16_384)) : null
          if (found)
            yield {
              evidence: `${site.landing.url} shows the default page of ${what}: ${quote(found[0], 80)}`,
              shownBy: nameOf(site),
            }
        }
    },
  },
  {
    id: 'takeover-unclaimed-site',
    title: 'Possible subdomain takeover',
    severity: 'high',
    reason:
      'Whoever claims the site at the provider speaks in your name: serves pages, gets certificates, reads cookies.',
    remedy: 'Claim the site at the provider again, or remove the DNS record.',
    references: [
      'https://owasp.org/www-project-web-security-testing-guide/latest/4-Web_Application_Security_Testing/02-Configuration_and_Deployment_Management_Testing/10-Test_for_Subdomain_Takeover',
    ],
    *look(seen) {
      for (const site of seen.sites)
        for (const [provider, words] of unclaimed) {
          const found =
            site.name !== undefined && site.landing.status >= 400
              ? words.exec(site.landing.body.slice(0, 16_384))
              : null
          if (!found) continue
          yield {
            evidence: `${site.landing.url} answered ${site.landing.status} as ${provider} does for unclaimed sites: ${quote(found[0], 120)}`,
            shownBy: nameOf(site),
          }
          break
        }
    },
  },
  {
    id: 'cors-any-origin',
    title: 'CORS lets any site read answers',
    severity: 'low',
    reason: 'Pages of other sites may read what this one answers to a visitor’s browser.',
    remedy: 'Name the origins that may read in Access-Control-Allow-Origin, and never repeat the one that asks.',
    references: ['https://fetch.spec.whatwg.org/#http-cors-protocol', CWE(942)],
    *look(seen) {
      for (const site of seen.sites) yield* corsOf(site)
    },
  },
  {
    id: 'security-txt-expired',
    title: 'security.txt has expired',
    severity: 'none',
    reason: 'Who wants to report a weakness cannot trust the contact.',
    remedy: 'Check the contact and set a new Expires date, at most a year ahead.',
    references: ['https://www.rfc-editor.org/rfc/rfc9116'],
    asks: [SECURITY_TXT],
    *look(seen) {
      for (const site of seen.sites) {
        const answer = answerAt(site, SECURITY_TXT)
        const expires = answer?.status === 200 ? /^Expires: *(\S{8,40})/im.exec(answer.body)?.[1] : undefined
        if (answer && expires !== undefined && Date.parse(expires) < seen.now)
          yield { evidence: `${answer.url}: Expires: ${quote(expires, 40)}`, shownBy: nameOf(site) }
      }
    },
  },
  {
    id: 'mta-sts-testing',
    title: 'MTA-STS is not enforced',
    severity: 'low',
    reason: 'In testing mode senders deliver without encryption when an attacker in between asks them to.',
    remedy: 'Set mode: enforce once the reports show no failures.',
    references: ['https://www.rfc-editor.org/rfc/rfc8461'],
    asks: [MTA_STS],
    *look(seen) {
      for (const site of seen.sites) {
        const answer = answerAt(site, MTA_STS)
        const mode =
          answer?.status === 200 && /^version: *STSv1/im.test(answer.body)
            ? /^mode: *(\w+)/im.exec(answer.body)?.[1]?.toLowerCase()
            : undefined
        if (answer && (mode === 'testing' || mode === 'none'))
          yield { evidence: `${answer.url}: mode: ${mode}`, shownBy: nameOf(site) }
      }
    },
  },
  {
    id: 'internal-ip-leak',
    title: 'Internal IP address disclosed',
    severity: 'low',
    reason: 'It tells an attacker how the inside is laid out.',
    remedy: 'Remove internal addresses from headers and pages; let the proxy rewrite redirects.',
    references: [CWE(200)],
    *look(seen) {
      for (const site of seen.sites) yield* firstOf(site, leakedAddress)
      for (const name of seen.tls?.seen.chain[0]?.names ?? [])
        if (privateAddress.test(name) && !privateAddress.test(seen.target.address))
          yield { evidence: `the certificate names ${name}`, aspect: 'certificate' }
    },
  },
  {
    id: 'insecure-cookie',
    title: 'Session cookie lacks protection',
    severity: 'low',
    reason: 'Without Secure it goes over plain connections, without HttpOnly scripts read it.',
    remedy: 'Set Secure, HttpOnly and SameSite on session cookies.',
    references: ['https://www.rfc-editor.org/rfc/rfc6265'],
    *look(seen) {
      for (const site of seen.sites)
        for (const cookie of [site.root, site.landing].flatMap((answer) => headersOf(answer, 'set-cookie'))) {
          const missing = missingFlags(cookie, seen.secure)
          if (missing.length === 0) continue
          yield {
            evidence: `${siteAddress(site)} sets ${quote(cookie.split('=', 1)[0] ?? '', 60)} without ${missing.join(' and ')}`,
            shownBy: nameOf(site),
          }
          break
        }
    },
  },
]

function* firstOf(site: Site, find: (answer: HttpAnswer) => string | undefined): Generator<Witnessed> {
  for (const answer of allAnswers(site)) {
    const found = find(answer)
    if (found === undefined) continue
    yield { evidence: `${answer.url} answered ${answer.status}: ${quote(found)}`, shownBy: nameOf(site) }
    return
  }
}

/** One wildcard is meant for public files; repeating the origin together with credentials opens everything. */
function* corsOf(site: Site): Generator<Witnessed> {
  for (const answer of allAnswers(site)) {
    const allowed = headerOf(answer, 'access-control-allow-origin')
    const credentials = headerOf(answer, 'access-control-allow-credentials') === 'true'
    if (allowed !== '*' && allowed !== ASKED_ORIGIN && allowed !== 'null') continue
    yield {
      evidence: `${answer.url}: Access-Control-Allow-Origin: ${allowed}${credentials ? ', Access-Control-Allow-Credentials: true' : ''}`,
      shownBy: nameOf(site),
      ...(credentials && allowed !== '*' ? { severity: 'high' as const } : {}),
    }
    return
  }
}

function leakedAddress(answer: HttpAnswer): string | undefined {
  for (const [name, value] of answer.headers) {
    const found = privateAddress.exec(value)?.[1]
    if (found !== undefined) return `${name}: ${value}`
  }
  // In a page such numbers are often versions: only addresses that are linked count.
  return /\/\/((?:10\.\d{1,3}|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3})(?=[/:"'<\s])/.exec(
    answer.body.slice(0, 128 * 1024),
  )?.[0]
}

function missingFlags(cookie: string, secure: boolean): string[] {
  const name = cookie.split('=', 1)[0] ?? ''
  if (!/sess|sid$|^sid|auth|token|jwt|login/i.test(name) || /csrf|xsrf/i.test(name)) return []
  return [
    ...(secure && !/;\s*secure\b/i.test(cookie) ? ['Secure'] : []),
    ...(/;\s*httponly\b/i.test(cookie) ? [] : ['HttpOnly']),
  ]
}

function nameOf(site: Site): string {
  return site.name ?? site.place.host
}
