import { type HttpAnswer, headerOf } from '../../http/index.ts'
import { answerAt, type Site } from '../../web/index.ts'
import type { ExposureCheck, Witnessed } from '../contract.ts'
import { type Find, openServices, type TextCheck } from './open-services.ts'
import { quote } from './quote.ts'

const CWE = (id: number): string => `https://cwe.mitre.org/data/definitions/${id}.html`
const leakReason = 'What lies there was never meant for visitors, and often holds passwords, keys or personal data.'

/** Files and data that lie open on web servers: each proven by its content, never by a status alone. */
const texts: readonly TextCheck[] = [
  {
    id: 'git-exposed',
    title: 'Git repository is open',
    severity: 'high',
    reason: 'The whole source with its history, and the secrets that were ever in it, can be downloaded.',
    remedy: 'Deny /.git/ in the web server, deploy without it, and change every secret that was ever committed.',
    references: [CWE(527)],
    finds: [
      { paths: ['/.git/HEAD'], proof: /^(?:ref: refs\/[\w./-]{1,200}|[0-9a-f]{40})\s*$/ },
      { paths: ['/.git/config'], proof: /^\[core\][\s\S]{0,400}repositoryformatversion/ },
    ],
  },
  {
    id: 'svn-exposed',
    title: 'Version control folder is open',
    severity: 'high',
    reason: leakReason,
    remedy: 'Deny /.svn/ and /.hg/ in the web server and deploy without them.',
    references: [CWE(527)],
    finds: [
      { paths: ['/.svn/entries'], proof: /^(?:\d{1,2}\r?\n|<\?xml[\s\S]{0,200}<wc-entries)/ },
      { paths: ['/.hg/requires'], proof: /^(?:dotencode|fncache|revlogv1|store|generaldelta)\b/m },
    ],
  },
  {
    id: 'env-exposed',
    title: 'Environment file with secrets is open',
    severity: 'critical',
    reason: 'Such files hold the passwords and keys of the application and its database.',
    remedy: 'Move it out of the served folder, deny files that begin with a dot, and change every secret in it.',
    references: [CWE(538)],
    finds: [
      {
        paths: ['/.env', '/.env.local', '/.env.production', '/.env.bak'],
        proof: /^(?!\s*<)(?:\s*#[^\n]*\n|\s*\n)*(?:export )?[A-Z][A-Z0-9_]{1,60}=/,
      },
    ],
  },
  {
    id: 'credentials-exposed',
    title: 'File with credentials is open',
    severity: 'critical',
    reason: leakReason,
    remedy: 'Remove the file from the served folder and change what is in it.',
    references: [CWE(538)],
    finds: [
      { paths: ['/.htpasswd'], proof: /^[\w.@-]{1,40}:(?:\$apr1\$|\$2[aby]\$|\{SHA\}|[./0-9A-Za-z]{13}$)/m },
      { paths: ['/.aws/credentials'], proof: /^\[[\w-]{1,40}\]\s*aws_access_key_id/m },
      { paths: ['/id_rsa', '/.ssh/id_rsa'], proof: /^-----BEGIN (?:RSA |OPENSSH |EC )?PRIVATE KEY-----/ },
      {
        paths: ['/wp-config.php.bak', '/wp-config.php~', '/wp-config.php.old'],
        proof: /define\(\s*['"]DB_PASSWORD['"]/,
      },
    ],
  },
  {
    id: 'backup-exposed',
    title: 'Backup can be downloaded',
    severity: 'high',
    reason: leakReason,
    remedy: 'Remove backups from served folders and keep them where only the backup system reads.',
    references: [CWE(530)],
    finds: [
      {
        paths: ['/backup.sql', '/dump.sql', '/database.sql', '/db.sql', '/backup/backup.sql'],
        proof: /(?:-- (?:MySQL|MariaDB|PostgreSQL)[\w ]{0,30} dump|^(?:CREATE TABLE|INSERT INTO) )/m,
      },
      { paths: ['/backup.zip', '/site.zip', '/www.zip'], proof: /^PK\p{Cc}\p{Cc}/u },
      { paths: ['/backup.tar.gz', '/backup.tgz', '/backup.sql.gz', '/dump.sql.gz'], proof: /^\p{Cc}[\ufffd\u008b]/u },
    ],
  },
  {
    id: 'server-status-open',
    title: 'Status page of the server is open',
    severity: 'medium',
    reason: 'It shows who asks for what, internal names, and addresses with tokens in them.',
    remedy: 'Allow it only from the monitoring host (Apache: Require local; nginx: allow and deny).',
    references: [CWE(200)],
    finds: [
      { paths: ['/server-status'], proof: /Apache Server Status|<dt>Server Version: / },
      { paths: ['/server-info'], proof: /Apache Server Information/ },
      { paths: ['/nginx_status', '/stub_status', '/basic_status'], proof: /^Active connections:(?= \d)/ },
      { paths: ['/fpm-status', '/status'], proof: /^pool:\s+\S+\s+process manager:/m },
    ],
  },
  {
    id: 'metrics-exposed',
    title: 'Metrics are open',
    severity: 'medium',
    reason: 'Metrics tell versions, internal names, load and sometimes secrets in labels to anyone.',
    remedy: 'Serve them on a private address, or behind authentication.',
    references: ['https://prometheus.io/docs/operating/security/'],
    finds: [{ paths: ['/metrics', '/actuator/prometheus'], proof: /^# (?:HELP|TYPE) \w+|^\w+_build_info\{/m }],
  },
  {
    id: 'debug-console-exposed',
    title: 'Debugging page or console is open',
    severity: 'critical',
    reason: 'Debuggers show source, settings and secrets, and the interactive ones run any code.',
    remedy: 'Turn debugging off in production.',
    references: [CWE(489)],
    finds: [
      { paths: ['/console'], proof: /__debugger__=yes|<title>Interactive Console|EVALEX\s*=\s*true/i },
      { paths: ['/debug/pprof/'], proof: /<title>\/debug\/pprof\/|Types of profiles available/ },
      { paths: ['/phpinfo.php', '/info.php', '/php.php'], proof: /<title>(?:phpinfo\(\)|PHP [\d.]+ - phpinfo\(\))/ },
      { paths: ['/_profiler/', '/_profiler/phpinfo', '/app_dev.php'], proof: /Symfony Profiler|sf-toolbar/ },
      { paths: ['/_ignition/health-check'], proof: /"can_execute_commands"/ },
      { paths: ['/telescope'], proof: /<title>Telescope/ },
      { paths: ['/__debug__/', '/elmah.axd', '/trace.axd'], proof: /Error Log for|Application Trace|djDebug/ },
    ],
  },
  {
    id: 'actuator-exposed',
    title: 'Management endpoints of the application are open',
    severity: 'high',
    reason: 'They show settings with secrets, memory and requests, and some change the running program.',
    remedy: 'Expose only health, on a private port, behind authentication.',
    references: ['https://docs.spring.io/spring-boot/reference/actuator/endpoints.html'],
    finds: [
      { paths: ['/actuator', '/manage'], proof: /"_links":\{"self":\{"href":"[^"]{1,200}\/(?:actuator|manage)"/ },
      { paths: ['/actuator/env', '/env'], proof: /"propertySources":\[/ },
      { paths: ['/jolokia/version', '/jolokia'], proof: /"agent":"[\d.]+","protocol"/ },
    ],
  },
  {
    id: 'elasticsearch-open',
    title: 'Search cluster answers without a sign-in',
    severity: 'critical',
    reason: 'Every index can be read, changed and deleted.',
    remedy: 'Enable the security features, and bind it to private addresses.',
    references: [CWE(306)],
    finds: [{ paths: ['/'], proof: /"cluster_name" ?: ?"[^"]{1,100}"[\s\S]{0,800}"tagline"/ }],
  },
  {
    id: 'couchdb-open',
    title: 'CouchDB lists its databases to anyone',
    severity: 'critical',
    reason: 'Databases without an administrator are everybody’s.',
    remedy: 'Set an administrator and require_valid_user, and bind it to private addresses.',
    references: [CWE(306)],
    finds: [{ paths: ['/_all_dbs'], proof: /^\["[\w/$()+-]{1,200}"/ }],
  },
  {
    id: 'vector-db-open',
    title: 'Vector database answers without a key',
    severity: 'high',
    reason: 'The texts behind an AI application can be read, and changed so that it answers falsely.',
    remedy: 'Set an API key and bind it to private addresses.',
    references: ['https://genai.owasp.org/llmrisk/llm082025-vector-and-embedding-weaknesses/'],
    finds: [
      { paths: ['/collections'], proof: /^\{"result":\{"collections":\[/ },
      { paths: ['/v1/schema'], proof: /^\{"classes":\[/ },
      { paths: ['/api/v1/collections'], proof: /^\[(?:\{"(?:name|id)":|\])/ },
    ],
  },
  {
    id: 'registry-open',
    title: 'Container registry is open',
    severity: 'high',
    reason: 'Images, with the code and secrets in them, can be pulled, and often be pushed.',
    remedy: 'Require authentication (htpasswd or a token server) and TLS.',
    references: ['https://distribution.github.io/distribution/about/deploying/'],
    finds: [{ paths: ['/v2/_catalog'], proof: /^\{"repositories": ?\[/ }],
  },
  {
    id: 'docker-api-open',
    title: 'Docker API is open',
    severity: 'critical',
    reason: 'Whoever reaches it starts containers with the whole disk of the host: it is root access.',
    remedy: 'Close the port; use SSH or TLS with client certificates.',
    references: ['https://docs.docker.com/engine/security/protect-access/'],
    finds: [{ paths: ['/version'], proof: /"ApiVersion" ?: ?"[\d.]+"/ }],
  },
  {
    id: 'k8s-api-exposed',
    title: 'Kubernetes API answers strangers',
    severity: 'high',
    reason: 'The control plane tells its version to anyone, and each flaw or misgiven role is open to the world.',
    remedy: 'Limit the API to known networks, set --anonymous-auth=false, and review what system:anonymous may do.',
    references: ['https://kubernetes.io/docs/reference/access-authn-authz/authentication/#anonymous-requests'],
    finds: [
      { paths: ['/version'], proof: /"gitVersion" ?: ?"v[^"]{1,60}"/ },
      { paths: ['/api/v1/namespaces'], proof: /"kind" ?: ?"NamespaceList"/ },
    ],
  },
  {
    id: 'kubelet-open',
    title: 'Kubelet answers strangers',
    severity: 'critical',
    reason: 'The kubelet lists pods with their settings and may run commands in them.',
    remedy: 'Set authentication.anonymous.enabled=false and readOnlyPort=0.',
    references: ['https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/'],
    finds: [{ paths: ['/pods'], proof: /"kind" ?: ?"PodList"/ }],
  },
  {
    id: 'etcd-exposed',
    title: 'etcd answers strangers',
    severity: 'critical',
    reason: 'It holds the state and the secrets of a cluster.',
    remedy: 'Require client certificates and bind it to the cluster’s network.',
    references: ['https://etcd.io/docs/latest/op-guide/security/'],
    finds: [{ paths: ['/version'], proof: /"etcdserver" ?: ?"[\d.]+"/ }],
  },
  {
    id: 'ai-server-open',
    title: 'AI model server answers without a key',
    severity: 'high',
    reason: 'Strangers use the model at your cost, read what it is for, and in some servers load or delete models.',
    remedy: 'Put it behind an authenticating proxy, or bind it to private addresses.',
    references: ['https://genai.owasp.org/llmrisk/llm102025-unbounded-consumption/', CWE(306)],
    finds: [
      { paths: ['/api/tags'], proof: /^\{"models": ?\[/ },
      {
        paths: ['/v1/models'],
        proof: /"object" ?: ?"list"[\s\S]{0,200}"data" ?: ?\[|"data" ?: ?\[[\s\S]{0,400}"object" ?: ?"model"/,
      },
      { paths: ['/info'], proof: /"model_id" ?: ?"[^"]{1,200}"/ },
      { paths: ['/v2/repository/index', '/v2'], proof: /^\{"name":"triton"/ },
      { paths: ['/sdapi/v1/sd-models'], proof: /^\[\{"title":/ },
      { paths: ['/api/jobs/'], proof: /"submission_id"/ },
    ],
  },
  {
    id: 'mcp-open',
    title: 'Tool server for AI agents answers strangers',
    severity: 'high',
    reason: 'A Model Context Protocol server hands tools to whoever connects; what they can do, strangers can do.',
    remedy: 'Require authorization (OAuth as the protocol describes), or bind it to the local machine.',
    references: ['https://modelcontextprotocol.io/specification/2025-06-18/basic/authorization'],
    finds: [
      { paths: ['/sse', '/mcp/sse'], proof: /^event: endpoint\s+data: /m },
      {
        paths: ['/mcp', '/'],
        proof: /"jsonrpc" ?: ?"2\.0"[\s\S]{0,300}(?:text\/event-stream|session|Mcp|Not Acceptable)/i,
      },
      {
        paths: ['/.well-known/mcp.json', '/.well-known/mcp/manifest.json'],
        proof: /"(?:mcpServers|mcp_version|protocolVersion|endpoints)"/,
      },
    ],
  },
  {
    id: 'api-docs-exposed',
    title: 'API description exposed',
    severity: 'none',
    reason: 'It lists every operation, those not meant for strangers too.',
    remedy: 'Serve it only to those who are to use the interface.',
    references: ['https://owasp.org/API-Security/'],
    finds: [
      {
        paths: ['/openapi.json', '/swagger.json', '/v2/api-docs', '/v3/api-docs', '/api-docs'],
        proof: /^\s*\{[\s\S]{0,400}"(?:openapi|swagger)" ?: ?"[\d.]+"/,
      },
    ],
  },
]

export const webDataChecks: readonly ExposureCheck[] = [...texts, ...openServices].map(({ finds, ...text }) => ({
  ...text,
  asks: [...new Set(finds.flatMap(({ paths }) => paths))],
  *look({ sites, protocol }) {
    if (protocol !== 'http') return
    for (const site of sites) yield* findOn(site, finds)
  },
}))

/** The first proof on a site is enough. */
function* findOn(site: Site, finds: readonly Find[]): Generator<Witnessed> {
  for (const { paths, proof } of finds)
    for (const path of paths) {
      const answer = path === '/' ? site.root : answerAt(site, path)
      const found = answer && isContent(answer) ? proof.exec(answer.body.slice(0, 64 * 1024)) : null
      if (!answer || !found) continue
      const type = headerOf(answer, 'content-type')
      yield {
        evidence: `${answer.url} answered ${answer.status}${type ? ` (${type})` : ''}: ${quote(found[0])}`,
        shownBy: site.name ?? site.place.host,
      }
      return
    }
}

function isContent(answer: HttpAnswer): boolean {
  return (
    answer.status === 200 ||
    answer.status === 206 ||
    (answer.status >= 400 && answer.status < 410 && answer.body.includes('jsonrpc'))
  )
}
