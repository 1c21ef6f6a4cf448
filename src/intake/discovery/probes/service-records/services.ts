/** Services that are found by SRV records (IANA service names; what products document of theirs), with their transports. */
export const services: readonly string[] = `
  _imap._tcp _imaps._tcp _pop3._tcp _pop3s._tcp _submission._tcp _submissions._tcp _smtp._tcp _smtps._tcp _sieve._tcp _jmap._tcp
  _autodiscover._tcp _caldav._tcp _caldavs._tcp _carddav._tcp _carddavs._tcp
  _sip._udp _sip._tcp _sip._tls _sips._tcp _sipfederationtls._tcp _sipinternal._tcp _sipinternaltls._tcp _sipexternal._tls
  _h323cs._tcp _h323ls._udp _h323rs._tcp _stun._udp _stun._tcp _stuns._tcp _turn._udp _turn._tcp _turns._tcp
  _collab-edge._tls _cisco-uds._tcp _cuplogin._tcp _cms-web._tls _xmpp-client._tcp _xmpp-server._tcp _xmpps-client._tcp
  _xmpps-server._tcp _jabber._tcp _matrix._tcp _matrix-fed._tcp _matrix-identity._tcp _mumble._tcp _ts3._udp
  _ldap._tcp _ldaps._tcp _gc._tcp _kerberos._tcp _kerberos._udp _kerberos-master._tcp _kerberos-master._udp _kerberos-adm._tcp
  _kpasswd._tcp _kpasswd._udp _ldap._tcp.dc._msdcs _kerberos._tcp.dc._msdcs _ldap._tcp.gc._msdcs _ldap._tcp.pdc._msdcs
  _vlmcs._tcp _sccm._tcp _mssms_mp._tcp _ntp._udp _http._tcp _https._tcp _ftp._tcp _ssh._tcp _sftp-ssh._tcp _telnet._tcp
  _nfs._tcp _nfs4._tcp _afs3-prserver._udp _afs3-vlserver._udp _printer._tcp _ipp._tcp _ipps._tcp _minecraft._tcp
  _mongodb._tcp _mysql._tcp _postgresql._tcp _etcd-server._tcp _etcd-client._tcp _etcd-server-ssl._tcp _etcd-client-ssl._tcp
  _prometheus._tcp _mqtt._tcp _secure-mqtt._tcp _amqp._tcp _amqps._tcp _radsec._tcp _rdp._tcp _puppet._tcp _x-puppet._tcp
  _x-puppet-ca._tcp _git._tcp _svn._tcp _hkp._tcp _hkps._tcp _pgpkey-http._tcp _pgpkey-https._tcp _pgprevokations._tcp
  _ocsp._tcp _crl._tcp _test._tcp _client._smtp _rtmp._tcp _rtsp._tcp _citrixreceiver._tcp _vpn._tcp _openvpn._udp _wireguard._udp
`
  .trim()
  .split(/\s+/)

/** Names that hold text, keys or aliases for one purpose (IANA, underscored names: RFC 8552; what providers document). */
export const purposes: readonly string[] = `
  _acme-challenge _domainconnect _amazonses _atproto _dnslink _dnsauth _pki-validation _validation-contactemail
  _validation-contactphone _adsp._domainkey _report._dmarc _dns _dns-sd._udp b._dns-sd._udp lb._dns-sd._udp _psl _mta-sts
  _github-pages-challenge _gitlab-pages-verification-code _globalsign-domain-verification _kerberos _443._tcp _443._tcp.www _25._tcp
`
  .trim()
  .split(/\s+/)
