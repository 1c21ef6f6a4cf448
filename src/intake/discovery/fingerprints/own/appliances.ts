import { body, cookie, header, meta, page, server, tell, title } from './write-rule.ts'

const realm = header('www-authenticate')

/** Gateways, firewalls, printers, cameras, storage and building technology. */
export const appliances = [
  tell('fortios-lang', body, /\/remote\/fgt_lang\?lang=/, 'FortiOS', { vendor: 'Fortinet', cpe: 'o:fortinet:fortios' }),
  tell('fortios-server', server, /^xxxxxxxx-xxxxx$/, 'FortiOS', {
    vendor: 'Fortinet',
    cpe: 'o:fortinet:fortios',
    confidence: 80,
  }),
  tell('fortios-login', body, /top\.location="\/remote\/login"/, 'FortiOS', {
    vendor: 'Fortinet',
    cpe: 'o:fortinet:fortios',
  }),
  tell('fortigate-cookie', cookie, /^(?:SVPNCOOKIE|APSCOOKIE_)/, 'FortiOS', {
    vendor: 'Fortinet',
    cpe: 'o:fortinet:fortios',
    version: '',
  }),
  tell('fortiweb', title, /^FortiWeb/, 'FortiWeb', { vendor: 'Fortinet', cpe: 'a:fortinet:fortiweb' }),
  tell('fortimail', title, /^FortiMail/, 'FortiMail', { vendor: 'Fortinet', cpe: 'a:fortinet:fortimail' }),
  tell('globalprotect', body, /\/global-protect\/|GlobalProtect Portal/, 'PAN-OS', {
    vendor: 'Palo Alto Networks',
    cpe: 'o:paloaltonetworks:pan-os',
  }),
  tell('pulse', body, /\/dana-na\/(?:auth|css|imgs)\//, 'Connect Secure', {
    vendor: 'Ivanti',
    cpe: 'a:ivanti:connect_secure',
  }),
  tell('citrix-gateway', body, /\/vpn\/(?:js|images|resources)\/|\/logon\/LogonPoint\//, 'NetScaler Gateway', {
    vendor: 'Citrix',
    cpe: 'a:citrix:netscaler_gateway',
  }),
  tell('citrix-cookie', cookie, /^(?:NSC_[A-Z0-9]{2,}|citrix_ns_id)=/, 'NetScaler', {
    vendor: 'Citrix',
    cpe: 'a:citrix:netscaler_application_delivery_controller',
    version: '',
  }),
  tell('cisco-asa', body, /\/\+CSCOE\+\//, 'Adaptive Security Appliance', {
    vendor: 'Cisco',
    cpe: 'o:cisco:adaptive_security_appliance_software',
  }),
  tell('cisco-ios-http', server, /^cisco-IOS/i, 'IOS', { vendor: 'Cisco', cpe: 'o:cisco:ios' }),
  tell('sonicwall', server, /^SonicWALL/i, 'SonicOS', { vendor: 'SonicWall', cpe: 'o:sonicwall:sonicos' }),
  tell('checkpoint', body, /Check Point Mobile|\/sslvpn\/Login\/Login/, 'Check Point Gateway', {
    vendor: 'Check Point',
    cpe: 'o:checkpoint:gaia_os',
  }),
  tell('sophos', title, /^Sophos(?: Web)?/, 'Sophos Firewall', { vendor: 'Sophos', cpe: 'o:sophos:sfos' }),
  tell('watchguard', title, /^(?:WatchGuard|Fireware)/, 'Fireware', {
    vendor: 'WatchGuard',
    cpe: 'o:watchguard:fireware',
  }),
  tell('big-ip-login', title, /^BIG-IP/, 'BIG-IP', { vendor: 'F5', cpe: 'a:f5:big-ip_access_policy_manager' }),
  tell('big-ip-cookie', cookie, /^(?:BIGipServer|MRHSession|F5_ST)/, 'BIG-IP', {
    vendor: 'F5',
    cpe: 'a:f5:big-ip_local_traffic_manager',
  }),
  tell('pfsense', title, /^pfSense/, 'pfSense', { vendor: 'Netgate', cpe: 'a:netgate:pfsense' }),
  tell('opnsense', title, /OPNsense/, 'OPNsense', { vendor: 'OPNsense', cpe: 'a:opnsense:opnsense' }),
  tell('mikrotik', title, /^(?:mikrotik )?RouterOS(?: router configuration page)?/i, 'RouterOS', {
    vendor: 'MikroTik',
    cpe: 'o:mikrotik:routeros',
  }),
  tell('mikrotik-body', body, /RouterOS v([\d.]+)/, 'RouterOS', { vendor: 'MikroTik', cpe: 'o:mikrotik:routeros' }),
  tell('unifi', title, /^UniFi/, 'UniFi Network', { vendor: 'Ubiquiti', cpe: 'a:ui:unifi_network_application' }),
  tell('vmware-esxi', body, /<title>" \+ ID_EESX_Welcome|VMware ESXi/, 'ESXi', {
    vendor: 'VMware',
    cpe: 'o:vmware:esxi',
  }),
  tell('vcenter', body, /ID_VC_Welcome|VMware vSphere/, 'vCenter Server', {
    vendor: 'VMware',
    cpe: 'a:vmware:vcenter_server',
  }),
  tell('vmware-horizon', title, /^VMware Horizon/, 'Horizon', { vendor: 'VMware', cpe: 'a:vmware:horizon' }),
  tell('idrac', title, /iDRAC(\d)?/, 'iDRAC', { vendor: 'Dell', cpe: 'o:dell:idrac9_firmware', version: '' }),
  tell('ilo', server, /^HPE?-iLO-Server(?:\/([\d.]+))?/i, 'iLO', { vendor: 'HPE', cpe: 'o:hpe:integrated_lights-out' }),
  tell('supermicro', title, /^Supermicro BMC/, 'Supermicro BMC', { vendor: 'Supermicro' }),
  tell('synology', title, /Synology(?:&nbsp;| )?(?:DiskStation|DSM)|^DSM /, 'DiskStation Manager', {
    vendor: 'Synology',
    cpe: 'a:synology:diskstation_manager',
  }),
  tell('qnap', body, /\/cgi-bin\/QTS\.cgi|QNAP Turbo NAS/, 'QTS', { vendor: 'QNAP', cpe: 'o:qnap:qts' }),
  tell('truenas', title, /^TrueNAS/, 'TrueNAS', { vendor: 'iXsystems', cpe: 'a:ixsystems:truenas' }),
  tell(
    'hp-printer',
    title,
    /\bHP ((?:Color )?(?:LaserJet|OfficeJet|PageWide|DeskJet|DesignJet|ENVY)[\w ]{0,40}\w)/i,
    'HP $1',
    { vendor: 'HP', version: '' },
  ),
  tell('canon', title, /^(?:Canon|Remote UI)/, 'Canon printer', { vendor: 'Canon' }),
  tell('brother', title, /^Brother /, 'Brother printer', { vendor: 'Brother' }),
  tell('epson', server, /^EPSON/i, 'Epson printer', { vendor: 'Epson' }),
  tell('xerox', title, /^(?:Xerox|XEROX WORKCENTRE)/i, 'Xerox printer', { vendor: 'Xerox' }),
  tell('kyocera', server, /^KM-MFP-http/i, 'Kyocera printer', { vendor: 'Kyocera' }),
  tell('ricoh', title, /^Web Image Monitor/, 'Ricoh printer', { vendor: 'Ricoh' }),
  tell('lexmark', title, /^Lexmark/, 'Lexmark printer', { vendor: 'Lexmark' }),
  tell('cups', server, /\bCUPS\/([\d.]+)/, 'CUPS', { vendor: 'OpenPrinting', cpe: 'a:openprinting:cups' }),
  tell('hikvision', server, /^(?:App-webs|DNVRS-Webs|Hikvision-Webs|DVRDVS-Webs)/i, 'Hikvision camera', {
    vendor: 'Hikvision',
  }),
  tell('hikvision-body', body, /\/doc\/page\/login\.asp/, 'Hikvision camera', { vendor: 'Hikvision' }),
  tell('dahua', body, /<title>WEB SERVICE<\/title>|\/RPC2_Login/, 'Dahua camera', { vendor: 'Dahua' }),
  tell('axis', title, /^(?:AXIS|Live view - AXIS)/i, 'Axis camera', { vendor: 'Axis' }),
  tell('axis-realm', realm, /realm="AXIS_/, 'Axis camera', { vendor: 'Axis' }),
  tell('foscam', title, /^IPCam Client/, 'Foscam camera', { vendor: 'Foscam' }),
  tell('tp-link', realm, /realm="TP-LINK/i, 'TP-Link router', { vendor: 'TP-Link' }),
  tell('netgear', realm, /realm="NETGEAR ([\w-]+)/i, 'Netgear router', { vendor: 'Netgear', version: '' }),
  tell('d-link', realm, /realm="(?:D-Link )?DIR-/i, 'D-Link router', { vendor: 'D-Link' }),
  tell('zyxel', title, /^(?:ZyWALL|Zyxel|USG)/i, 'Zyxel gateway', { vendor: 'Zyxel' }),
  tell('draytek', title, /^Vigor/, 'DrayTek Vigor', { vendor: 'DrayTek' }),
  tell('asus-router', server, /^httpd\/2\.0$/, 'ASUS router', { vendor: 'ASUS', confidence: 40 }),
  tell('openwrt', title, /^(?:OpenWrt|LuCI)/, 'OpenWrt', { vendor: 'OpenWrt', cpe: 'o:openwrt:openwrt' }),
  tell('dd-wrt', title, /DD-WRT/, 'DD-WRT', { vendor: 'DD-WRT', cpe: 'o:dd-wrt:dd-wrt' }),
  tell('siemens-s7', title, /SIMATIC|S7-\d{3,4}/, 'SIMATIC', { vendor: 'Siemens' }),
  tell('schneider', server, /^Schneider-WEB/i, 'Schneider Electric controller', { vendor: 'Schneider Electric' }),
  tell('niagara', server, /^Niagara Web Server(?:\/([\d.]+))?/i, 'Niagara', {
    vendor: 'Tridium',
    cpe: 'a:tridium:niagara',
  }),
  tell('apc-ups', title, /^(?:APC|NetBotz|Network Management Card)/, 'APC network management card', { vendor: 'APC' }),
  tell('polycom', server, /^Polycom/i, 'Polycom telephone', { vendor: 'Polycom' }),
  tell('yealink', server, /^Yealink/i, 'Yealink telephone', { vendor: 'Yealink' }),
  tell('snom', title, /^snom/i, 'snom telephone', { vendor: 'snom' }),
  tell('asterisk', server, /^Asterisk(?:\/([\d.]+))?/, 'Asterisk', { vendor: 'Sangoma', cpe: 'a:digium:asterisk' }),
  tell('freepbx', title, /^FreePBX/, 'FreePBX', { vendor: 'Sangoma', cpe: 'a:sangoma:freepbx' }),
  tell('3cx', title, /^3CX/, '3CX', { vendor: '3CX', cpe: 'a:3cx:3cx' }),
  tell('crushftp', server, /^CrushFTP HTTP Server/, 'CrushFTP', { vendor: 'CrushFTP', cpe: 'a:crushftp:crushftp' }),
  tell('moveit', body, /<title>MOVEit|MOVEit Transfer/, 'MOVEit Transfer', {
    vendor: 'Progress',
    cpe: 'a:progress:moveit_transfer',
  }),
  tell('screenconnect', server, /^ScreenConnect\/([\d.]+)/, 'ScreenConnect', {
    vendor: 'ConnectWise',
    cpe: 'a:connectwise:screenconnect',
  }),
  tell('guacamole', title, /^(?:Apache )?Guacamole/, 'Apache Guacamole', {
    vendor: 'Apache',
    cpe: 'a:apache:guacamole',
  }),
  tell('manageengine', title, /^ManageEngine ([\w ]{3,40})/, 'ManageEngine', { vendor: 'Zoho', version: '' }),
  tell('ivanti-epmm', body, /<title>Ivanti User Portal|MobileIron User Portal/, 'Endpoint Manager Mobile', {
    vendor: 'Ivanti',
    cpe: 'a:ivanti:endpoint_manager_mobile',
  }),
  tell('zabbix-meta', meta('author'), /^Zabbix SIA/, 'Zabbix', { vendor: 'Zabbix', cpe: 'a:zabbix:zabbix' }),
  tell('esxi-api', page('/sdk/vimServiceVersions.xml'), /urn:vim25/, 'vSphere API', { vendor: 'VMware' }),
  tell('unifi-status', page('/status'), /"meta":\{[\s\S]{0,80}"server_version":"([\d.]+)/, 'UniFi Network', {
    vendor: 'Ubiquiti',
    cpe: 'a:ui:unifi_network_application',
  }),
  tell('qnap-version', page('/cgi-bin/authLogin.cgi'), /<version><!\[CDATA\[([\d.]+)\]\]><\/version>/, 'QTS', {
    vendor: 'QNAP',
    cpe: 'o:qnap:qts',
  }),
  tell('asterisk-sip', ['sip.server'], /^Asterisk PBX (?:certified[-/])?([\d.]+)/, 'Asterisk', {
    vendor: 'Sangoma',
    cpe: 'a:digium:asterisk',
  }),
  tell('freeswitch', ['sip.server'], /^FreeSWITCH(?:-mod_sofia\/([\d.]+))?/, 'FreeSWITCH', {
    vendor: 'SignalWire',
    cpe: 'a:freeswitch:freeswitch',
  }),
  tell('kamailio', ['sip.server'], /^kamailio \(([\d.]+)/i, 'Kamailio', {
    vendor: 'Kamailio',
    cpe: 'a:kamailio:kamailio',
  }),
]
