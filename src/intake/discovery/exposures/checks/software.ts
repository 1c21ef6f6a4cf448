import type { SeenSoftware } from '#core/vocabulary'
import type { VersionStanding } from '../../fingerprints/index.ts'
import { type HttpAnswer, headerOf } from '../../http/index.ts'
import { allAnswers, answerAt, siteAddress } from '../../web/index.ts'
import type { ExposureCheck, ServiceLook, Witnessed } from '../contract.ts'
import { quote } from './quote.ts'

/** Software whose web face is there to administer something, not for visitors. */
const consoles =
  /^(?:Jenkins|Hudson|Grafana|Kibana|phpMyAdmin|phpPgAdmin|pgAdmin|Adminer|HAProxy|Traefik|Portainer|Webmin|Cockpit|cPanel|Plesk|Proxmox VE|Rancher|Kubernetes Dashboard|RabbitMQ|Apache (?:Solr|ActiveMQ|Airflow|Superset|Spark|Flink|Hadoop|HBase|Guacamole)|Jupyter Notebook|JupyterLab|JupyterHub|Node-RED|n8n|vCenter Server|ESXi|iDRAC|iLO|Supermicro BMC|FortiOS|FortiWeb|FortiMail|PAN-OS|Connect Secure|NetScaler Gateway|Adaptive Security Appliance|SonicOS|Check Point Gateway|Sophos Firewall|Fireware|BIG-IP|pfSense|OPNsense|RouterOS|UniFi Network|OpenWrt|DD-WRT|TeamCity|SonarQube|Nexus Repository|Artifactory|Argo CD|Harbor|Vault|Consul|Nomad|MinIO|Zabbix|Nagios|Icinga Web|Cacti|Graylog|Splunk|Metabase|Netdata|Uptime Kuma|MLflow|Kubeflow|Ray|Openfire|WebLogic Server|WildFly|GlassFish|DiskStation Manager|QTS|TrueNAS|FreePBX|3CX|ManageEngine|Kafka UI|Prometheus|Alertmanager|Flowise|Langflow|ComfyUI|Stable Diffusion web UI|Keycloak|authentik|Bitbucket|Gerrit|Drone|Octopus Deploy|Rundeck|AWX|Concourse|Selenium Grid|Prometheus pushgateway|VictoriaMetrics|LibreNMS|PRTG Network Monitor|Checkmk|SolarWinds Platform|NetBox|Adminer|mongo-express|Redis Commander|Flower|Apache (?:Zeppelin|Druid|NiFi)|Trino|Hasura GraphQL Engine|CockroachDB|RethinkDB|PaperCut|GoAnywhere MFT|OpenVPN Access Server|Gophish|Wazuh|Velociraptor|Temporal|Dagster|Prefect|Label Studio|Langfuse)$/
/** Devices of offices, buildings and homes, and the small servers in them. */
const devices =
  /\b(?:LaserJet|OfficeJet|PageWide|DeskJet|DesignJet|printer|camera|telephone|controller|router|gateway|network management card|Niagara|SIMATIC)\b|^(?:GoAhead|Virata-EmWeb|RomPager|Boa|Appweb|micro_httpd|mini_httpd|thttpd|uHTTPd|Hikvision.*|Dahua.*)$/i
const deviceRealm =
  /realm="?[^"]{0,60}\b(?:camera|ipcam|dvr|nvr|door|printer|router|modem|controller|thermostat|heating|hvac|ups|pdu|plc|scada|hmi|intercom|gate|alarm|meter|switch)\b/i
const adminPaths = [
  '/admin/',
  '/admin',
  '/administrator/',
  '/manager/html',
  '/wp-login.php',
  '/login',
  '/user/login',
  '/users/sign_in',
  '/phpmyadmin/',
  '/pma/',
  '/adminer.php',
  '/haproxy?stats',
  '/stats',
  '/admin/login',
  '/cgi-bin/luci',
  '/ui/',
  '/dashboard/',
  '/tree',
  '/remote/login',
  '/owa/',
  '/owa/auth/logon.aspx',
  '/global-protect/login.esp',
  '/dana-na/auth/url_default/welcome.cgi',
  '/vpn/index.html',
  '/logon/LogonPoint/index.html',
  '/+CSCOE+/logon.html',
  '/solr/',
  '/kibana',
  '/app/kibana',
  '/grafana/login',
  '/jenkins/login',
]

/** Checks of which software is where, and how old it is. */
export const softwareChecks: readonly ExposureCheck[] = [
  {
    id: 'outdated-software',
    title: 'Software is out of date',
    severity: 'medium',
    reason: 'Weaknesses that were found since stay open, and how to use them is public.',
    remedy: 'Update to a release that is maintained.',
    references: ['https://endoflife.date/', 'https://cwe.mitre.org/data/definitions/1104.html'],
    *look(seen) {
      for (const software of seen.software) if (!isLibrary(software)) yield* ageOf(software, seen)
    },
  },
  {
    id: 'outdated-js-library',
    title: 'Page loads an outdated library',
    severity: 'low',
    reason: 'The library has known weaknesses that the pages which load it may have too.',
    remedy: 'Load a release that is maintained.',
    references: [
      'https://retirejs.github.io/retire.js/',
      'https://owasp.org/Top10/A06_2021-Vulnerable_and_Outdated_Components/',
    ],
    *look(seen) {
      for (const software of seen.software) if (isLibrary(software)) yield* flawsOf(software, seen)
    },
  },
  {
    id: 'version-disclosure',
    title: 'Software version disclosed',
    severity: 'none',
    reason: 'It lets attackers pick what fits without trying; it is no weakness by itself.',
    remedy:
      'Leave versions out of headers, banners and error pages (Apache: ServerTokens Prod; nginx: server_tokens off; Tomcat: ErrorReportValve showServerInfo="false").',
    references: ['https://cwe.mitre.org/data/definitions/200.html'],
    *look(seen) {
      // The version of SSH and of databases is part of how they greet.
      if (['ssh', 'mysql', 'redis', 'memcached', 'mqtt'].includes(seen.protocol)) return
      const told = seen.software.filter(
        ({ version, where }) => version !== undefined && /header|banner|answer|^page /.test(where) && !isApi(where),
      )
      const words = told.map(({ product, version, where }) => `${product} ${version} (${where})`).sort()
      if (words.length > 0) yield { evidence: words.slice(0, 6).join('; ') }
    },
  },
  {
    id: 'admin-panel-exposed',
    title: 'Administration page can be reached',
    severity: 'medium',
    reason:
      'Whoever reaches it tries stolen and guessed passwords, and each flaw of the software that needs no sign-in.',
    remedy: 'Let only known networks or a VPN reach it, with a second factor.',
    references: ['https://attack.mitre.org/techniques/T1133/'],
    asks: adminPaths,
    *look(seen) {
      if (seen.protocol !== 'http') return
      const consolesSeen = seen.software.filter(
        ({ product, where }) => consoles.test(product) && !/^page \/metrics$/.test(where),
      )
      for (const { product, where } of consolesSeen) {
        if (product === 'HAProxy' || product === 'RabbitMQ' ? /page|title/.test(where) : true)
          yield { evidence: `${product}: ${where}`, aspect: product }
      }
      if (consolesSeen.length === 0) for (const site of seen.sites) yield* adminPageOf(site)
    },
  },
  {
    id: 'iot-exposed',
    title: 'Device can be reached',
    severity: 'medium',
    reason: 'Printers, cameras and controllers are seldom updated and often keep their first password.',
    remedy: 'Put devices into a network of their own that strangers cannot reach.',
    references: ['https://attack.mitre.org/techniques/T1190/'],
    *look(seen) {
      if (seen.protocol === 'pjl') {
        yield { evidence: `printer port ${seen.target.port}: ${seen.banner ?? ''}` }
        return
      }
      const device = seen.software.find(({ product }) => devices.test(product))
      if (device) yield { evidence: `${device.product}: ${device.where}` }
      else
        for (const site of seen.sites) {
          const realm = headerOf(site.root, 'www-authenticate')
          if (realm !== undefined && deviceRealm.test(realm))
            yield { evidence: `${siteAddress(site)} asks for a sign-in to ${quote(realm, 100)}` }
        }
    },
  },
]

function isLibrary({ purl, where }: SeenSoftware): boolean {
  return purl?.startsWith('pkg:npm/') === true || where.startsWith('script ')
}

function isApi(where: string): boolean {
  return /page \/(?:version|metrics|api)/.test(where)
}

function* ageOf(software: SeenSoftware, seen: ServiceLook): Generator<Witnessed> {
  const day = new Date(seen.now).toISOString().slice(0, 10)
  const { lifecycles } = seen.fingerprints
  const distribution = software.distribution ?? distributionBeside(software, seen)
  const name = `${software.product} ${software.version}`
  // A distributor's own revision says that fixes are carried over: then its release decides, not what upstream ended.
  const release = distribution?.revision === undefined ? undefined : lifecycles.distributionStanding(distribution, day)
  if (release?.state === 'ended' && software.version !== undefined)
    yield {
      ...agedBy(software, release),
      evidence: `${name} (${software.where}) was built for ${release.title}, which is no longer maintained${since(release)}. Source: ${release.source}`,
    }
  const standing = lifecycles.standingOf(software, day)
  if (!standing || standing.state === 'current' || distribution?.revision !== undefined) return
  const over = distribution && lifecycles.distributionOver(distribution.id, day)
  yield distribution && !over
    ? carriedOver(software, standing, distribution.id)
    : { ...agedBy(software, standing, over ? '' : ' by its makers'), evidence: agedWords(software, standing, over) }
}

/** What stands in one banner comes from one distributor; so does what says who serves a page and what made it. */
function distributionBeside({ where }: SeenSoftware, { software }: ServiceLook): SeenSoftware['distribution'] {
  const isBeside = (other: SeenSoftware) => other.where === where || (headers.has(where) && headers.has(other.where))
  return software.find((other) => other.distribution && isBeside(other))?.distribution
}

const headers: ReadonlySet<string> = new Set(['Server header', 'X-Powered-By header'])

/** Its makers ended it, but a distributor built it, and of which release is not visible: nothing is claimed. */
function carriedOver(software: SeenSoftware, standing: VersionStanding, distributor: string): Witnessed {
  const name = `${software.product} ${software.version}`
  const ended = standing.state === 'ended'
  const upstream = ended ? `its makers no longer maintain it${since(standing)}` : 'newer releases of its line are out'
  return {
    aspect: software.product,
    title: `${name}: whether it is maintained is unknown`,
    severity: 'none',
    evidence: `${name} (${software.where}): ${upstream}; ${distributor} built it, carries fixes over while its release is maintained, and which release that is cannot be seen. Source: ${standing.source}`,
  }
}

function agedWords(
  { product, version, where }: SeenSoftware,
  standing: VersionStanding,
  over: { title: string; endedOn: string } | undefined,
): string {
  const latest = standing.latest === undefined ? '' : `; newest of its line: ${standing.latest}`
  const aged =
    standing.state === 'ended'
      ? `its makers no longer maintain it${since(standing)}`
      : 'newer releases of its line are out'
  const distributor = over
    ? `. Every release of ${over.title}, which built it, has ended, the last on ${over.endedOn}`
    : standing.state === 'ended'
      ? '. No distributor shows that might carry fixes over'
      : ''
  return `${product} ${version} (${where}): ${aged}${latest}. Source: ${standing.source}${distributor}`
}

function agedBy(software: SeenSoftware, { state }: VersionStanding, whose = ''): Omit<Witnessed, 'evidence'> {
  const ended = state === 'ended'
  return {
    aspect: software.product,
    title: `${software.product} ${software.version} ${ended ? `is no longer maintained${whose}` : 'is behind its line'}`,
    severity: ended ? 'medium' : 'low',
  }
}

function since({ endedOn }: VersionStanding): string {
  return endedOn === undefined ? '' : ` since ${endedOn}`
}

function* flawsOf(software: SeenSoftware, seen: ServiceLook): Generator<Witnessed> {
  const { version } = software
  const npm = /^pkg:npm\/(.+)@/.exec(software.purl ?? '')?.[1]
  if (version === undefined) return
  const flaws = npm === undefined ? [] : seen.fingerprints.libraries.flawsOf(decodeURIComponent(npm), version)
  const standing = seen.fingerprints.lifecycles.standingOf(software, new Date(seen.now).toISOString().slice(0, 10))
  if (flaws.length === 0 && standing?.state !== 'ended') return
  const ids = [...new Set(flaws.flatMap(({ ids: known }) => known.filter((id) => id.startsWith('CVE-'))))].slice(0, 6)
  const worst = flaws.some(({ severity }) => severity === 'high' || severity === 'critical')
  yield {
    evidence: `${software.product} ${version} (${software.where})${ids.length > 0 ? `: ${ids.join(', ')}` : ''}${standing?.state === 'ended' ? '; no longer maintained' : ''}`,
    aspect: `${software.product} ${version}`,
    title: `${software.product} ${version} has known weaknesses`,
    severity: worst ? 'medium' : 'low',
  }
}

/** A page under a path of administrators that asks for a password, or whose title says what it is. */
function* adminPageOf(site: ServiceLook['sites'][number]): Generator<Witnessed> {
  for (const path of [
    '/admin/',
    '/admin',
    '/administrator/',
    '/manager/html',
    '/wp-login.php',
    '/admin/login',
    '/cgi-bin/luci',
  ]) {
    const answer = answerAt(site, path)
    const proof = answer && signInOf(answer)
    if (answer && proof !== undefined) {
      yield {
        evidence: `${answer.url} answered ${answer.status}: ${quote(proof)}`,
        shownBy: site.name ?? site.place.host,
      }
      return
    }
  }
  for (const answer of allAnswers(site)) {
    const title =
      /<title[^>]{0,40}>([^<]{0,120}\b(?:admin(?:istration|istrator)?|management|control panel|console)\b[^<]{0,80})</i.exec(
        answer.body.slice(0, 16_384),
      )?.[1]
    if (answer.status === 200 && title !== undefined && signInOf(answer) !== undefined) {
      yield {
        evidence: `${answer.url}: title “${quote(title, 80)}” with a sign-in`,
        shownBy: site.name ?? site.place.host,
      }
      return
    }
  }
}

function signInOf(answer: HttpAnswer): string | undefined {
  if (answer.status === 401) return headerOf(answer, 'www-authenticate')
  return answer.status === 200
    ? /<input[^>]{0,300}\btype\s{0,4}=\s{0,4}["']?password[^>]{0,60}/i.exec(answer.body)?.[0]
    : undefined
}
