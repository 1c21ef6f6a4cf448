/**
 * Names of vendors and products that the CPE dictionary has moved, to the name it uses today. Fingerprint sets carry both.
 * Source: deprecations in the official CPE dictionary (NVD).
 */
const moved: Readonly<Record<string, string>> = {
  'a:igor_sysoev:nginx': 'a:f5:nginx',
  'a:nginx:nginx': 'a:f5:nginx',
  'a:microsoft:iis': 'a:microsoft:internet_information_services',
  'a:microsoft:internet_information_server': 'a:microsoft:internet_information_services',
  'a:mysql:mysql': 'a:oracle:mysql',
  'a:sun:mysql': 'a:oracle:mysql',
  'a:redislabs:redis': 'a:redis:redis',
  'a:pivotal_software:redis': 'a:redis:redis',
  'a:matt_johnston:dropbear_ssh_server': 'a:dropbear_ssh_project:dropbear_ssh',
  'a:dropbear_ssh_project:dropbear': 'a:dropbear_ssh_project:dropbear_ssh',
  'a:beasts:vsftpd': 'a:vsftpd_project:vsftpd',
  'a:vsftpd:vsftpd': 'a:vsftpd_project:vsftpd',
  'a:elasticsearch:elasticsearch': 'a:elastic:elasticsearch',
  'a:elasticsearch:kibana': 'a:elastic:kibana',
  'a:elasticsearch:logstash': 'a:elastic:logstash',
  'a:matt_holt:caddy': 'a:caddyserver:caddy',
  'a:mortbay:jetty': 'a:eclipse:jetty',
  'a:mortbay_jetty:jetty': 'a:eclipse:jetty',
  'a:cloudbees:jenkins': 'a:jenkins:jenkins',
  'a:mongodb:mongodb_server': 'a:mongodb:mongodb',
  'a:rabbitmq:rabbitmq': 'a:vmware:rabbitmq',
  'a:pivotal_software:rabbitmq': 'a:vmware:rabbitmq',
  'a:broadcom:rabbitmq_server': 'a:vmware:rabbitmq',
  'a:isc:bind9': 'a:isc:bind',
  'a:lighttpd:lighttpd_server': 'a:lighttpd:lighttpd',
  'a:apache:httpd': 'a:apache:http_server',
  'a:tornadoweb:tornado_web_server': 'a:tornadoweb:tornado',
  'a:pocoo:werkzeug': 'a:palletsprojects:werkzeug',
  'a:docker:engine': 'a:docker:docker',
  'a:mobyproject:moby': 'a:docker:docker',
  'a:atlassian:confluence': 'a:atlassian:confluence_server',
  'a:grafana:grafana_labs': 'a:grafana:grafana',
  'a:nlnet_labs:unbound': 'a:nlnetlabs:unbound',
  'a:cyrus:imap': 'a:cyrus:cyrus_imap',
  'a:sendmail:sendmail': 'a:proofpoint:sendmail',
  'a:samba:samba_server': 'a:samba:samba',
  'a:phusion:passenger': 'a:phusionpassenger:phusion_passenger',
  'a:embedthis:goahead_webserver': 'a:embedthis:goahead',
}

/** `a:vendor:product` under its present name. */
export function canonicalCpe(name: string): string {
  return moved[name] ?? name
}
