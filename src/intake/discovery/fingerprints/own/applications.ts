import { exchangeRelease } from './exchange-builds.ts'
import { body, cookie, type Extra, generator, header, meta, page, server, tell, title } from './write-rule.ts'

/** Icons by the hash that search engines of the internet count them by. */
const favicons: readonly (readonly [product: string, hash: number, extra: Extra])[] = [
  ['Jenkins', 81586312, { vendor: 'Jenkins', cpe: 'a:jenkins:jenkins' }],
  ['Spring Boot', 116323821, { vendor: 'VMware', cpe: 'a:vmware:spring_boot' }],
  ['GitLab', 1278323681, { vendor: 'GitLab', cpe: 'a:gitlab:gitlab' }],
  ['Apache Tomcat', -297069493, { vendor: 'Apache', cpe: 'a:apache:tomcat' }],
  ['Confluence', -305179312, { vendor: 'Atlassian', cpe: 'a:atlassian:confluence_server' }],
  ['Grafana', 2123863676, { vendor: 'Grafana', cpe: 'a:grafana:grafana' }],
  ['phpMyAdmin', -1010568750, { vendor: 'phpMyAdmin', cpe: 'a:phpmyadmin:phpmyadmin' }],
  ['Kibana', -759754862, { vendor: 'Elastic', cpe: 'a:elastic:kibana' }],
  ['SonarQube', 1485257654, { vendor: 'SonarSource', cpe: 'a:sonarsource:sonarqube' }],
  ['FortiOS', 945408572, { vendor: 'Fortinet', cpe: 'o:fortinet:fortios' }],
  ['Roundcube', 976235259, { vendor: 'Roundcube', cpe: 'a:roundcube:webmail' }],
  ['Zabbix', 892542951, { vendor: 'Zabbix', cpe: 'a:zabbix:zabbix' }],
]

/** Content management, wikis, forges, build servers, dashboards, mail and file sharing: what people put behind a web server. */
export const applications = [
  tell('wordpress', generator, /^WordPress ?([\d.]+)?/i, 'WordPress', {
    vendor: 'WordPress',
    cpe: 'a:wordpress:wordpress',
  }),
  tell('wordpress-api', header('link'), /rel="https:\/\/api\.w\.org\/"/, 'WordPress', {
    vendor: 'WordPress',
    cpe: 'a:wordpress:wordpress',
  }),
  tell('wordpress-body', body, /\/wp-(?:content|includes)\//, 'WordPress', {
    vendor: 'WordPress',
    cpe: 'a:wordpress:wordpress',
    confidence: 80,
  }),
  tell('drupal', generator, /^Drupal (\d+(?:\.\d+)*)/i, 'Drupal', { vendor: 'Drupal', cpe: 'a:drupal:drupal' }),
  tell('drupal-header', header('x-generator'), /^Drupal (\d+(?:\.\d+)*)/i, 'Drupal', {
    vendor: 'Drupal',
    cpe: 'a:drupal:drupal',
  }),
  tell('drupal-cache', header('x-drupal-cache'), /./, 'Drupal', { vendor: 'Drupal', cpe: 'a:drupal:drupal' }),
  tell('drupal-changelog', page('/CHANGELOG.txt'), /^\s*Drupal ([\d.]+), \d{4}-\d\d-\d\d/m, 'Drupal', {
    vendor: 'Drupal',
    cpe: 'a:drupal:drupal',
  }),
  tell('drupal-core-changelog', page('/core/CHANGELOG.txt'), /^\s*Drupal ([\d.]+), \d{4}-\d\d-\d\d/m, 'Drupal', {
    vendor: 'Drupal',
    cpe: 'a:drupal:drupal',
  }),
  tell('joomla', generator, /^Joomla!?(?: ([\d.]+))?/i, 'Joomla!', { vendor: 'Joomla', cpe: 'a:joomla:joomla!' }),
  tell(
    'joomla-manifest',
    page('/administrator/manifests/files/joomla.xml'),
    /<version>([\d.]+)<\/version>/,
    'Joomla!',
    { vendor: 'Joomla', cpe: 'a:joomla:joomla!' },
  ),
  tell('typo3', generator, /^TYPO3(?: CMS)?(?: ([\d.]+))?/i, 'TYPO3', { vendor: 'TYPO3', cpe: 'a:typo3:typo3' }),
  tell('ghost', generator, /^Ghost(?: ([\d.]+))?/, 'Ghost', { vendor: 'Ghost', cpe: 'a:ghost:ghost' }),
  tell('hugo', generator, /^Hugo ([\d.]+)/, 'Hugo', { vendor: 'Hugo', cpe: 'a:gohugo:hugo' }),
  tell('jekyll', generator, /^Jekyll(?: v([\d.]+))?/, 'Jekyll', { vendor: 'Jekyll', cpe: 'a:jekyllrb:jekyll' }),
  tell('mediawiki', generator, /^MediaWiki ([\d.]+)/, 'MediaWiki', {
    vendor: 'MediaWiki',
    cpe: 'a:mediawiki:mediawiki',
  }),
  tell('dokuwiki', generator, /^DokuWiki/, 'DokuWiki', { vendor: 'DokuWiki', cpe: 'a:dokuwiki:dokuwiki' }),
  tell('moodle', body, /<meta name="keywords" content="moodle,/, 'Moodle', {
    vendor: 'Moodle',
    cpe: 'a:moodle:moodle',
  }),
  tell('prestashop', generator, /^PrestaShop/, 'PrestaShop', { vendor: 'PrestaShop', cpe: 'a:prestashop:prestashop' }),
  tell('magento', page('/magento_version'), /^Magento\/([\d.]+)/, 'Magento', {
    vendor: 'Adobe',
    cpe: 'a:adobe:magento',
  }),
  tell('concrete', generator, /^concrete5(?: - ([\d.]+))?/, 'Concrete CMS', {
    vendor: 'Concrete CMS',
    cpe: 'a:concretecms:concrete_cms',
  }),
  tell('wiki-js', body, /<title>[^<]{0,60}\| Wiki\.js<\/title>/, 'Wiki.js', {
    vendor: 'Requarks',
    cpe: 'a:requarks:wiki.js',
  }),
  tell('bookstack', body, /<title>BookStack<\/title>|bookstack-logo/i, 'BookStack', {
    vendor: 'BookStack',
    cpe: 'a:bookstackapp:bookstack',
  }),
  tell('confluence', meta('ajs-version-number'), /^(\d[\d.]*)/, 'Confluence', {
    vendor: 'Atlassian',
    cpe: 'a:atlassian:confluence_server',
  }),
  tell('confluence-footer', body, /Atlassian Confluence<\/a> (?:<span[^>]{0,80}>)?(\d[\d.]*)/, 'Confluence', {
    vendor: 'Atlassian',
    cpe: 'a:atlassian:confluence_server',
  }),
  tell('confluence-header', header('x-confluence-request-time'), /^\d/, 'Confluence', {
    vendor: 'Atlassian',
    cpe: 'a:atlassian:confluence_server',
  }),
  tell('jira', body, /<meta name="application-name" content="JIRA" data-name="jira" data-version="([\d.]+)/, 'Jira', {
    vendor: 'Atlassian',
    cpe: 'a:atlassian:jira_server',
  }),
  tell('jira-info', page('/rest/api/2/serverInfo'), /"version":"([\d.]+)","versionNumbers"/, 'Jira', {
    vendor: 'Atlassian',
    cpe: 'a:atlassian:jira_server',
  }),
  tell(
    'bitbucket',
    body,
    /<meta name="application-name" content="Bitbucket"|Atlassian Bitbucket(?: <span[^>]{0,80}>v([\d.]+))?/,
    'Bitbucket',
    { vendor: 'Atlassian', cpe: 'a:atlassian:bitbucket' },
  ),
  tell('bamboo', body, /Atlassian Bamboo<\/a> version ([\d.]+)/, 'Bamboo', {
    vendor: 'Atlassian',
    cpe: 'a:atlassian:bamboo',
  }),
  tell('crowd', body, /<title>Atlassian Crowd[^<]{0,60}/, 'Crowd', { vendor: 'Atlassian', cpe: 'a:atlassian:crowd' }),
  tell('jenkins', header('x-jenkins'), /^(\d+\.\d+\.\d+)/, 'Jenkins', {
    vendor: 'Jenkins',
    cpe: 'a:jenkins:jenkins',
    cpeEdition: 'lts',
    confidence: 97,
  }),
  tell('jenkins-weekly', header('x-jenkins'), /^(\d+\.\d+)$/, 'Jenkins', {
    vendor: 'Jenkins',
    cpe: 'a:jenkins:jenkins',
  }),
  tell('jenkins-body', body, /<title>[^<]{0,60}\[Jenkins\]<\/title>/, 'Jenkins', {
    vendor: 'Jenkins',
    cpe: 'a:jenkins:jenkins',
  }),
  tell('gitlab-version', page('/api/v4/version'), /"version":"([\d.]+)(?:-ee|-ce)?[^"]{0,20}","revision"/, 'GitLab', {
    vendor: 'GitLab',
    cpe: 'a:gitlab:gitlab',
  }),
  tell(
    'gitlab-help',
    page('/help'),
    /GitLab Community Edition\s{0,20}(?:<[^>]{0,120}>\s{0,20}){0,4}v?([\d.]+)/,
    'GitLab',
    { vendor: 'GitLab', cpe: 'a:gitlab:gitlab', cpeEdition: 'community' },
  ),
  tell(
    'gitlab-help-ee',
    page('/help'),
    /GitLab Enterprise Edition\s{0,20}(?:<[^>]{0,120}>\s{0,20}){0,4}v?([\d.]+)/,
    'GitLab',
    { vendor: 'GitLab', cpe: 'a:gitlab:gitlab', cpeEdition: 'enterprise' },
  ),
  tell('gitlab-cookie', cookie, /^_gitlab_session=/, 'GitLab', { vendor: 'GitLab', cpe: 'a:gitlab:gitlab' }),
  tell('gitlab-title', meta('og:site_name'), /^GitLab$/, 'GitLab', { vendor: 'GitLab', cpe: 'a:gitlab:gitlab' }),
  tell(
    'gitea',
    body,
    /Powered by Gitea\s{0,20}(?:Version:)?\s{0,20}v?([\d.]+)?|<meta name="author" content="Gitea/,
    'Gitea',
    { vendor: 'Gitea', cpe: 'a:gitea:gitea' },
  ),
  tell('gitea-version', page('/api/v1/version'), /^\{"version":"([\d.]+)/, 'Gitea', {
    vendor: 'Gitea',
    cpe: 'a:gitea:gitea',
    confidence: 75,
  }),
  tell('forgejo', meta('author'), /^Forgejo/, 'Forgejo', { vendor: 'Forgejo', cpe: 'a:forgejo:forgejo' }),
  tell('gogs', meta('author'), /^Gogs/, 'Gogs', { vendor: 'Gogs', cpe: 'a:gogs:gogs' }),
  tell(
    'teamcity',
    body,
    /TeamCity(?:<\/a>)? (?:Professional |Enterprise )?(?:Version )?([\d.]+) ?\(build \d+\)/,
    'TeamCity',
    { vendor: 'JetBrains', cpe: 'a:jetbrains:teamcity' },
  ),
  tell('youtrack', title, /^YouTrack/, 'YouTrack', { vendor: 'JetBrains', cpe: 'a:jetbrains:youtrack' }),
  tell('sonarqube', page('/api/server/version'), /^(\d+\.\d+[\d.]*)$/, 'SonarQube', {
    vendor: 'SonarSource',
    cpe: 'a:sonarsource:sonarqube',
    confidence: 80,
  }),
  tell('sonarqube-title', title, /^(?:Sign in - )?SonarQube/, 'SonarQube', {
    vendor: 'SonarSource',
    cpe: 'a:sonarsource:sonarqube',
  }),
  tell('nexus-title', title, /^(?:Sonatype )?Nexus Repository(?: Manager)?$/, 'Nexus Repository', {
    vendor: 'Sonatype',
    cpe: 'a:sonatype:nexus_repository_manager',
  }),
  tell('nexus', server, /^Nexus\/([\d.]+)/, 'Nexus Repository', {
    vendor: 'Sonatype',
    cpe: 'a:sonatype:nexus_repository_manager',
  }),
  tell('artifactory', server, /^Artifactory\/([\d.]+)/, 'Artifactory', { vendor: 'JFrog', cpe: 'a:jfrog:artifactory' }),
  tell('argo-cd', page('/api/version'), /"Version":"v([\d.]+)\+/, 'Argo CD', {
    vendor: 'Argo',
    cpe: 'a:argoproj:argo_cd',
  }),
  tell('harbor', page('/api/v2.0/systeminfo'), /"harbor_version":"v([\d.]+)/, 'Harbor', {
    vendor: 'Linux Foundation',
    cpe: 'a:linuxfoundation:harbor',
  }),
  tell('grafana', body, /"buildInfo":\{[^}]{0,400}"version":"([\d.]+)(?:[-+][\w.]+)?"/, 'Grafana', {
    vendor: 'Grafana',
    cpe: 'a:grafana:grafana',
  }),
  tell('grafana-health', page('/api/health'), /"database": ?"ok",\s{0,8}"version": ?"([\d.]+)/, 'Grafana', {
    vendor: 'Grafana',
    cpe: 'a:grafana:grafana',
  }),
  tell('grafana-settings', page('/api/frontend/settings'), /"buildInfo":\{[^}]{0,400}"version":"([\d.]+)/, 'Grafana', {
    vendor: 'Grafana',
    cpe: 'a:grafana:grafana',
  }),
  tell('grafana-title', title, /^Grafana$/, 'Grafana', { vendor: 'Grafana', cpe: 'a:grafana:grafana' }),
  tell('kibana', header('kbn-version'), /^([\d.]+)/, 'Kibana', { vendor: 'Elastic', cpe: 'a:elastic:kibana' }),
  tell('kibana-name', header('kbn-name'), /./, 'Kibana', { vendor: 'Elastic', cpe: 'a:elastic:kibana' }),
  tell('kibana-status', page('/api/status'), /"version":\{"number":"([\d.]+)","build_hash"/, 'Kibana', {
    vendor: 'Elastic',
    cpe: 'a:elastic:kibana',
  }),
  tell('zabbix', body, /Zabbix ([\d.]+)\. (?:Copyright|©|&copy;)|<title>[^<]{0,60}Zabbix<\/title>/, 'Zabbix', {
    vendor: 'Zabbix',
    cpe: 'a:zabbix:zabbix',
  }),
  tell('nagios', title, /^Nagios(?: (?:Core|XI))?/, 'Nagios', { vendor: 'Nagios', cpe: 'a:nagios:nagios' }),
  tell('icinga', title, /^Icinga Web/, 'Icinga Web', { vendor: 'Icinga', cpe: 'a:icinga:icinga_web_2' }),
  tell('cacti', body, /<title>Login to Cacti<\/title>/, 'Cacti', { vendor: 'Cacti', cpe: 'a:cacti:cacti' }),
  tell('uptime-kuma', title, /^Uptime Kuma/, 'Uptime Kuma', {
    vendor: 'Uptime Kuma',
    cpe: 'a:uptime-kuma_project:uptime_kuma',
  }),
  tell('netdata', server, /^Netdata Embedded HTTP Server v?([\d.]+)/i, 'Netdata', {
    vendor: 'Netdata',
    cpe: 'a:netdata:netdata',
  }),
  tell('graylog', title, /^Graylog Web Interface/, 'Graylog', { vendor: 'Graylog', cpe: 'a:graylog:graylog' }),
  tell('splunk', server, /^Splunkd/, 'Splunk', { vendor: 'Splunk', cpe: 'a:splunk:splunk' }),
  tell('splunk-body', body, /Splunk(?:&reg;|®)? ?(?:Enterprise)?[^<]{0,40}"version":"([\d.]+)/, 'Splunk', {
    vendor: 'Splunk',
    cpe: 'a:splunk:splunk',
  }),
  tell('superset', body, /<title>Superset<\/title>/, 'Apache Superset', { vendor: 'Apache', cpe: 'a:apache:superset' }),
  tell('metabase', body, /"version":\{"date":"[^"]{0,20}","tag":"v([\d.]+)"|<title>Metabase<\/title>/, 'Metabase', {
    vendor: 'Metabase',
    cpe: 'a:metabase:metabase',
  }),
  tell('airflow', title, /(?:Sign In - )?Airflow$/, 'Apache Airflow', { vendor: 'Apache', cpe: 'a:apache:airflow' }),
  tell('airflow-version', page('/api/v1/version'), /"version": ?"([\d.]+)/, 'Apache Airflow', {
    vendor: 'Apache',
    cpe: 'a:apache:airflow',
    confidence: 60,
  }),
  tell('phpmyadmin', body, /phpMyAdmin ([\d.]+)/, 'phpMyAdmin', {
    vendor: 'phpMyAdmin',
    cpe: 'a:phpmyadmin:phpmyadmin',
  }),
  tell('phpmyadmin-js', body, /PMA_VERSION:"([\d.]+)"/, 'phpMyAdmin', {
    vendor: 'phpMyAdmin',
    cpe: 'a:phpmyadmin:phpmyadmin',
  }),
  tell(
    'phpmyadmin-assets',
    body,
    /\b(?:phpMyAdmin|pmahomme)\b[\s\S]{0,1500}?\.(?:css|js|php)\?[^"'<> ]{0,80}\bv=(\d+\.\d+\.\d+)/i,
    'phpMyAdmin',
    { vendor: 'phpMyAdmin', cpe: 'a:phpmyadmin:phpmyadmin', confidence: 90 },
  ),
  tell('phpmyadmin-title', title, /phpMyAdmin/, 'phpMyAdmin', { vendor: 'phpMyAdmin', cpe: 'a:phpmyadmin:phpmyadmin' }),
  tell('phppgadmin', title, /phpPgAdmin/, 'phpPgAdmin', {
    vendor: 'phpPgAdmin',
    cpe: 'a:phppgadmin_project:phppgadmin',
  }),
  tell('pgadmin', title, /^pgAdmin 4/, 'pgAdmin', { vendor: 'pgAdmin', cpe: 'a:pgadmin:pgadmin_4' }),
  tell(
    'adminer',
    body,
    /<title>Login - Adminer<\/title>|Adminer<\/a> <span class=['"]version['"]>([\d.]+)/,
    'Adminer',
    { vendor: 'Adminer', cpe: 'a:adminer:adminer' },
  ),
  tell('webmin', server, /^MiniServ\/([\d.]+)/, 'Webmin', { vendor: 'Webmin', cpe: 'a:webmin:webmin' }),
  tell('cockpit', title, /^Cockpit$/, 'Cockpit', { vendor: 'Cockpit', cpe: 'a:cockpit-project:cockpit' }),
  tell('cpanel', title, /^cPanel(?: Login)?/, 'cPanel', { vendor: 'cPanel', cpe: 'a:cpanel:cpanel' }),
  tell('whm', title, /^WHM Login/, 'cPanel', { vendor: 'cPanel', cpe: 'a:cpanel:cpanel' }),
  tell('plesk-title', title, /^Plesk (?:Obsidian|Onyx)? ?([\d.]+)?/, 'Plesk', {
    vendor: 'Plesk',
    cpe: 'a:plesk:plesk',
  }),
  tell('proxmox', title, /Proxmox Virtual Environment/, 'Proxmox VE', {
    vendor: 'Proxmox',
    cpe: 'a:proxmox:virtual_environment',
  }),
  tell('portainer', title, /^Portainer/, 'Portainer', { vendor: 'Portainer', cpe: 'a:portainer:portainer' }),
  tell('portainer-status', page('/api/status'), /^\{"Version":"([\d.]+)","InstanceID"/, 'Portainer', {
    vendor: 'Portainer',
    cpe: 'a:portainer:portainer',
  }),
  tell('rancher', title, /^Rancher/, 'Rancher', { vendor: 'SUSE', cpe: 'a:suse:rancher' }),
  tell(
    'keycloak',
    body,
    /<title>Welcome to Keycloak<\/title>|\/resources\/[\w.]{3,20}\/(?:login|welcome)\/keycloak/,
    'Keycloak',
    { vendor: 'Red Hat', cpe: 'a:redhat:keycloak', version: '' },
  ),
  tell('vault', page('/v1/sys/health'), /"initialized":(?:true|false),"sealed".{0,300}"version":"([\d.]+)/, 'Vault', {
    vendor: 'HashiCorp',
    cpe: 'a:hashicorp:vault',
  }),
  tell('consul', page('/v1/agent/self'), /"Config":\{"Datacenter":[\s\S]{0,600}"Version":"([\d.]+)/, 'Consul', {
    vendor: 'HashiCorp',
    cpe: 'a:hashicorp:consul',
    confidence: 75,
  }),
  tell('nomad', title, /^Nomad$/, 'Nomad', { vendor: 'HashiCorp', cpe: 'a:hashicorp:nomad' }),
  tell('minio', server, /^MinIO/, 'MinIO', { vendor: 'MinIO', cpe: 'a:minio:minio' }),
  tell(
    'nextcloud',
    page('/status.php'),
    /"installed":true.{0,200}"versionstring":"([\d.]+)","edition":"[^"]*","productname":"Nextcloud"/,
    'Nextcloud',
    { vendor: 'Nextcloud', cpe: 'a:nextcloud:nextcloud_server' },
  ),
  tell(
    'owncloud',
    page('/status.php'),
    /"installed":true.{0,200}"versionstring":"([\d.]+)".{0,60}"productname":"ownCloud"/,
    'ownCloud',
    { vendor: 'ownCloud', cpe: 'a:owncloud:owncloud' },
  ),
  tell('roundcube', body, /rcversion":(\d+)|<title>Roundcube Webmail/, 'Roundcube', {
    vendor: 'Roundcube',
    cpe: 'a:roundcube:webmail',
    version: '',
  }),
  tell('zimbra', body, /<title>Zimbra[^<]{0,60}<\/title>/, 'Zimbra', {
    vendor: 'Synacor',
    cpe: 'a:zimbra:collaboration',
  }),
  tell('sogo', body, /<title>SOGo<\/title>/, 'SOGo', { vendor: 'Alinto', cpe: 'a:alinto:sogo' }),
  tell('horde', title, /Horde ::/, 'Horde', { vendor: 'Horde', cpe: 'a:horde:groupware' }),
  tell('mattermost', header('x-version-id'), /^(\d+\.\d+\.\d+)\./, 'Mattermost', {
    vendor: 'Mattermost',
    cpe: 'a:mattermost:mattermost_server',
  }),
  tell('rocket-chat', title, /^Rocket\.Chat/, 'Rocket.Chat', {
    vendor: 'Rocket.Chat',
    cpe: 'a:rocket.chat:rocket.chat',
  }),
  tell('discourse', generator, /^Discourse ([\d.]+)/, 'Discourse', {
    vendor: 'Discourse',
    cpe: 'a:discourse:discourse',
  }),
  tell('redmine', meta('description'), /^Redmine$/, 'Redmine', { vendor: 'Redmine', cpe: 'a:redmine:redmine' }),
  tell('glpi', title, /^GLPI/, 'GLPI', { vendor: 'GLPI', cpe: 'a:glpi-project:glpi' }),
  tell('odoo', generator, /^Odoo/, 'Odoo', { vendor: 'Odoo', cpe: 'a:odoo:odoo' }),
  tell('home-assistant', title, /^Home Assistant/, 'Home Assistant', {
    vendor: 'Home Assistant',
    cpe: 'a:home-assistant:home-assistant',
  }),
  tell('sharepoint', header('microsoftsharepointteamservices'), /^([\d.]+)/, 'SharePoint', {
    vendor: 'Microsoft',
    cpe: 'a:microsoft:sharepoint_server',
  }),
  tell('liferay', header('liferay-portal'), /Liferay (?:DXP|Portal)[^\d]*([\d.]+)?/, 'Liferay', {
    vendor: 'Liferay',
    cpe: 'a:liferay:liferay_portal',
  }),
  tell('solr', page('/solr/admin/info/system'), /"solr-spec-version":"([\d.]+)"/, 'Apache Solr', {
    vendor: 'Apache',
    cpe: 'a:apache:solr',
  }),
  tell('solr-title', title, /^Solr Admin/, 'Apache Solr', { vendor: 'Apache', cpe: 'a:apache:solr' }),
  tell('activemq', title, /^Apache ActiveMQ/, 'Apache ActiveMQ', { vendor: 'Apache', cpe: 'a:apache:activemq' }),
  tell('rabbitmq', title, /^RabbitMQ Management/, 'RabbitMQ', { vendor: 'VMware', cpe: 'a:vmware:rabbitmq' }),
  tell(
    'spark',
    body,
    /<title>Spark Master at|Spark (?:Master|Worker)[^<]{0,80}<span class="version"[^>]{0,60}>([\d.]+)/,
    'Apache Spark',
    { vendor: 'Apache', cpe: 'a:apache:spark' },
  ),
  tell('hadoop', page('/conf'), /<name>hadoop\./, 'Apache Hadoop', { vendor: 'Apache', cpe: 'a:apache:hadoop' }),
  tell('flink', title, /^Apache Flink/, 'Apache Flink', { vendor: 'Apache', cpe: 'a:apache:flink' }),
  tell('struts', body, /<title>Struts Problem Report<\/title>/, 'Apache Struts', {
    vendor: 'Apache',
    cpe: 'a:apache:struts',
  }),
  tell('laravel', cookie, /^laravel_session=/, 'Laravel', { vendor: 'Laravel', cpe: 'a:laravel:laravel' }),
  tell(
    'django-debug',
    body,
    /You're seeing this error because you have <code>DEBUG = True<\/code>[\s\S]{0,40}|Django Version:<\/th>\s{0,20}<td>([\d.]+)/,
    'Django',
    { vendor: 'Django', cpe: 'a:djangoproject:django' },
  ),
  tell('rails-session', cookie, /^_[a-z_]{2,40}_session=[\w%-]{40,}/, 'Ruby on Rails', {
    vendor: 'Rails',
    cpe: 'a:rubyonrails:rails',
    confidence: 40,
  }),
  tell('spring-whitelabel', body, /<h1>Whitelabel Error Page<\/h1>/, 'Spring Boot', {
    vendor: 'VMware',
    cpe: 'a:vmware:spring_boot',
  }),
  tell('swagger-ui', title, /^Swagger UI/, 'Swagger UI', { vendor: 'SmartBear', cpe: 'a:smartbear:swagger_ui' }),
  tell('exchange-owa', header('x-owa-version'), /^([\d.]+)/, 'Microsoft Exchange Server', {
    vendor: 'Microsoft',
    cpe: 'a:microsoft:exchange_server',
    cpeRelease: exchangeRelease,
  }),
  tell('exchange-assets', body, /\/owa\/(?:auth\/)?(\d{2}\.\d+\.\d+(?:\.\d+)?)\//, 'Microsoft Exchange Server', {
    vendor: 'Microsoft',
    cpe: 'a:microsoft:exchange_server',
    cpeRelease: exchangeRelease,
    confidence: 90,
  }),
  tell('adfs', body, /\/adfs\/portal\/css\/style\.css/, 'AD FS', { vendor: 'Microsoft' }),
  tell('openfire', title, /^Openfire Admin Console/, 'Openfire', {
    vendor: 'Ignite Realtime',
    cpe: 'a:igniterealtime:openfire',
  }),
  ...favicons.map(([product, hash, extra]) =>
    tell(`favicon-${hash}`, ['http.favicon'], new RegExp(`^${hash}$`), product, { ...extra, confidence: 75 }),
  ),
  tell('nomad-agent', page('/v1/agent/self'), /"Version":\{[^}]{0,200}"Version":"([\d.]+)/, 'Nomad', {
    vendor: 'HashiCorp',
    cpe: 'a:hashicorp:nomad',
  }),
  tell(
    'weblogic-console',
    page('/console/login/LoginForm.jsp'),
    /WebLogic Server Version: ([\d.]+)/,
    'WebLogic Server',
    { vendor: 'Oracle', cpe: 'a:oracle:weblogic_server' },
  ),
  tell('artifactory-version', page('/artifactory/api/system/version'), /"version" ?: ?"([\d.]+)"/, 'Artifactory', {
    vendor: 'JFrog',
    cpe: 'a:jfrog:artifactory',
  }),
  tell('activemq-realm', header('www-authenticate'), /realm="ActiveMQRealm"/, 'Apache ActiveMQ', {
    vendor: 'Apache',
    cpe: 'a:apache:activemq',
  }),
  tell('tomcat-manager', header('www-authenticate'), /realm="Tomcat Manager Application"/, 'Apache Tomcat', {
    vendor: 'Apache',
    cpe: 'a:apache:tomcat',
  }),
  tell('phpbb', body, /Powered by <a href="https:\/\/www\.phpbb\.com\/">phpBB<\/a>/, 'phpBB', {
    vendor: 'phpBB',
    cpe: 'a:phpbb:phpbb',
  }),
  tell('squirrelmail', body, /SquirrelMail version ([\d.]+)/, 'SquirrelMail', {
    vendor: 'SquirrelMail',
    cpe: 'a:squirrelmail:squirrelmail',
  }),
  tell('otrs', generator, /^OTRS ?([\d.]+)?/i, 'OTRS', { vendor: 'OTRS', cpe: 'a:otrs:otrs' }),
  tell('umami', title, /^umami/i, 'Umami', { vendor: 'Umami' }),
  tell('matomo', generator, /^(?:Matomo|Piwik)/, 'Matomo', { vendor: 'Matomo', cpe: 'a:matomo:matomo' }),
  tell('kibana-title', title, /^(?:Kibana|Elastic)$/, 'Kibana', { vendor: 'Elastic', cpe: 'a:elastic:kibana' }),
  tell(
    'wordpress-feed',
    page('/feed/'),
    /<generator>https:\/\/wordpress\.org\/\?v=([\d.]+)<\/generator>/,
    'WordPress',
    { vendor: 'WordPress', cpe: 'a:wordpress:wordpress' },
  ),
  tell('wordpress-readme', page('/readme.html'), /<title>WordPress (?:&rsaquo;|›) ReadMe<\/title>/, 'WordPress', {
    vendor: 'WordPress',
    cpe: 'a:wordpress:wordpress',
  }),
]
