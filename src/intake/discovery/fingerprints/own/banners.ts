import { body, type Place, tell } from './write-rule.ts'

const ssh: Place = ['ssh.banner']
const smtp: Place = ['smtp.banner']
const ftp: Place = ['ftp.banner']
const imap: Place = ['imap.banner']
const pop3: Place = ['pop3.banner']
const telnet: Place = ['telnet.banner']
const mysql: Place = ['mysql.version']
const dns: Place = ['dns.version']
const dovecot = { vendor: 'Dovecot', cpe: 'a:dovecot:dovecot' }
const openssh = { vendor: 'OpenBSD', cpe: 'a:openbsd:openssh', version: '$1$2', cpeVersion: '$1', cpeUpdate: '$2' }
const postgres = { vendor: 'PostgreSQL', cpe: 'a:postgresql:postgresql' }
const bind = { vendor: 'ISC', cpe: 'a:isc:bind' }

/** Services that are not web servers, by what they say when they are called. */
export const banners = [
  tell('openssh-debian', ssh, /^SSH-[\d.]+-OpenSSH_([\d.]+)(p\d+)? (?:Debian|Ubuntu)-/, 'OpenSSH', {
    ...openssh,
    purl: 'pkg:deb/$d/openssh-server@1%3A$v-$r',
    confidence: 98,
  }),
  tell('openssh', ssh, /^SSH-[\d.]+-OpenSSH_([\d.]+)(p\d+)?/, 'OpenSSH', openssh),
  tell('openssh-windows', ssh, /^SSH-[\d.]+-OpenSSH_for_Windows_([\d.]+)(p\d+)?/, 'OpenSSH', openssh),
  tell('dropbear', ssh, /^SSH-[\d.]+-dropbear(?:_([\d.]+))?/i, 'Dropbear sshd', {
    vendor: 'Dropbear',
    cpe: 'a:dropbear_ssh_project:dropbear_ssh',
  }),
  tell('libssh', ssh, /^SSH-[\d.]+-libssh[-_]([\d.]+)/, 'libssh', { vendor: 'libssh', cpe: 'a:libssh:libssh' }),
  tell('cisco-ssh', ssh, /^SSH-[\d.]+-Cisco-/, 'Cisco IOS sshd', { vendor: 'Cisco', cpe: 'o:cisco:ios' }),
  tell('rosssh', ssh, /^SSH-[\d.]+-ROSSSH/, 'RouterOS', { vendor: 'MikroTik', cpe: 'o:mikrotik:routeros' }),
  tell('mod-sftp', ssh, /^SSH-[\d.]+-mod_sftp(?:\/([\d.]+))?/, 'ProFTPD mod_sftp', {
    vendor: 'ProFTPD',
    cpe: 'a:proftpd:proftpd',
    version: '',
  }),
  tell('bitvise', ssh, /Bitvise SSH Server \(WinSSHD\) ([\d.]+)/, 'Bitvise SSH Server', {
    vendor: 'Bitvise',
    cpe: 'a:bitvise:winsshd',
  }),
  tell('wolfssh', ssh, /^SSH-[\d.]+-wolfSSHv?([\d.]+)/, 'wolfSSH', { vendor: 'wolfSSL', cpe: 'a:wolfssh:wolfssh' }),
  tell('erlang-ssh', ssh, /^SSH-[\d.]+-Erlang\/([\d.]+)/, 'Erlang SSH', {
    vendor: 'Erlang',
    cpe: 'a:erlang:erlang/otp',
    version: '$1',
  }),
  tell('go-ssh', ssh, /^SSH-[\d.]+-Go$/, 'Go SSH', { vendor: 'Go' }),
  tell('paramiko', ssh, /^SSH-[\d.]+-paramiko_([\d.]+)/, 'Paramiko', {
    vendor: 'Paramiko',
    cpe: 'a:paramiko:paramiko',
  }),
  tell('twisted-conch', ssh, /^SSH-[\d.]+-(?:Twisted|conch)[_/]?([\d.]+)?/i, 'Twisted Conch', {
    vendor: 'Twisted',
    cpe: 'a:twisted:twisted',
  }),
  tell('exim', smtp, /\bExim ([\d.]+)/, 'Exim', { vendor: 'Exim', cpe: 'a:exim:exim' }),
  tell('postfix', smtp, /\bPostfix\b(?: ?\(([\d.]+)\))?/, 'Postfix', { vendor: 'Postfix', cpe: 'a:postfix:postfix' }),
  tell('sendmail', smtp, /\bSendmail (\d[\d.]*)/, 'Sendmail', { vendor: 'Proofpoint', cpe: 'a:proofpoint:sendmail' }),
  tell('sendmail-bare', smtp, /\bSendmail\b/, 'Sendmail', { vendor: 'Proofpoint', cpe: 'a:proofpoint:sendmail' }),
  tell('exchange-smtp', smtp, /Microsoft ESMTP MAIL Service(?!, Version)/, 'Microsoft Exchange SMTP', {
    vendor: 'Microsoft',
    cpe: 'a:microsoft:exchange_server',
  }),
  tell('opensmtpd', smtp, /\bOpenSMTPD\b/, 'OpenSMTPD', { vendor: 'OpenBSD', cpe: 'a:opensmtpd:opensmtpd' }),
  tell('haraka', smtp, /\bHaraka(?:\/([\d.]+))?/, 'Haraka', { vendor: 'Haraka', cpe: 'a:haraka_project:haraka' }),
  tell('mailenable', smtp, /\bMailEnable Service, Version: ([\d.]+)/, 'MailEnable', {
    vendor: 'MailEnable',
    cpe: 'a:mailenable:mailenable',
  }),
  tell('hmailserver', smtp, /\bhMailServer\b/, 'hMailServer', { vendor: 'hMailServer' }),
  tell('qmail', smtp, /\bqmail\b/i, 'qmail', { vendor: 'qmail', cpe: 'a:netqmail:netqmail' }),
  tell('smtp-kerio', smtp, /Kerio Connect ([\d.]+)/, 'Kerio Connect', { vendor: 'GFI', cpe: 'a:kerio:kerio_connect' }),
  tell('mdaemon', smtp, /\bMDaemon ([\d.]+)/, 'MDaemon', { vendor: 'MDaemon', cpe: 'a:mdaemon:mdaemon' }),
  tell('zimbra-smtp', smtp, /\bZimbra\b/, 'Zimbra', { vendor: 'Synacor', cpe: 'a:zimbra:collaboration' }),
  tell('vsftpd', ftp, /\(vsFTPd ([\d.]+)\)/, 'vsftpd', { vendor: 'vsftpd', cpe: 'a:vsftpd_project:vsftpd' }),
  tell('proftpd', ftp, /\bProFTPD(?: (\d[\d.]*[a-z]?(?:rc\d)?))?/, 'ProFTPD', {
    vendor: 'ProFTPD',
    cpe: 'a:proftpd:proftpd',
  }),
  tell('pure-ftpd', ftp, /\bPure-FTPd\b/, 'Pure-FTPd', { vendor: 'Pure-FTPd', cpe: 'a:pureftpd:pure-ftpd' }),
  tell('filezilla', ftp, /FileZilla Server(?: version)? ([\d.]+)/, 'FileZilla Server', {
    vendor: 'FileZilla',
    cpe: 'a:filezilla-project:filezilla_server',
  }),
  tell('iis-ftp', ftp, /Microsoft FTP Service(?: \(Version ([\d.]+)\))?/, 'Microsoft FTP Service', {
    vendor: 'Microsoft',
    cpe: 'a:microsoft:internet_information_services',
  }),
  tell('serv-u', ftp, /Serv-U FTP Server v([\d.]+)/, 'Serv-U', { vendor: 'SolarWinds', cpe: 'a:solarwinds:serv-u' }),
  tell('wu-ftpd', ftp, /Version wu-([\d.]+)/, 'WU-FTPD', {
    vendor: 'Washington University',
    cpe: 'a:washington_university:wu-ftpd',
  }),
  tell('crushftp-ftp', ftp, /CrushFTP Server/, 'CrushFTP', { vendor: 'CrushFTP', cpe: 'a:crushftp:crushftp' }),
  tell('pyftpdlib', ftp, /\bpyftpdlib ([\d.]+)/, 'pyftpdlib', {
    vendor: 'pyftpdlib',
    cpe: 'a:pyftpdlib_project:pyftpdlib',
  }),
  tell('bftpd', ftp, /\bbftpd ([\d.]+)/, 'Bftpd', { vendor: 'Bftpd', cpe: 'a:bftpd_project:bftpd' }),
  tell('dovecot-imap', imap, /\bDovecot(?: \([^)]{1,40}\))? ready/, 'Dovecot', dovecot),
  tell('dovecot-pop3', pop3, /\bDovecot(?: \([^)]{1,40}\))? ready/, 'Dovecot', dovecot),
  tell('dovecot-id', ['imap.id'], /"name" "Dovecot"(?:[^)]{0,60}"version" "([\d.]+))?/, 'Dovecot', dovecot),
  tell('imap-id', ['imap.id'], /"name" "([^"]{2,60})"[^)]{0,200}"version" "([\d.]+)/, '$1', {
    version: '$2',
    confidence: 60,
  }),
  tell('courier', imap, /\bCourier-IMAP\b/, 'Courier IMAP', { vendor: 'Courier', cpe: 'a:courier-mta:courier-imap' }),
  tell('cyrus-imap', imap, /\bCyrus IMAP v?([\d.]+)/, 'Cyrus IMAP', { vendor: 'Cyrus', cpe: 'a:cyrus:cyrus_imap' }),
  tell('cyrus-pop3', pop3, /\bCyrus POP3 v?([\d.]+)/, 'Cyrus IMAP', { vendor: 'Cyrus', cpe: 'a:cyrus:cyrus_imap' }),
  tell('exchange-imap', imap, /Microsoft Exchange(?: Server (\d{4}))? IMAP4/, 'Microsoft Exchange Server', {
    vendor: 'Microsoft',
    cpe: 'a:microsoft:exchange_server',
  }),
  tell('exchange-pop3', pop3, /Microsoft Exchange(?: Server (\d{4}))? POP3/, 'Microsoft Exchange Server', {
    vendor: 'Microsoft',
    cpe: 'a:microsoft:exchange_server',
  }),
  tell('gmail-like', imap, /\bGimap ready/, 'Gmail', { vendor: 'Google' }),
  tell('cisco-telnet', telnet, /User Access Verification/, 'Cisco IOS telnetd', {
    vendor: 'Cisco',
    cpe: 'o:cisco:ios',
  }),
  tell('busybox-telnet', telnet, /\bBusyBox v([\d.]+)/, 'BusyBox', { vendor: 'BusyBox', cpe: 'a:busybox:busybox' }),
  tell('mikrotik-telnet', telnet, /\bMikroTik v([\d.]+)/, 'RouterOS', {
    vendor: 'MikroTik',
    cpe: 'o:mikrotik:routeros',
  }),
  tell('huawei-telnet', telnet, /\bHuawei\b/i, 'Huawei VRP', { vendor: 'Huawei' }),
  tell('windows-telnet', telnet, /Welcome to Microsoft Telnet Service/, 'Microsoft Telnet Service', {
    vendor: 'Microsoft',
  }),
  tell('mariadb-debian', mysql, /^(?:5\.5\.5-)?(\d+\.\d+\.\d+)-MariaDB-(?:1:[\d.]+-)?\S*(?:deb|ubuntu)/i, 'MariaDB', {
    vendor: 'MariaDB',
    cpe: 'a:mariadb:mariadb',
    purl: 'pkg:deb/$d/mariadb-server@1%3A$v-$r',
    confidence: 98,
  }),
  tell('mariadb', mysql, /^(?:5\.5\.5-)?(\d+\.\d+\.\d+)-MariaDB/i, 'MariaDB', {
    vendor: 'MariaDB',
    cpe: 'a:mariadb:mariadb',
  }),
  tell('percona', mysql, /^(\d+\.\d+\.\d+)-\d+(?:\.\d+)?(?:-log)?$/, 'Percona Server', {
    vendor: 'Percona',
    cpe: 'a:percona:percona_server',
    confidence: 60,
  }),
  tell('mysql', mysql, /^(?!5\.5\.5-\d|\S*MariaDB)(\d+\.\d+\.\d+)/i, 'MySQL', {
    vendor: 'Oracle',
    cpe: 'a:oracle:mysql',
  }),
  tell('mysql-error-mariadb', ['mysql.error'], /MariaDB server/, 'MariaDB', {
    vendor: 'MariaDB',
    cpe: 'a:mariadb:mariadb',
  }),
  tell('mysql-error', ['mysql.error'], /MySQL server/, 'MySQL', { vendor: 'Oracle', cpe: 'a:oracle:mysql' }),
  tell('redis', ['redis.info'], /^redis_version:([\d.]+)/m, 'Redis', { vendor: 'Redis', cpe: 'a:redis:redis' }),
  tell('valkey', ['redis.info'], /^valkey_version:([\d.]+)/m, 'Valkey', {
    vendor: 'Valkey',
    cpe: 'a:lfprojects:valkey',
    confidence: 99,
  }),
  tell('dragonfly', ['redis.info'], /^dragonfly_version:df-v([\d.]+)/m, 'Dragonfly', {
    vendor: 'DragonflyDB',
    confidence: 99,
  }),
  tell('redis-error', ['redis.error'], /^-(?:NOAUTH|DENIED|ERR)/, 'Redis', { vendor: 'Redis', cpe: 'a:redis:redis' }),
  tell('memcached', ['memcached.version'], /^([\d.]+)/, 'memcached', {
    vendor: 'memcached',
    cpe: 'a:memcached:memcached',
  }),
  tell('mosquitto', ['mqtt.version'], /^mosquitto version ([\d.]+)/, 'Mosquitto', {
    vendor: 'Eclipse',
    cpe: 'a:eclipse:mosquitto',
  }),
  tell('emqx', ['mqtt.version'], /\bEMQX?\b\D{0,20}([\d.]+)/i, 'EMQX', { vendor: 'EMQ', cpe: 'a:emqx:emqx' }),
  tell('rabbitmq-amqp', ['amqp.properties'], /product=RabbitMQ;.{0,200}version=([\d.]+)/, 'RabbitMQ', {
    vendor: 'VMware',
    cpe: 'a:vmware:rabbitmq',
  }),
  tell('amqp-other', ['amqp.properties'], /product=(?!RabbitMQ)([^;]{2,60});.{0,200}version=([\d.]+)/, '$1', {
    version: '$2',
  }),
  tell('postgres-error', ['postgresql.error'], /./, 'PostgreSQL', postgres),
  tell('mongodb', ['mongodb.build'], /^version=([\d.]+)/, 'MongoDB', { vendor: 'MongoDB', cpe: 'a:mongodb:mongodb' }),
  tell('mongodb-hello', ['mongodb.hello'], /./, 'MongoDB', {
    vendor: 'MongoDB',
    cpe: 'a:mongodb:mongodb',
    confidence: 70,
  }),
  tell('openldap', ['ldap.root'], /OpenLDAProotDSE|vendorName=OpenLDAP/i, 'OpenLDAP', {
    vendor: 'OpenLDAP',
    cpe: 'a:openldap:openldap',
  }),
  tell('active-directory', ['ldap.root'], /domainControllerFunctionality=|forestFunctionality=/, 'Active Directory', {
    vendor: 'Microsoft',
  }),
  tell('389ds', ['ldap.root'], /vendorVersion=389-Directory\/([\d.]+)/, '389 Directory Server', {
    vendor: 'Red Hat',
    cpe: 'a:redhat:389_directory_server',
  }),
  tell('bind', dns, /^(?:BIND )?(9\.\d+(?:\.\d+)?)/, 'BIND', bind),
  tell('bind-debian', dns, /^(9\.\d+(?:\.\d+)?)-\S{0,30}(?:Debian|Ubuntu|RedHat)/, 'BIND', bind),
  tell('knot', dns, /^Knot DNS ([\d.]+)/, 'Knot DNS', { vendor: 'CZ.NIC', cpe: 'a:nic:knot_dns' }),
  tell('knot-resolver', dns, /^Knot Resolver ([\d.]+)/, 'Knot Resolver', {
    vendor: 'CZ.NIC',
    cpe: 'a:nic:knot_resolver',
  }),
  tell('nsd', dns, /^NSD ([\d.]+)/, 'NSD', { vendor: 'NLnet Labs', cpe: 'a:nlnetlabs:nsd' }),
  tell('unbound', dns, /^unbound ([\d.]+)/, 'Unbound', { vendor: 'NLnet Labs', cpe: 'a:nlnetlabs:unbound' }),
  tell('powerdns', dns, /^PowerDNS Authoritative Server ([\d.]+)/, 'PowerDNS Authoritative Server', {
    vendor: 'PowerDNS',
    cpe: 'a:powerdns:authoritative',
  }),
  tell('powerdns-recursor', dns, /^PowerDNS Recursor ([\d.]+)/, 'PowerDNS Recursor', {
    vendor: 'PowerDNS',
    cpe: 'a:powerdns:recursor',
  }),
  tell('dnsmasq', dns, /^dnsmasq-([\d.]+)/, 'dnsmasq', { vendor: 'Simon Kelley', cpe: 'a:thekelleys:dnsmasq' }),
  tell('coredns', dns, /^CoreDNS-([\d.]+)/, 'CoreDNS', { vendor: 'CoreDNS', cpe: 'a:coredns.io:coredns' }),
  tell('microsoft-dns', dns, /^Microsoft DNS ([\d.]+)/, 'Microsoft DNS', { vendor: 'Microsoft' }),
  tell('realvnc', ['vnc.banner'], /^RFB 00[45]\./, 'RealVNC', { vendor: 'RealVNC', confidence: 50 }),
  tell('rsyncd', ['rsync.banner'], /^@RSYNCD: /, 'rsync', { vendor: 'Samba', cpe: 'a:samba:rsync' }),
  tell('innd', ['nntp.banner'], /InterNetNews (?:NNRP server )?INN ([\d.]+)/, 'INN', {
    vendor: 'ISC',
    cpe: 'a:isc:inn',
  }),
  tell('rtsp', ['rtsp.server'], /^([^/\r\n]{2,40})(?:\/([\d.]+))?/, '$1', { version: '$2', confidence: 50 }),
  tell('sip', ['sip.server'], /^([^/\r\n(]{2,40}?)(?:[/ ]v?([\d.]+))?(?:$|[ (])/, '$1', {
    version: '$2',
    confidence: 50,
  }),
  tell('ejabberd', ['xmpp.stream'], /ejabberd(?:[^0-9]{0,20}([\d.]+))?/i, 'ejabberd', {
    vendor: 'ProcessOne',
    cpe: 'a:process-one:ejabberd',
  }),
  tell('prosody', ['xmpp.stream'], /\bprosody\b/i, 'Prosody', { vendor: 'Prosody', cpe: 'a:prosody:prosody' }),
  tell('openfire-xmpp', ['xmpp.stream'], /\bopenfire\b/i, 'Openfire', {
    vendor: 'Ignite Realtime',
    cpe: 'a:igniterealtime:openfire',
  }),
  tell('inspircd', ['irc.banner'], /\bInspIRCd-?([\d.]+)?/i, 'InspIRCd', {
    vendor: 'InspIRCd',
    cpe: 'a:inspircd:inspircd',
  }),
  tell('ngircd', ['irc.banner'], /\bngIRCd-?([\d.]+)?/i, 'ngIRCd', { vendor: 'Barton', cpe: 'a:barton:ngircd' }),
  tell('unrealircd', ['irc.banner'], /\bUnreal(?:IRCd)?-?([\d.]+)/i, 'UnrealIRCd', {
    vendor: 'UnrealIRCd',
    cpe: 'a:unrealircd:unrealircd',
  }),
  tell('nats-monitor', body, /github\.com\/nats-io\/nats-server class='version'>v([\d.]+)</, 'NATS Server', {
    vendor: 'NATS',
    cpe: 'a:linuxfoundation:nats-server',
  }),
  tell('nats', ['nats.info'], /"version":\s*"([\d.]+)/, 'NATS Server', {
    vendor: 'Linux Foundation',
    cpe: 'a:linuxfoundation:nats-server',
  }),
  tell('pigeonhole', ['sieve.banner'], /^Dovecot Pigeonhole/, 'Dovecot', dovecot),
  tell('mssql', ['mssql.version'], /^(\d+\.\d+\.\d+)/, 'Microsoft SQL Server', {
    vendor: 'Microsoft',
    cpe: 'a:microsoft:sql_server',
  }),
  tell('zookeeper', ['zookeeper.srvr'], /^Zookeeper version: ([\d.]+)/im, 'Apache ZooKeeper', {
    vendor: 'Apache',
    cpe: 'a:apache:zookeeper',
  }),
  tell('cassandra', ['cassandra.options'], /CQL_VERSION/, 'Apache Cassandra', {
    vendor: 'Apache',
    cpe: 'a:apache:cassandra',
  }),
  tell('pjl', ['pjl.model'], /^(.{2,80})$/, '$1', { version: '' }),
  tell('modbus', ['modbus.identification'], /^([^;]{2,60}); ([^;]{2,60})(?:; v?([\d.]+))?/i, '$2', {
    vendor: '$1',
    version: '$3',
  }),
  tell('xorg', ['x11.vendor'], /^(?:The )?X\.Org Foundation/, 'X.Org Server', {
    vendor: 'X.Org',
    cpe: 'a:x.org:x_server',
  }),
  tell('tinyssh', ['ssh.banner'], /^SSH-2\.0-tinyssh/i, 'TinySSH', { vendor: 'TinySSH' }),
  tell('kafka', ['kafka.api'], /^ApiVersions$/, 'Apache Kafka', { vendor: 'Apache', cpe: 'a:apache:kafka' }),
  tell('oracle-tns', ['oracle.version'], /^(\d{1,2}(?:\.\d{1,3}){1,4})$/, 'Oracle Database', {
    vendor: 'Oracle',
    cpe: 'a:oracle:database_server',
  }),
  tell('oracle-tns-bare', ['oracle.version'], /^$/, 'Oracle Database', {
    vendor: 'Oracle',
    cpe: 'a:oracle:database_server',
  }),
  tell('activemq-openwire', ['openwire.info'], /^ActiveMQ(?: (\d[\d.]+))?/, 'Apache ActiveMQ', {
    vendor: 'Apache',
    cpe: 'a:apache:activemq',
  }),
  tell('artemis-openwire', ['openwire.info'], /^(?:ActiveMQ-)?Artemis(?: (\d[\d.]+))?/, 'Apache ActiveMQ Artemis', {
    vendor: 'Apache',
    cpe: 'a:apache:activemq_artemis',
  }),
  tell('rabbitmq-epmd', ['epmd.nodes'], /\brabbit at \d/, 'RabbitMQ', { vendor: 'Broadcom', cpe: 'a:vmware:rabbitmq' }),
  tell('couchdb-epmd', ['epmd.nodes'], /\bcouchdb at \d/, 'CouchDB', { vendor: 'Apache', cpe: 'a:apache:couchdb' }),
  tell('ejabberd-epmd', ['epmd.nodes'], /\bejabberd at \d/, 'ejabberd', {
    vendor: 'ProcessOne',
    cpe: 'a:process-one:ejabberd',
  }),
  tell('openjdk-jdwp', ['jdwp.version'], /^OpenJDK .{0,80}? (\d[\d._+]+)$/, 'OpenJDK', {
    vendor: 'Oracle',
    cpe: 'a:oracle:openjdk',
  }),
]
