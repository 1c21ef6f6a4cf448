import { body, type Place, server, tell, title } from './write-rule.ts'

const ssh: Place = ['ssh.banner']
const smtp: Place = ['smtp.banner']
const ftp: Place = ['ftp.banner']
const imap: Place = ['imap.banner']
const pop3: Place = ['pop3.banner']
const kerio = { vendor: 'GFI', cpe: 'a:kerio:kerio_connect' }
const iceWarp = { vendor: 'IceWarp', cpe: 'a:icewarp:mail_server' }
const domino = { vendor: 'HCL', cpe: 'a:ibm:domino' }
const james = { vendor: 'Apache', cpe: 'a:apache:james_server' }
const communigate = { vendor: 'CommuniGate', cpe: 'a:communigate:communigate_pro' }
const wsFtp = { vendor: 'Progress', cpe: 'a:progress:ws_ftp_server' }
const cerberus = { vendor: 'Cerberus', cpe: 'a:cerberusftp:ftp_server' }
const sftpgo = { vendor: 'SFTPGo', cpe: 'a:sftpgo_project:sftpgo' }

/** Servers for mail and for files that companies run beside the common ones, by what they say when they are called. */
export const mailAndFiles = [
  // Windows' own service says its version, Exchange says none.
  tell('windows-smtp', smtp, /Microsoft ESMTP MAIL Service, Version: ([\d.]+)/, 'Microsoft SMTP Service', {
    vendor: 'Microsoft',
  }),
  tell('james-smtp', smtp, /\(JAMES SMTP Server ([\d.]+\w*)\)/, 'Apache James', james),
  tell('james-smtp-bare', smtp, /\bApache JAMES\b/i, 'Apache James', james),
  tell('james-pop3', pop3, /\(JAMES POP3 Server ([\d.]+\w*)\)/, 'Apache James', james),
  tell('icewarp-smtp', smtp, /\bIceWarp ([\d.]+)/, 'IceWarp', iceWarp),
  tell('icewarp-imap', imap, /\bIceWarp ([\d.]+)/, 'IceWarp', iceWarp),
  tell('icewarp-pop3', pop3, /\bIceWarp ([\d.]+)/, 'IceWarp', iceWarp),
  tell('kerio-imap', imap, /\bKerio Connect ([\d.]+)/, 'Kerio Connect', kerio),
  tell('kerio-pop3', pop3, /\bKerio Connect ([\d.]+)/, 'Kerio Connect', kerio),
  tell('domino-smtp', smtp, /\((?:HCL|IBM|Lotus) Domino (?:Release |Build )?V?(\d[\d.]*\w*)\)/, 'Domino', domino),
  tell('domino-imap', imap, /\bDomino IMAP4 Server (?:Release )?V?(\d[\d.]*\w*)/, 'Domino', domino),
  tell('domino-pop3', pop3, /\bNotes POP3 server version (?:Release )?V?(\d[\d.]*\w*)/, 'Domino', domino),
  tell('communigate-smtp', smtp, /\bCommuniGate Pro ([\d.]+\w*)/, 'CommuniGate Pro', communigate),
  tell('communigate-imap', imap, /\bCommuniGate Pro IMAP Server ([\d.]+\w*)/, 'CommuniGate Pro', communigate),
  tell('communigate-pop3', pop3, /\bCommuniGate Pro POP3 Server ([\d.]+\w*)/, 'CommuniGate Pro', communigate),
  tell('mdaemon-imap', imap, /\bMDaemon ([\d.]+)/, 'MDaemon', { vendor: 'MDaemon', cpe: 'a:mdaemon:mdaemon' }),
  tell('mdaemon-pop3', pop3, /\bMDaemon ([\d.]+)/, 'MDaemon', { vendor: 'MDaemon', cpe: 'a:mdaemon:mdaemon' }),
  // What its source says until somebody sets another greeting.
  tell('courier-pop3', pop3, /^\+OK Hello there\./, 'Courier POP3', { vendor: 'Courier', confidence: 70 }),
  tell('qpopper', pop3, /\bQpopper \(version ([\d.]+)\)/i, 'Qpopper', {
    vendor: 'Qualcomm',
    cpe: 'a:qualcomm:qpopper',
  }),
  tell('wing-ftp', ftp, /\bWing FTP Server (\d[\d.]*) ready/, 'Wing FTP Server', {
    vendor: 'Wing FTP',
    cpe: 'a:wftpserver:wing_ftp_server',
  }),
  tell('wing-ftp-bare', ftp, /\(Wing FTP Server(?: Free Edition)?\)/, 'Wing FTP Server', {
    vendor: 'Wing FTP',
    cpe: 'a:wftpserver:wing_ftp_server',
  }),
  tell('wing-ftp-web', server, /^Wing FTP Server(?:\/([\d.]+))?/, 'Wing FTP Server', {
    vendor: 'Wing FTP',
    cpe: 'a:wftpserver:wing_ftp_server',
  }),
  tell('ws-ftp', ftp, /\bWS_FTP Server ([\d.]+)/, 'WS_FTP Server', wsFtp),
  tell('ws-ftp-ssh', ssh, /^SSH-[\d.]+-WS_FTP-SSH_([\d.]+)/, 'WS_FTP Server', wsFtp),
  tell('cerberus-ftp', ftp, /\bCerberus FTP Server\b/, 'Cerberus FTP Server', cerberus),
  tell('cerberus-ssh', ssh, /^SSH-[\d.]+-CerberusFTPServer_([\d.]+)/, 'Cerberus FTP Server', cerberus),
  tell('titan-ftp', ftp, /\bTitan FTP Server (\d[\d.]*)/, 'Titan FTP Server', {
    vendor: 'South River',
    cpe: 'a:southrivertech:titan_ftp_server',
  }),
  tell('xlight-ftp', ftp, /\bXlight(?: FTP)? [Ss]erver(?: v?(\d[\d.]*))?/, 'Xlight FTP Server', {
    vendor: 'Xlight',
    cpe: 'a:xlightftpd:xlight_ftp_server',
  }),
  tell('inetutils-ftpd', ftp, /FTP server \(GNU inetutils ([\d.]+)\)/, 'GNU Inetutils ftpd', {
    vendor: 'GNU',
    cpe: 'a:gnu:inetutils',
  }),
  tell('netkit-ftpd', ftp, /FTP server \(Version [^)]{0,40}Linux-ftpd-([\d.]+)\)/, 'Linux ftpd', { vendor: 'netkit' }),
  tell('mikrotik-ftp', ftp, /\(MikroTik (\d[\w.]*)\) ready/, 'RouterOS', {
    vendor: 'MikroTik',
    cpe: 'o:mikrotik:routeros',
  }),
  tell('sftpgo-ssh', ssh, /^SSH-[\d.]+-SFTPGo(?:_([\d.]+))?/, 'SFTPGo', sftpgo),
  tell('sftpgo-ftp', ftp, /\bSFTPGo(?: ([\d.]+))?\b/, 'SFTPGo', sftpgo),
  tell('sftpgo-web', title, /\bSFTPGo\b/, 'SFTPGo', sftpgo),
  tell('serv-u-ssh', ssh, /^SSH-[\d.]+-Serv-U_([\d.]+)/, 'Serv-U', {
    vendor: 'SolarWinds',
    cpe: 'a:solarwinds:serv-u',
  }),
  tell('mina-sshd', ssh, /^SSH-[\d.]+-(?:APACHE-SSHD|SSHD-CORE|SSHD)-(\d[\d.]*)/, 'Apache MINA SSHD', {
    vendor: 'Apache',
    cpe: 'a:apache:sshd',
  }),
  tell('asyncssh', ssh, /^SSH-[\d.]+-AsyncSSH_([\d.]+)/, 'AsyncSSH', { cpe: 'a:asyncssh_project:asyncssh' }),
  tell('russh', ssh, /^SSH-[\d.]+-russh_([\d.]+)/, 'russh', {}),
  tell('gitlab-sshd', ssh, /^SSH-[\d.]+-GitLab-SSHD/, 'GitLab', { vendor: 'GitLab', cpe: 'a:gitlab:gitlab' }),
  tell('teleport-ssh', ssh, /^SSH-[\d.]+-Teleport/, 'Teleport', { vendor: 'Teleport', cpe: 'a:goteleport:teleport' }),
  tell('ilo-ssh', ssh, /^SSH-[\d.]+-mpSSH_/, 'iLO', { vendor: 'HPE' }),
  tell('comware-ssh', ssh, /^SSH-[\d.]+-Comware-([\d.]+)/, 'Comware', { vendor: 'H3C' }),
  tell('huawei-ssh', ssh, /^SSH-[\d.]+-HUAWEI-/, 'Huawei VRP', { vendor: 'Huawei' }),
  tell('rejetto-hfs', server, /^HFS (\d[\d.]*\w*)/, 'HTTP File Server', {
    vendor: 'Rejetto',
    cpe: 'a:rejetto:http_file_server',
  }),
  tell('harbor-title', title, /^Harbor$/, 'Harbor', { vendor: 'Linux Foundation', cpe: 'a:linuxfoundation:harbor' }),
  tell('globalscape-eft', body, /\bGlobalSCAPE\b[\s\S]{0,40}\bEFT\b/, 'EFT Server', {
    vendor: 'Globalscape',
    cpe: 'a:globalscape:eft_server',
  }),
]
