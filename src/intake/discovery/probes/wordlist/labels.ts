/** Labels that organisations commonly give their hosts, written from what such hosts are for; grouped for the reader. */
const groups = {
  web: `www www1 www2 www3 ww1 web web1 web2 web3 web01 web02 web03 web-01 web-02 webserver website site sites home homepage
    portal portals start welcome landing lp page pages m mobile wap amp en de fr es it nl pl eu us uk ca au jp cn in br
    old old2 new new2 classic legacy archive archives next beta alpha preview demo demos sample samples showcase www-old
    www-new www-dev www-test www-staging web-old oldsite newsite oldwww newwww origin origin-www direct direct-connect cdn cdn1
    cdn2 cdn3 static static1 static2 static3 assets asset img img1 img2 image images media media1 media2 pics photo photos
    video videos stream streaming live tv radio podcast podcasts play player content contents cms wp wordpress drupal
    joomla typo3 magento blog blogs news newsroom press pr magazine stories story events event calendar webinar webinars
    campaign campaigns promo promos promotion offers offer deals shop shop1 shop2 shops store stores estore eshop webshop
    cart checkout order orders ordering buy catalog catalogue products product brand brands microsite go link links
    url short s l t r redirect click clicks track tracking tracker pixel analytics stats stat statistics metrics counter
    piwik matomo tag tags ads ad adserver adserv banner banners affiliate affiliates partner partners partnerportal reseller
    resellers dealer dealers distributor distributors supplier suppliers vendor vendors customer customers client clients
    member members membership community forum forums board boards chat social wiki wikis kb knowledge knowledgebase
    faq help helpdesk support supportportal servicedesk service services ticket tickets ticketing feedback survey surveys
    poll contact contacts about info information docs doc documentation document documents manual guide guides learn learning
    academy training elearning lms moodle courses course school education edu student students library lib research science
    career careers jobs job recruiting recruitment hiring hr people staff employee employees team teams investor investors ir
    sustainability foundation charity donate donation legal privacy compliance gdpr terms policy trust security secure status
    uptime health healthcheck search find maps map geo gis location locations store-locator booking bookings book reservation
    reservations travel hotel ticketshop pay payment payments paygate billing invoice invoices subscription subscriptions bank
    banking finance accounting ebanking trading market marketplace marketing crm sales presales loyalty rewards bonus club
    gift games game fun kids download downloads dl files file filer upload uploads share sharefile shared public pub drive
    cloud cloud1 box data dataroom vault transfer send sendfile exchange-files ftp ftp1 ftp2 ftps sftp tftp mirror mirrors
    repo repos repository rsync torrent apt yum packages package releases release`,
  api: `api api1 api2 api3 api-dev api-test api-staging api-prod api-v1 api-v2 api-v3 api-gateway apis apigw apigateway gateway gw
    gw1 gw2 gateway1 gateway2 rest soap graphql gql rpc grpc ws wss websocket websockets socket sockets realtime push notify
    notification notifications webhook webhooks hooks callback callbacks events-api openapi swagger developer developers dev-portal
    devportal sandbox playground integration integrations connect connector connectors edi b2b b2c soa esb bus broker middleware
    backend backend1 backend2 back frontend front be fe bff app app1 app2 app3 app4 app5 app01 app02 apps apps1 apps2 application
    applications appserver webapp webapps mobileapp mapi public-api internal-api partner-api auth-api data-api service-api
    services-api microservices ms svc svc1 svc2 worker workers job-runner runner runners task tasks queue scheduler cron batch etl
    core engine platform hub node node1 node2 node3 node01 node02 server server1 server2 server3 server01 server02 srv srv1 srv2
    srv3 srv01 srv02 host host1 host2 host3 host01 host02 vm vm1 vm2 vm3 vm01 vps vps1 vps2 vps3 ec2 box1 box2`,
  identity: `auth auth1 auth2 authn authz login logins signin signup signon logon register registration account accounts my myaccount
    profile profiles user users id identity identities idp idm iam sso sso1 sso2 saml oauth oauth2 oidc openid adfs adfs1 adfs2 sts
    fs federation cas keycloak okta ping pingfederate mfa 2fa otp totp radius radius1 radius2 tacacs kerberos kdc ldap ldap1 ldap2
    ldaps ad ad1 ad2 dc dc1 dc2 dc3 dc01 dc02 dc03 pdc bdc directory dir password passwords pwd pwreset reset passwd selfservice
    ssp pki ca ca1 ca2 subca rootca crl ocsp cert certs certificate certificates scep est enroll enrollment enterpriseenrollment
    enterpriseregistration keys key kms hsm secrets secret vault1 token tokens access accessportal`,
  mail: `mail mail1 mail2 mail3 mail4 mail01 mail02 mail-1 mail-2 mail-in mail-out email emails e-mail webmail webmail1 webmail2 web-mail
    owa outlook exchange exchange1 exchange2 exch ex ex1 ex2 ex01 autodiscover autoconfig activesync eas ews mx mx0 mx1 mx2 mx3 mx4 mx5
    mx01 mx02 mx03 mx10 mx-1 mx-2 mxs smtp smtp1 smtp2 smtp3 smtp01 smtp02 smtp-in smtp-out smtps smtprelay smtp-relay smtpauth relay
    relay1 relay2 mailrelay mail-relay mta mta1 mta2 mta3 mta01 mta-sts mailer mailers mailout mailin mailserver mailserver1 mailgw
    mailgate mailgateway mailhost mailhub mailbox mailboxes imap imap1 imap2 imap4 imaps pop pop1 pop2 pop3 pop3s pops inbound outbound
    in out spam antispam spamfilter quarantine mailscanner barracuda ironport proofpoint mimecast lists list listserv mailman sympa
    newsletter newsletters mailing mailings bounce bounces unsubscribe postfix zimbra roundcube horde squirrelmail sogo kopano
    groupware lotus notes domino imapmail secure-mail securemail encrypt pgp keyserver dmarc postmaster abuse hostmaster`,
  network: `ns ns0 ns1 ns2 ns3 ns4 ns5 ns6 ns01 ns02 ns11 ns12 dns dns0 dns1 dns2 dns3 dns4 dns01 dns02 dnsadmin resolver resolver1 resolver2
    nameserver hidden-primary ntp ntp1 ntp2 ntp3 time time1 time2 clock dhcp dhcp1 dhcp2 tftpd pxe ipam netbox vpn vpn1 vpn2 vpn3 vpn01
    vpn02 sslvpn ssl-vpn ssl openvpn ovpn wireguard wg ipsec l2tp pptp anyconnect globalprotect gp pulse forticlient fortigate forti
    remote remote1 remote2 remoteaccess remote-access ra rdp rds rdgateway rdweb ts ts1 ts2 terminal terminalserver citrix ctx xenapp
    xendesktop storefront netscaler workspace horizon vdi view desktop desktops guacamole bastion bastion1 bastion2 jump jump1 jump2
    jumphost jumpbox jumpserver ssh ssh1 ssh2 shell console term telnet serial oob ilo idrac drac ipmi kvm kvm1 kvm2 bmc router
    router1 router2 rtr rtr1 rtr2 core1 core2 sw sw1 sw2 switch switch1 switch2 ap ap1 wifi wlan wireless guest guests guestwifi hotspot
    captive portal-wifi wlc unifi controller meraki firewall firewall1 firewall2 fw fw1 fw2 fw01 fw02 pfsense opnsense asa checkpoint
    waf proxy proxy1 proxy2 proxy01 squid wpad pac cache cache1 cache2 varnish reverse reverseproxy rp lb lb1 lb2 lb01 lb02 lb-1 lb-2
    loadbalancer balancer haproxy nginx traefik envoy ingress ingress1 edge edge1 edge2 edge3 edge01 edge02 border transit peering bgp
    lookingglass lg speedtest speed iperf ping pop0 dmz dmz1 lan wan net network noc netflow nat ext external int internal inside
    outside private local localhost office hq branch site1 site2 dr drsite failover ha vip vrrp anycast a b c d e f g h v4 v6 ipv4 ipv6
    gw-1 gw-2 ip mgmt management oam admin-net sdwan mpls voip voip1 voip2 sip sip1 sip2 sipproxy sbc sbc1 pbx pbx1 pbx2 asterisk
    freepbx 3cx phone phones tel telephony fax conference conf conferencing meet meeting meetings meet1 jitsi bbb zoom teams lync
    lyncdiscover lyncweb lyncaccess skype dialin av avedge wac turn stun turn1 xmpp jabber im irc matrix element mattermost rocket
    rocketchat slack zulip`,
  build: `dev dev1 dev2 dev3 dev01 dev02 devel develop development developer-portal test test1 test2 test3 test01 test02 testing tests testsite
    qa qa1 qa2 qa3 qas uat uat1 uat2 sit stage stage1 stage2 staging staging1 staging2 staging3 stg stg1 stg2 preprod pre-prod pre prep
    preproduction prod prod1 prod2 production live1 live2 int1 int2 acc accept acceptance lab labs lab1 lab2 poc pilot trial canary
    nightly edge-test sandbox1 sandbox2 sbx temp tmp scratch dummy example mock mocks stub git git1 git2 gitlab gitlab1 gitea gogs
    github bitbucket stash svn cvs hg mercurial scm code codes source src review reviews gerrit phabricator crucible fisheye
    sourcegraph ci ci1 ci2 cicd cd build build1 build2 builds builder buildbot jenkins jenkins1 jenkins2 jenkins-dev hudson bamboo
    teamcity travis drone concourse gocd argo argocd argo-cd spinnaker flux tekton octopus deploy deployment deployments rundeck
    awx tower ansible puppet puppetdb foreman chef salt saltmaster terraform atlantis consul nomad packer vagrant docker docker1
    docker2 registry registry1 registry2 harbor quay hub-docker containers container k8s k8s1 k8s2 kube kubernetes kubeapi kube-api
    api-k8s k8s-api k3s rke rancher openshift okd ocp cluster cluster1 cluster2 master master1 master2 mesos marathon swarm portainer
    lens nexus nexus1 artifactory artifacts artifact maven npm pypi nuget proget sonar sonarqube quality selenium grid cypress
    jira jira1 jira2 jira-dev confluence confluence1 issues issue bugs bugzilla bugtracker mantis redmine trac youtrack tracker1 agile
    scrum kanban trello project projects pm planning plan roadmap crowd pipeline pipelines rnd research-dev engineering eng devops
    devtools tools tool toolbox swdev software release-notes changelog`,
  data: `db db1 db2 db3 db4 db01 db02 db03 db-1 db-2 database database1 database2 databases dbserver dbadmin dbs sql sql1 sql2 sql01 sql02
    sqlserver mssql mssql1 mysql mysql1 mysql2 mysql3 mysql01 mysql02 mariadb galera percona pma phpmyadmin adminer postgres postgres1
    postgresql pg pg1 pg2 pgsql pgadmin pgbouncer oracle ora ora1 oem db2 sybase informix mongo mongo1 mongo2 mongodb couchdb couchbase
    cassandra scylla redis redis1 redis2 memcache memcached memcache1 elastic elastic1 elastic2 elasticsearch es es1 es2 es3 opensearch
    kibana kibana1 logstash solr solr1 sphinx neo4j graphdb influx influxdb timescale clickhouse vertica druid presto trino hive hbase
    hadoop hdfs spark zookeeper zk zk1 kafka kafka1 kafka2 schema-registry rabbitmq rabbit rabbit1 mq mq1 mq2 mqtt mqtt1 mosquitto
    activemq amqp nats pulsar airflow nifi dagster dbt warehouse dwh datalake lake bigdata bi bi1 report reports reporting reportserver
    ssrs tableau tableau1 powerbi qlik qlikview looker superset metabase redash cognos crystal business-objects dashboards dashboard
    dash board1 insights insight ml ai llm gpt chatbot bot bots model models inference ollama vllm openai triton mlflow jupyter
    jupyterhub notebook notebooks rstudio datascience gpu gpu1 gpu2 hpc slurm render nas nas1 nas2 san san1 storage storage1 storage2
    store1 s3 minio ceph gluster nfs cifs smb samba fileserver fileserver1 fileserver2 fs1 fs2 fs01 backup backup1 backup2 backups bkp
    bak veeam bacula bareos borg restore snapshot snapshots tape archive1 archive2 webdav dav nextcloud owncloud seafile dropbox
    sharepoint sharepoint1 sp onedrive alfresco dms ecm edms paperless docuware opentext`,
  operations: `admin admin1 admin2 administrator administration adm admins backoffice back-office bo office1 cpanel whm plesk webmin directadmin ispconfig
    panel panel1 control controlpanel cp manage manager management1 mgr mgmt1 console1 ops operations noc1 soc siem splunk splunk1 qradar
    arcsight graylog graylog1 log logs log1 log2 logger logging syslog syslog1 loki fluentd sentry sentry1 bugsnag newrelic datadog apm
    monitor monitor1 monitor2 monitoring mon mon1 mon2 nagios nagios1 icinga icinga2 zabbix zabbix1 prtg cacti munin observium librenms
    centreon checkmk opennms solarwinds orion ganglia graphite grafana grafana1 grafana2 prometheus prometheus1 prom alertmanager alerts
    alert thanos jaeger zipkin tempo tracing kiali netdata nagiosxi smokeping weathermap inventory glpi snipeit assets-mgmt asset-mgmt cmdb
    itop otrs zammad servicenow freshdesk zendesk osticket itsm itil change wsus sccm mdt kms1 intune mdm mdm1 airwatch jamf epo av1
    antivirus antivirus1 kaspersky sophos symantec eset defender scanner scan nessus openvas qualys rapid7 nexpose vuln honeypot ids ips
    snort suricata wazuh ossec edr esxi esxi1 esxi2 esx esx1 esx2 vcenter vcenter1 vcsa vsphere vmware vcloud hyperv hyper-v proxmox pve
    pve1 pve2 xen xen1 openstack horizon1 nova keystone swift cinder ovirt rhev nutanix prism cockpit print printer printer1 printers
    printserver cups scan1 scanner1 copier ups ups1 pdu pdu1 hvac bms scada plc hmi iot iot1 sensor sensors camera camera1 cameras cam
    cam1 cam2 cctv dvr nvr nvr1 vms door badge access-control alarm parking`,
  business: `intranet intranet1 intranet2 extranet extranet1 erp erp1 erp2 sap sap1 sap2 sapgw saprouter fiori s4hana hana netweaver navision nav
    dynamics d365 ax oracle-erp peoplesoft psoft jde jdedwards baan odoo openerp dolibarr netsuite workday successfactors payroll timesheet
    timesheets time-tracking timetracking expenses expense travel1 procurement purchase purchasing ariba tender tenders bid bids contract
    contracts esign sign signature docusign crm1 crm2 salesforce sugarcrm suitecrm hubspot zoho vtiger mautic pardot eloqua marketo
    callcenter contactcenter pos pos1 retail logistics logistic shipping shipment shipments tms wms warehouse1 delivery fleet dispatch
    production1 factory plant plant1 mes plm cad pdm quality1 qms lims ehs facility facilities estate property insurance claims claim quote
    quotes pricing price prices tariff broker1 brokers agent agents treasury audit risk board-portal boardroom gov grc ethics whistleblower
    speakup hotline group global corp corporate company holding international europe asia apac emea latam americas africa london paris
    berlin newyork ny la sf tokyo singapore sydney dublin frankfurt amsterdam madrid milan rome zurich vienna munich hamburg north south
    east west central regional national region1 region2 zone1 zone2 az1 az2 aws azure gcp google ibm hetzner ovh digitalocean heroku
    firebase netlify vercel pages1 s3-bucket bucket files1 files2 filetransfer mft moveit goanywhere aspera kiteworks accellion`,
} as const

/** Every label once, common ones of each kind first. */
export const commonLabels: readonly string[] = [
  ...new Set(Object.values(groups).flatMap((group) => group.split(/\s+/).filter((label) => label !== ''))),
]
