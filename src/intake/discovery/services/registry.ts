import type { Speaker } from './contract.ts'
import { amqp } from './speakers/amqp/index.ts'
import { dns } from './speakers/dns/index.ts'
import { ftp } from './speakers/ftp/index.ts'
import { imap } from './speakers/imap/index.ts'
import { ldap } from './speakers/ldap/index.ts'
import { memcached } from './speakers/memcached/index.ts'
import { mongodb } from './speakers/mongodb/index.ts'
import { mqtt } from './speakers/mqtt/index.ts'
import { mysql } from './speakers/mysql/index.ts'
import { nntp } from './speakers/nntp/index.ts'
import { pop3 } from './speakers/pop3/index.ts'
import { postgresql } from './speakers/postgresql/index.ts'
import { rdp } from './speakers/rdp/index.ts'
import { redis } from './speakers/redis/index.ts'
import { rsync } from './speakers/rsync/index.ts'
import { rtsp } from './speakers/rtsp/index.ts'
import { sip } from './speakers/sip/index.ts'
import { smtp } from './speakers/smtp/index.ts'
import { ssh } from './speakers/ssh/index.ts'
import { telnet } from './speakers/telnet/index.ts'
import { vnc } from './speakers/vnc/index.ts'

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
]
