import type { Claim } from '../rule.ts'
import { cookie, header, poweredBy, tell, title } from './write-rule.ts'

type Known = Omit<Claim, 'product'> & { confidence?: number }

/** Titles that products give their own front page; nobody else's page is called so. */
const titles: readonly [id: string, pattern: RegExp, product: string, known: Known][] = [
  ['confluence', /(?:^| - )Confluence$/, 'Confluence', { vendor: 'Atlassian', cpe: 'a:atlassian:confluence_server' }],
  ['argo-cd', /^Argo CD$/, 'Argo CD', { vendor: 'Argo', cpe: 'a:argoproj:argo_cd' }],
  ['minio', /^MinIO (?:Console|Browser)$/, 'MinIO', { vendor: 'MinIO', cpe: 'a:minio:minio' }],
  ['adminer', /(?:^| - )Adminer$/, 'Adminer', { vendor: 'Adminer', cpe: 'a:adminer:adminer' }],
  [
    'prtg',
    /\bPRTG Network Monitor\b/,
    'PRTG Network Monitor',
    { vendor: 'Paessler', cpe: 'a:paessler:prtg_network_monitor' },
  ],
  ['netbox', /(?:^|\| )NetBox$/, 'NetBox', { vendor: 'NetBox' }],
  ['odoo', /^Odoo$/, 'Odoo', { vendor: 'Odoo', cpe: 'a:odoo:odoo' }],
  ['mattermost', /^Mattermost$/, 'Mattermost', { vendor: 'Mattermost', cpe: 'a:mattermost:mattermost_server' }],
  ['alertmanager', /^Alertmanager$/, 'Alertmanager', { vendor: 'Prometheus', cpe: 'a:prometheus:alertmanager' }],
  ['fortigate', /\bFortiGate\b/, 'FortiOS', { vendor: 'Fortinet', cpe: 'o:fortinet:fortios' }],
  [
    'citrix-gateway',
    /^(?:Citrix|NetScaler) Gateway$/,
    'NetScaler Gateway',
    { vendor: 'Citrix', cpe: 'a:citrix:netscaler_gateway' },
  ],
  [
    'connect-secure',
    /\b(?:Ivanti|Pulse) Connect Secure\b/,
    'Connect Secure',
    { vendor: 'Ivanti', cpe: 'a:ivanti:connect_secure' },
  ],
  [
    'snx',
    /\bCheck Point SSL Network Extender\b/,
    'Check Point Gateway',
    { vendor: 'Check Point', cpe: 'o:checkpoint:gaia_os' },
  ],
  ['loadmaster', /\bLoadMaster\b/, 'LoadMaster', { vendor: 'Progress' }],
  ['barracuda', /^Barracuda (?:Web Application Firewall|Email Security Gateway)/, 'Barracuda', { vendor: 'Barracuda' }],
  ['sap-portal', /\bSAP NetWeaver Portal\b/, 'SAP NetWeaver', { vendor: 'SAP', cpe: 'a:sap:netweaver' }],
  [
    'oracle-access',
    /\bOracle Access Management\b/,
    'Oracle Access Manager',
    { vendor: 'Oracle', cpe: 'a:oracle:access_manager' },
  ],
  ['veeam-em', /^Veeam Backup Enterprise Manager/, 'Veeam Backup Enterprise Manager', { vendor: 'Veeam' }],
  ['filecloud', /^FileCloud\b/, 'FileCloud', { vendor: 'CodeLathe' }],
  ['pydio', /^Pydio(?: Cells)?$/, 'Pydio Cells', { vendor: 'Pydio', cpe: 'a:pydio:cells' }],
]

/** Names of cookies that products set before anybody signs in. */
const cookies: readonly [id: string, pattern: RegExp, product: string, known: Known][] = [
  ['grafana', /^grafana_session=/, 'Grafana', { vendor: 'Grafana', cpe: 'a:grafana:grafana' }],
  ['zabbix', /^zbx_session(?:id)?=/, 'Zabbix', { vendor: 'Zabbix', cpe: 'a:zabbix:zabbix' }],
  ['roundcube', /^roundcube_sessid=/, 'Roundcube', { vendor: 'Roundcube', cpe: 'a:roundcube:webmail' }],
]

/** What a front page tells before anybody signs in. */
export const frontPages = [
  ...titles.map(([id, pattern, product, known]) => tell(`front-${id}`, title, pattern, product, unversioned(known))),
  ...cookies.map(([id, pattern, product, known]) => tell(`cookie-${id}`, cookie, pattern, product, unversioned(known))),
  tell('magento-cache', header('x-magento-cache-debug'), /./, 'Magento', { vendor: 'Adobe', cpe: 'a:adobe:magento' }),
  tell('glassfish-powered', poweredBy, /\(GlassFish Server(?: Open Source Edition)? +([\d.]+)\)/, 'GlassFish', {
    vendor: 'Eclipse',
    cpe: 'a:eclipse:glassfish',
  }),
]

/** A title and a cookie have no version: groups are there to group. */
function unversioned(known: Known): Known {
  return { ...known, version: '' }
}
