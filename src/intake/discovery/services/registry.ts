import type { Speaker } from './contract.ts'
import { ajp } from './speakers/ajp/index.ts'
import { amqp } from './speakers/amqp/index.ts'
import { cassandra } from './speakers/cassandra/index.ts'
import { dns } from './speakers/dns/index.ts'
import { epmd } from './speakers/epmd/index.ts'
import { ftp } from './speakers/ftp/index.ts'
import { imap } from './speakers/imap/index.ts'
import { irc } from './speakers/irc/index.ts'
import { jdwp } from './speakers/jdwp/index.ts'
import { kafka } from './speakers/kafka/index.ts'
import { ldap } from './speakers/ldap/index.ts'
import { managesieve } from './speakers/managesieve/index.ts'
import { memcached } from './speakers/memcached/index.ts'
import { modbus } from './speakers/modbus/index.ts'
import { mongodb } from './speakers/mongodb/index.ts'
import { mqtt } from './speakers/mqtt/index.ts'
import { mssql } from './speakers/mssql/index.ts'
import { mysql } from './speakers/mysql/index.ts'
import { nats } from './speakers/nats/index.ts'
import { nfs } from './speakers/nfs/index.ts'
import { nntp } from './speakers/nntp/index.ts'
import { openwire } from './speakers/openwire/index.ts'
import { oracle } from './speakers/oracle/index.ts'
import { pjl } from './speakers/pjl/index.ts'
import { pop3 } from './speakers/pop3/index.ts'
import { postgresql } from './speakers/postgresql/index.ts'
import { rdp } from './speakers/rdp/index.ts'
import { redis } from './speakers/redis/index.ts'
import { rmi } from './speakers/rmi/index.ts'
import { rpcbind } from './speakers/rpcbind/index.ts'
import { rsync } from './speakers/rsync/index.ts'
import { rtsp } from './speakers/rtsp/index.ts'
import { sip } from './speakers/sip/index.ts'
import { smb } from './speakers/smb/index.ts'
import { smtp } from './speakers/smtp/index.ts'
import { socks } from './speakers/socks/index.ts'
import { ssh } from './speakers/ssh/index.ts'
import { telnet } from './speakers/telnet/index.ts'
import { vnc } from './speakers/vnc/index.ts'
import { x11 } from './speakers/x11/index.ts'
import { xmpp } from './speakers/xmpp/index.ts'
import { zookeeper } from './speakers/zookeeper/index.ts'

/**
 * Every protocol that is spoken beside HTTP and TLS. Of two that know the same greeting the first is asked first; the
 * other follows when it does not answer as it should.
 */
export const speakers: readonly Speaker[] = [
  ssh,
  smtp,
  ftp,
  imap,
  pop3,
  mysql,
  vnc,
  rsync,
  nntp,
  managesieve,
  nats,
  irc,
  openwire,
  amqp,
  telnet,
  redis,
  memcached,
  postgresql,
  mqtt,
  dns,
  ldap,
  rdp,
  mongodb,
  rtsp,
  sip,
  mssql,
  smb,
  zookeeper,
  cassandra,
  xmpp,
  x11,
  pjl,
  modbus,
  kafka,
  oracle,
  rpcbind,
  nfs,
  ajp,
  rmi,
  jdwp,
  epmd,
  socks,
]
