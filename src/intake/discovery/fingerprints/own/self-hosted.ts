import { body, cookie, header, meta, page, poweredBy, server, tell, title } from './write-rule.ts'

/**
 * What teams run for themselves beside the well-known: sign-in servers, build and delivery, monitoring, data platforms,
 * security tools and AI front ends. Told by their titles, headers and what their API says without a sign-in.
 */
export const selfHosted = [
  // Sign-in.
  tell(
    'keycloak-title',
    title,
    /^(?:Welcome to Keycloak|Keycloak (?:Administration|Admin) (?:Console|UI))/,
    'Keycloak',
    keycloak(),
  ),
  tell('keycloak-theme', body, /\/resources\/[\w.-]{3,20}\/(?:login|welcome|admin)\/keycloak/, 'Keycloak', keycloak()),
  tell(
    'keycloak-realm',
    page('/realms/master'),
    /"realm" ?: ?"master"[\s\S]{0,2000}"token-service"/,
    'Keycloak',
    keycloak(),
  ),
  tell('keycloak-cookie', cookie, /^KC_RESTART=/, 'Keycloak', keycloak()),
  tell('authentik', poweredBy, /^authentik/, 'authentik', { vendor: 'goauthentik', cpe: 'a:goauthentik:authentik' }),
  tell('authelia', title, /\bAuthelia$/, 'Authelia', { vendor: 'Authelia', cpe: 'a:authelia:authelia' }),
  tell('zitadel', title, /^ZITADEL\b/, 'ZITADEL', { vendor: 'ZITADEL', cpe: 'a:zitadel:zitadel' }),
  tell('vaultwarden', title, /^Vaultwarden\b/, 'Vaultwarden', { cpe: 'a:dani-garcia:vaultwarden' }),
  tell('bitwarden', title, /^Bitwarden [Ww]eb/, 'Bitwarden', { vendor: 'Bitwarden', cpe: 'a:bitwarden:server' }),
  tell('passbolt', title, /^Passbolt\b/, 'Passbolt', { vendor: 'Passbolt', cpe: 'a:passbolt:passbolt_api' }),
  // Files and groupware.
  tell('nextcloud-title', title, /\bNextcloud$/, 'Nextcloud', {
    vendor: 'Nextcloud',
    cpe: 'a:nextcloud:nextcloud_server',
  }),
  tell('seafile', meta('application-name'), /^Seafile/, 'Seafile', {
    vendor: 'Seafile',
    cpe: 'a:seafile:seafile_server',
  }),
  tell('mailcow', title, /^mailcow UI/, 'mailcow', { cpe: 'a:mailcow:mailcow\\:_dockerized' }),
  tell(
    'jellyfin',
    page('/System/Info/Public'),
    /"Version":"([\d.]+)"[\s\S]{0,120}"ProductName":"Jellyfin/,
    'Jellyfin',
    jellyfin(),
  ),
  tell('jellyfin-title', title, /^Jellyfin$/, 'Jellyfin', jellyfin()),
  tell('emby', page('/System/Info/Public'), /"ServerName":[\s\S]{0,120}"Version":"(4\.[\d.]+)"/, 'Emby', {
    vendor: 'Emby',
    cpe: 'a:emby:emby',
  }),
  tell('plex', header('x-plex-protocol'), /./, 'Plex Media Server', { vendor: 'Plex', cpe: 'a:plex:media_server' }),
  tell('pi-hole', header('x-pi-hole'), /./, 'Pi-hole', { vendor: 'Pi-hole', cpe: 'a:pi-hole:pi-hole' }),
  tell('adguard-home', title, /^AdGuard Home$/, 'AdGuard Home', { vendor: 'AdGuard', cpe: 'a:adguard:adguardhome' }),
  // Build and delivery.
  tell('teamcity-node', header('teamcity-node-id'), /./, 'TeamCity', teamcity()),
  tell(
    'teamcity-version',
    body,
    /TeamCity[\s\S]{0,160}Version(?:<\/span>)?\s{0,4}(\d{4}\.\d{1,2}(?:\.\d{1,2})?)/,
    'TeamCity',
    teamcity(),
  ),
  tell('teamcity-title', title, /^Log in to TeamCity/, 'TeamCity', teamcity()),
  tell('bitbucket-meta', meta('application-name'), /^Bitbucket$/, 'Bitbucket', bitbucket()),
  tell('bitbucket-footer', body, /Atlassian Bitbucket <span[^>]{0,120}>v?([\d.]+)</, 'Bitbucket', bitbucket()),
  tell('gerrit', title, /^Gerrit Code Review/, 'Gerrit', { vendor: 'Google', cpe: 'a:google:gerrit' }),
  tell('drone', title, /^Drone(?: CI)?(?: \||$)/, 'Drone', { vendor: 'Drone', cpe: 'a:drone:drone' }),
  tell('octopus', title, /^Octopus(?: Deploy| Server)/, 'Octopus Deploy', {
    vendor: 'Octopus',
    cpe: 'a:octopus:octopus_server',
  }),
  tell('rundeck', title, /^Rundeck\b/, 'Rundeck', { vendor: 'PagerDuty', cpe: 'a:pagerduty:rundeck' }),
  tell('awx', title, /^(?:Ansible )?AWX$/, 'AWX', { vendor: 'Ansible', cpe: 'a:redhat:awx' }),
  tell('concourse', title, /^Concourse$/, 'Concourse', { vendor: 'Concourse', cpe: 'a:pivotal_software:concourse' }),
  tell('buildbot', title, /^Buildbot\b/, 'Buildbot', { vendor: 'Buildbot', cpe: 'a:buildbot:buildbot' }),
  tell('verdaccio', title, /^Verdaccio\b/, 'Verdaccio', { vendor: 'Verdaccio', cpe: 'a:verdaccio:verdaccio' }),
  tell('selenium-grid', title, /^Selenium Grid/, 'Selenium Grid', {
    vendor: 'Selenium',
    cpe: 'a:selenium:selenium_grid',
  }),
  tell('selenium-status', body, /Selenium Grid ready[\s\S]{0,1500}"version" ?: ?"(\d+\.\d+\.\d+)/, 'Selenium Grid', {
    ...{ vendor: 'Selenium', cpe: 'a:selenium:selenium_grid' },
  }),
  // Monitoring and networks.
  tell('pushgateway-title', title, /^(?:Prometheus )?Pushgateway/, 'Prometheus pushgateway', {
    vendor: 'Prometheus',
    cpe: 'a:prometheus:pushgateway',
  }),
  tell('loki', page('/metrics'), /^loki_build_info\{[^}]{0,300}version="v?([\d.]+)/m, 'Grafana Loki', {
    vendor: 'Grafana',
    cpe: 'a:grafana:loki',
  }),
  tell('tempo', page('/metrics'), /^tempo_build_info\{[^}]{0,300}version="v?([\d.]+)/m, 'Grafana Tempo', {
    vendor: 'Grafana',
    cpe: 'a:grafana:tempo',
  }),
  tell('thanos', page('/metrics'), /^thanos_build_info\{[^}]{0,300}version="v?([\d.]+)/m, 'Thanos', {
    cpe: 'a:thanos:thanos',
  }),
  tell(
    'victoriametrics',
    page('/metrics'),
    /^vm_app_version\{[^}]{0,80}short_version="v?([\d.]+)/m,
    'VictoriaMetrics',
    victoria(),
  ),
  tell('victoriametrics-page', body, /<h2>(?:Single-node )?VictoriaMetrics/, 'VictoriaMetrics', victoria()),
  tell('librenms', title, /^LibreNMS\b/, 'LibreNMS', { vendor: 'LibreNMS', cpe: 'a:librenms:librenms' }),
  tell('prtg', server, /^PRTG\/([\d.]+)/, 'PRTG Network Monitor', {
    vendor: 'Paessler',
    cpe: 'a:paessler:prtg_network_monitor',
  }),
  tell('checkmk', title, /^Check(?:mk| MK)\b/, 'Checkmk', { vendor: 'Checkmk', cpe: 'a:checkmk:checkmk' }),
  tell('solarwinds', title, /^SolarWinds (?:Orion|Platform|Web Help Desk)/, 'SolarWinds Platform', {
    vendor: 'SolarWinds',
    cpe: 'a:solarwinds:orion_platform',
  }),
  tell('netbox', body, /NetBox (?:Community )?v(\d+\.\d+\.\d+)/, 'NetBox', {
    vendor: 'NetBox',
    cpe: 'a:netbox:netbox',
  }),
  tell('phpipam', title, /^phpIPAM\b|phpipam IP address management/i, 'phpIPAM', {
    vendor: 'phpIPAM',
    cpe: 'a:phpipam:phpipam',
  }),
  tell('sentry', title, /\bSentry$/, 'Sentry', { vendor: 'Sentry', cpe: 'a:sentry:sentry' }),
  // Data.
  tell('mongo-express', title, /\bMongo Express$/, 'mongo-express', { cpe: 'a:mongo-express_project:mongo-express' }),
  tell('redis-commander', title, /^Redis Commander/, 'Redis Commander', {
    cpe: 'a:redis_commander_project:redis_commander',
  }),
  tell('flower', title, /^(?:Celery )?Flower$/, 'Flower', { vendor: 'Celery', cpe: 'a:flower_project:flower' }),
  tell('zeppelin', title, /^Zeppelin$/, 'Apache Zeppelin', { vendor: 'Apache', cpe: 'a:apache:zeppelin' }),
  tell('druid', title, /^Apache Druid/, 'Apache Druid', { vendor: 'Apache', cpe: 'a:apache:druid' }),
  tell('nifi', title, /^NiFi(?: Login)?$/, 'Apache NiFi', { vendor: 'Apache', cpe: 'a:apache:nifi' }),
  tell('trino', page('/v1/info'), /"nodeVersion":\{"version":"(\d+)"\}/, 'Trino', {
    vendor: 'Trino',
    cpe: 'a:trino:trino',
  }),
  tell('hasura', title, /^(?:Login \| )?Hasura(?: Console)?$/, 'Hasura GraphQL Engine', {
    vendor: 'Hasura',
    cpe: 'a:hasura:graphql_engine',
  }),
  tell('directus', poweredBy, /^Directus/, 'Directus', { vendor: 'Monospace', cpe: 'a:monospace:directus' }),
  tell('strapi', poweredBy, /^Strapi/, 'Strapi', { vendor: 'Strapi', cpe: 'a:strapi:strapi' }),
  tell('craft', poweredBy, /Craft CMS/, 'Craft CMS', { vendor: 'Craft', cpe: 'a:craftcms:craft_cms' }),
  tell('meilisearch', page('/version'), /"commitSha":[\s\S]{0,160}"pkgVersion":"([\d.]+)/, 'Meilisearch', {
    vendor: 'Meilisearch',
    cpe: 'a:meilisearch:meilisearch',
  }),
  tell('cockroachdb', title, /^Cockroach Console/, 'CockroachDB', {
    vendor: 'Cockroach Labs',
    cpe: 'a:cockroachlabs:cockroachdb',
  }),
  tell('rethinkdb', title, /^RethinkDB Administration Console/, 'RethinkDB', {
    vendor: 'RethinkDB',
    cpe: 'a:rethinkdb:rethinkdb',
  }),
  tell('orientdb', server, /^OrientDB Server v\.?([\d.]+)/, 'OrientDB', {
    vendor: 'OrientDB',
    cpe: 'a:orientdb:orientdb',
  }),
  // Desks and business.
  tell('papercut', title, /^PaperCut (?:Login|NG|MF|Software)/, 'PaperCut', {
    vendor: 'PaperCut',
    cpe: 'a:papercut:papercut_ng',
  }),
  tell('goanywhere', title, /^GoAnywhere\b/, 'GoAnywhere MFT', {
    vendor: 'Fortra',
    cpe: 'a:fortra:goanywhere_managed_file_transfer',
  }),
  tell('zammad', title, /^Zammad\b/, 'Zammad', { vendor: 'Zammad', cpe: 'a:zammad:zammad' }),
  tell('osticket', meta('keywords'), /^osTicket\b/, 'osTicket', {
    vendor: 'Enhancesoft',
    cpe: 'a:enhancesoft:osticket',
  }),
  tell('dolibarr', title, /Dolibarr(?: ERP\/CRM)? ?(\d+\.\d+\.\d+)?/, 'Dolibarr', {
    vendor: 'Dolibarr',
    cpe: 'a:dolibarr:dolibarr_erp\\/crm',
  }),
  tell('erpnext', cookie, /^system_user=(?:yes|no)/, 'Frappe', {
    vendor: 'Frappe',
    cpe: 'a:frappe:frappe',
    confidence: 60,
  }),
  tell('openvpn-as', server, /^OpenVPN-AS/, 'OpenVPN Access Server', {
    vendor: 'OpenVPN',
    cpe: 'a:openvpn:openvpn_access_server',
  }),
  // Security.
  tell('gophish', title, /^Gophish\b/, 'Gophish', { vendor: 'Gophish', cpe: 'a:getgophish:gophish' }),
  tell('wazuh', title, /^Wazuh$/, 'Wazuh', { vendor: 'Wazuh', cpe: 'a:wazuh:wazuh' }),
  tell('thehive', title, /^TheHive\b/, 'TheHive', { vendor: 'StrangeBee', cpe: 'a:strangebee:thehive' }),
  tell('misp', title, /\bMISP$/, 'MISP', { vendor: 'MISP', cpe: 'a:misp:misp', confidence: 80 }),
  tell('defectdojo', title, /\bDefectDojo$/, 'DefectDojo', { vendor: 'DefectDojo', cpe: 'a:owasp:defectdojo' }),
  tell('dependency-track', title, /^Dependency-Track\b/, 'Dependency-Track', {
    vendor: 'OWASP',
    cpe: 'a:owasp:dependency-track',
  }),
  tell('velociraptor', title, /^Velociraptor\b/, 'Velociraptor', { vendor: 'Rapid7', cpe: 'a:rapid7:velociraptor' }),
  // AI.
  tell(
    'tei',
    page('/info'),
    /"model_id":"[\s\S]{0,600}"max_client_batch_size"[\s\S]{0,400}"version":"([\d.]+)/,
    'Text Embeddings Inference',
    { vendor: 'Hugging Face' },
  ),
  tell('langfuse', title, /^Langfuse$/, 'Langfuse', { vendor: 'Langfuse', cpe: 'a:langfuse:langfuse' }),
  tell('librechat', title, /^LibreChat$/, 'LibreChat', { cpe: 'a:librechat:librechat' }),
  tell('anythingllm', title, /^AnythingLLM\b/, 'AnythingLLM', {
    vendor: 'Mintplex Labs',
    cpe: 'a:mintplexlabs:anythingllm',
  }),
  tell('label-studio', title, /^Label Studio\b/, 'Label Studio', {
    vendor: 'HumanSignal',
    cpe: 'a:humansignal:label_studio',
  }),
  tell('xinference', title, /^Xinference$/i, 'Xinference', { vendor: 'Xorbits', cpe: 'a:xorbits:inference' }),
  tell('dagster', title, /^Dagster\b/, 'Dagster', { vendor: 'Dagster', cpe: 'a:dagster:dagster' }),
  tell('prefect', title, /^Prefect(?: Server)?$/, 'Prefect', { vendor: 'Prefect', cpe: 'a:prefect:prefect' }),
  tell('temporal', title, /^Temporal(?: UI)?$/, 'Temporal', { vendor: 'Temporal', cpe: 'a:temporal:temporal' }),
]

function keycloak() {
  return { vendor: 'Red Hat', cpe: 'a:redhat:keycloak' }
}
function jellyfin() {
  return { vendor: 'Jellyfin', cpe: 'a:jellyfin:jellyfin' }
}
function teamcity() {
  return { vendor: 'JetBrains', cpe: 'a:jetbrains:teamcity' }
}
function bitbucket() {
  return { vendor: 'Atlassian', cpe: 'a:atlassian:bitbucket' }
}
function victoria() {
  return { vendor: 'VictoriaMetrics', cpe: 'a:victoriametrics:victoriametrics' }
}
