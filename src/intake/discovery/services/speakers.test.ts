import { randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once as happened } from 'node:events'
import { readdirSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createSecureContext } from 'node:tls'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { ProbeTarget } from '#core/kernel'
import type { SeenService } from '#core/vocabulary'
import type { Speakers } from '../contract.ts'
import { loopbackPort } from '../conversation/loopback-port.kit.ts'
import { scripted, serve } from '../conversation/server.kit.ts'
import { loadFingerprints } from '../fingerprints/index.ts'
import { makeCertificate } from '../tls/certificate.kit.ts'
import { datagramSpeakers } from './datagrams/index.ts'
import { type InspectionMemory, inspectService, speakers } from './index.ts'
import { inspectDatagrams } from './inspect-datagrams.ts'
import { readStart } from './speakers/amqp/index.ts'
import { readNodes } from './speakers/epmd/index.ts'
import { readMachine } from './speakers/jdwp/index.ts'
import { readApiVersions, readMetadata } from './speakers/kafka/wire.ts'
import { readAttributes, tlvLength } from './speakers/ldap/ber.ts'
import { readIdentification } from './speakers/modbus/index.ts'
import { opMessage, readReply } from './speakers/mongodb/wire.ts'
import { readPrelogin } from './speakers/mssql/index.ts'
import { readGreeting } from './speakers/mysql/greeting.ts'
import { readWireFormat } from './speakers/openwire/index.ts'
import { readListener } from './speakers/oracle/tns.ts'
import { readError } from './speakers/postgresql/index.ts'
import { readAcknowledged } from './speakers/rmi/index.ts'
import { readDump } from './speakers/rpcbind/index.ts'
import { readKexInit } from './speakers/ssh/index.ts'
import { readTelnet } from './speakers/telnet/index.ts'
import { readRpcReply } from './sun-rpc.ts'

const fingerprints = loadFingerprints()

function inspect(target: { address: string; port: number }, names: string[] = []): Promise<SeenService | undefined> {
  const tools = {
    port: loopbackPort(),
    signal: new AbortController().signal,
    now: () => Date.parse('2026-06-01T00:00:00Z'),
    fingerprints,
  }
  return inspectService(target, names, tools)
}

/** A MySQL packet, and a CQL, MongoDB and AMQP answer as their servers send them. */
const mysqlGreeting = (version: string): Buffer => {
  const body = Buffer.concat([Buffer.from([10]), Buffer.from(`${version}\0`), Buffer.alloc(40, 1)])
  return Buffer.concat([Buffer.from([body.length, 0, 0, 0]), body])
}
const mongoReply = (version: string): Buffer => {
  const fields = [
    Buffer.concat([Buffer.from([0x10]), Buffer.from('maxWireVersion\0'), Buffer.from([21, 0, 0, 0])]),
    Buffer.concat([
      Buffer.from([0x02]),
      Buffer.from('version\0'),
      Buffer.from([version.length + 1, 0, 0, 0]),
      Buffer.from(`${version}\0`),
    ]),
    Buffer.concat([Buffer.from([0x01]), Buffer.from('ok\0'), Buffer.from([0, 0, 0, 0, 0, 0, 0xf0, 0x3f])]),
    Buffer.from([0]),
  ]
  const body = Buffer.concat(fields)
  const head = Buffer.alloc(25)
  head.writeInt32LE(25 + body.length)
  head.writeInt32LE(2013, 12)
  head.writeInt32LE(body.length + 4, 21)
  return Buffer.concat([head, body])
}
const amqpStart = (): Buffer => {
  const text = (name: string, value: string): Buffer =>
    Buffer.concat([
      Buffer.from([name.length]),
      Buffer.from(name),
      Buffer.from('S'),
      Buffer.from([0, 0, 0, value.length]),
      Buffer.from(value),
    ])
  const table = Buffer.concat([text('product', 'RabbitMQ'), text('version', '3.12.6')])
  const payload = Buffer.concat([Buffer.from([0, 10, 0, 10, 0, 9]), Buffer.from([0, 0, 0, table.length]), table])
  return Buffer.concat([Buffer.from([1, 0, 0, 0, 0, 0, payload.length]), payload, Buffer.from([0xce])])
}
const redisInfo = '# Server\r\nredis_version:6.2.1\r\n'
const ldapEntry = Buffer.from(
  '3051020101644c040030483020040e6e616d696e67436f6e7465787473310e040c64633d6578616d706c652c6f3024040a76656e646f724e616d653116041454686520446972656374'.padEnd(
    166,
    '0',
  ),
  'hex',
)
const postgresError = Buffer.concat([
  Buffer.from([0x45, 0, 0, 0, 44]),
  Buffer.from('SFATAL\0C0A000\0Munsupported frontend prot\0\0'),
])
const kafkaVersions = Buffer.from(
  '000000160000 4c75 0000 00000002 0003 0000 000c 0012 0000 0004'.replaceAll(' ', ''),
  'hex',
)
const kafkaMetadata = Buffer.concat([
  Buffer.from([0, 0, 0, 46, 0, 0, 0x4c, 0x75, 0, 0, 0, 1, 0, 0, 0, 1, 0, 19]),
  Buffer.from('kafka-1.inside.test'),
  Buffer.from([0, 0, 0x23, 0x84, 0xff, 0xff, 0, 0, 0, 1, 0, 0, 0, 0]),
])
const tnsPacket = (kind: number, words: string): Buffer => {
  const head = Buffer.from([0, 12 + words.length, 0, 0, kind, 0, 0, 0, 34, 0, 0, words.length])
  return Buffer.concat([head, Buffer.from(words)])
}
const rpcReply = (words: number[]): Buffer => {
  const all = [0x80000000 + 24 + words.length * 4, 0x4c756e65, 1, 0, 0, 0, 0, ...words]
  const reply = Buffer.alloc(all.length * 4)
  for (const [index, word] of all.entries()) reply.writeUInt32BE(word, index * 4)
  return reply
}
const jdwpVersion = (): Buffer => {
  const text = (words: string) => Buffer.concat([Buffer.from([0, 0, 0, words.length]), Buffer.from(words)])
  const body = Buffer.concat([text('Java Debug Wire Protocol'), Buffer.from([0, 0, 0, 17, 0, 0, 0, 0])])
  const whole = Buffer.concat([body, text('17.0.9'), text('OpenJDK 64-Bit Server VM')])
  return Buffer.concat([Buffer.from([0, 0, 0, 11 + whole.length, 0, 0, 0, 1, 0x80, 0, 0]), whole])
}
const rmiAcknowledged = Buffer.concat([
  Buffer.from([0x4e, 0, 9]),
  Buffer.from('192.0.2.9'),
  Buffer.from([0, 0, 0xc3, 0x50]),
])
const wireFormat = (told: string): Buffer => {
  const entry = (key: string, value: string) =>
    Buffer.concat([Buffer.from(key), Buffer.from([9, 0, value.length]), Buffer.from(value)])
  const body = Buffer.concat([
    Buffer.from([1]),
    Buffer.from('ActiveMQ'),
    Buffer.from([0, 0, 0, 12]),
    entry('ProviderName', 'ActiveMQ'),
    entry('ProviderVersion', told),
    Buffer.from([0]),
  ])
  return Buffer.concat([Buffer.from([0, 0, 0, body.length]), body])
}
const endingIn = (...bytes: number[]) => new RegExp(`${Buffer.from(bytes).toString('latin1')}$`)
const version = (product: string, text: string | undefined) => ({
  product,
  ...(text === undefined ? {} : { version: text }),
})

/** What a server of each protocol says, and what is to be seen; on ports of no habit. */
const peers: readonly [
  string,
  Parameters<typeof scripted>,
  { software?: object; weaknesses: string[]; banner?: RegExp },
][] = [
  [
    'smtp',
    ['220 mx.example ESMTP Postfix\r\n', [[/^EHLO/, '250-mx.example\r\n250-AUTH PLAIN LOGIN\r\n250 SIZE\r\n']]],
    { software: version('Postfix', undefined), weaknesses: ['starttls-missing', 'cleartext-login'] },
  ],
  [
    'ftp',
    [
      '220 (vsFTPd 3.0.5)\r\n',
      [
        [/^FEAT/, '211-Features:\r\n UTF8\r\n211 End\r\n'],
        [/^USER anonymous/, '331 password\r\n'],
        [/^PASS/, '230 in\r\n'],
      ],
    ],
    { software: version('vsftpd', '3.0.5'), weaknesses: ['ftp-anonymous', 'cleartext-protocol'] },
  ],
  [
    'imap',
    [
      '* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] Dovecot (Debian) ready.\r\n',
      [[/CAPABILITY/, '* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\na1 OK done\r\n']],
    ],
    { software: version('Dovecot', undefined), weaknesses: ['cleartext-login', 'starttls-missing'] },
  ],
  [
    'pop3',
    ['+OK Dovecot ready.\r\n', [[/^CAPA/, '+OK\r\nUSER\r\n.\r\n']]],
    { software: version('Dovecot', undefined), weaknesses: ['cleartext-login'] },
  ],
  [
    'mysql',
    [mysqlGreeting('5.7.44-log'), []],
    { software: version('MySQL', '5.7.44'), weaknesses: ['db-exposed', 'outdated-software'] },
  ],
  ['vnc', ['RFB 003.008\n', [[/^RFB/, Buffer.from([1, 1])]]], { weaknesses: ['vnc-exposed', 'vnc-noauth'] }],
  [
    'telnet',
    [Buffer.concat([Buffer.from([255, 253, 31]), Buffer.from('Welcome\r\nlogin: ')]), [[/./s, '']]],
    { weaknesses: ['telnet-open', 'cleartext-protocol', 'cleartext-login'] },
  ],
  ['rsync', ['@RSYNCD: 31.0\n', [[/^@RSYNCD/, 'backup\tall of it\n@RSYNCD: EXIT\n']]], { weaknesses: ['rsync-open'] }],
  [
    'nats',
    ['INFO {"server_id":"x","version":"2.10.4","auth_required":false}\r\n', []],
    { software: version('NATS Server', '2.10.4'), weaknesses: ['nats-noauth'] },
  ],
  [
    'managesieve',
    ['"IMPLEMENTATION" "Dovecot Pigeonhole"\r\n"SASL" "PLAIN"\r\nOK "ready"\r\n', []],
    { software: version('Dovecot', undefined), weaknesses: ['cleartext-login'] },
  ],
  [
    'redis',
    [
      '',
      [
        [/INFO/, `$${redisInfo.length}\r\n${redisInfo}\r\n`],
        [/^GET/, '-ERR unknown command\r\n'],
      ],
    ],
    { software: version('Redis', '6.2.1'), weaknesses: ['redis-noauth'] },
  ],
  [
    'memcached',
    [
      '',
      [
        [/^version/, 'VERSION 1.6.9\r\n'],
        [/^stats/, 'STAT pid 1\r\nEND\r\n'],
        [/^GET/, 'ERROR\r\n'],
      ],
    ],
    { software: version('memcached', '1.6.9'), weaknesses: ['memcached-noauth'] },
  ],
  [
    'postgresql',
    [
      '',
      [
        [/\xd2.\//s, 'N'],
        [/\xff/, postgresError],
      ],
    ],
    { software: version('PostgreSQL', undefined), weaknesses: ['db-exposed', 'starttls-missing'] },
  ],
  [
    'mqtt',
    [
      '',
      [
        [/MQTT/, Buffer.from([0x20, 2, 0, 0])],
        [
          /\$SYS/,
          Buffer.concat([
            Buffer.from([0x30, 46, 0, 19]),
            Buffer.from('$SYS/broker/version'),
            Buffer.from('mosquitto version 2.0.15 x'),
          ]),
        ],
      ],
    ],
    { software: version('Mosquitto', '2.0.15'), weaknesses: ['mqtt-anonymous'] },
  ],
  ['amqp', ['', [[/^AMQP/, amqpStart()]]], { software: version('RabbitMQ', '3.12.6'), weaknesses: [] }],
  [
    'mongodb',
    ['', [[/hello|buildInfo|listDatabases/, mongoReply('4.4.1')]]],
    { software: version('MongoDB', '4.4.1'), weaknesses: ['mongodb-noauth', 'db-exposed'] },
  ],
  [
    'rdp',
    [
      '',
      [
        [
          endingIn(1, 0, 8, 0, 3, 0, 0, 0),
          Buffer.from([3, 0, 0, 19, 14, 0xd0, 0, 0, 0x12, 0x34, 0, 2, 0, 8, 0, 2, 0, 0, 0]),
        ],
        [
          endingIn(1, 0, 8, 0, 0, 0, 0, 0),
          Buffer.from([3, 0, 0, 19, 14, 0xd0, 0, 0, 0x12, 0x34, 0, 3, 0, 8, 0, 5, 0, 0, 0]),
        ],
      ],
    ],
    { weaknesses: ['rdp-exposed'], banner: /^chose network level authentication$/ },
  ],
  ['ldap', ['', [[/^0.{2,80}objectClass/s, ldapEntry]]], { weaknesses: ['ldap-anonymous'] }],
  [
    'rtsp',
    ['', [[/^OPTIONS \* RTSP/, 'RTSP/1.0 200 OK\r\nCSeq: 1\r\nServer: GStreamer/1.2\r\n\r\n']]],
    { software: version('GStreamer', '1.2'), weaknesses: [] },
  ],
  [
    'zookeeper',
    ['', [[/^srvr/, 'Zookeeper version: 3.5.9-abc, built on 2021\nMode: standalone\n']]],
    { software: version('Apache ZooKeeper', '3.5.9'), weaknesses: ['zookeeper-open'] },
  ],
  [
    'kafka',
    [
      '',
      [
        [/lunette$/, kafkaVersions],
        [/lunette[\s\S]{4}$/, kafkaMetadata],
      ],
    ],
    {
      software: version('Apache Kafka', undefined),
      weaknesses: ['kafka-noauth'],
      banner: /kafka-1\.inside\.test:9092/,
    },
  ],
  [
    'oracle',
    [
      '',
      [
        [
          /COMMAND=version/,
          tnsPacket(4, '(DESCRIPTION=(TMP=)(VSNNUM=186647552)(ERR=1189)(ERROR_STACK=(ERROR=(CODE=1189))))'),
        ],
      ],
    ],
    { software: version('Oracle Database', '11.2.0.4.0'), weaknesses: ['db-exposed'] },
  ],
  [
    'rpcbind',
    ['', [[/^[\s\S]{4}Lune[\s\S]{10}\x86\xa0/, rpcReply([1, 100_003, 3, 6, 2049, 1, 100_005, 3, 17, 635, 0])]]],
    { weaknesses: ['rpcbind-exposed'], banner: /nfs 3\/tcp 2049, mountd 3\/udp 635/ },
  ],
  ['ajp', ['', [[/^[\s\S]4[\s\S]{3}$/, Buffer.from([0x41, 0x42, 0, 1, 9])]]], { weaknesses: ['ajp-exposed'] }],
  [
    'epmd',
    [
      '',
      [[/^[\s\S]{2}n$/, Buffer.concat([Buffer.from([0, 0, 0x11, 0x11]), Buffer.from('name rabbit at port 25672\n')])]],
    ],
    { software: version('RabbitMQ', undefined), weaknesses: ['epmd-exposed'] },
  ],
  [
    'jdwp',
    [
      '',
      [
        [/^JDWP-Handshake$/, 'JDWP-Handshake'],
        [/^[\s\S]{11}$/, jdwpVersion()],
      ],
    ],
    { software: version('OpenJDK', '17.0.9'), weaknesses: ['debug-port-open'] },
  ],
  ['rmi', ['', [[/^JRMI/, rmiAcknowledged]]], { weaknesses: ['rmi-exposed'], banner: /192\.0\.2\.9/ }],
  [
    'openwire',
    [wireFormat('5.15.8'), []],
    { software: version('Apache ActiveMQ', '5.15.8'), weaknesses: ['broker-exposed'] },
  ],
  ['socks', ['', [[/^[\s\S]{3}$/, Buffer.from([5, 0])]]], { weaknesses: ['proxy-open'] }],
  [
    'xmpp',
    [
      '',
      [
        [
          /^<\?xml/,
          "<?xml version='1.0'?><stream:stream xmlns='jabber:client' id='1'><stream:features><mechanisms><mechanism>PLAIN</mechanism></mechanisms></stream:features>",
        ],
      ],
    ],
    { weaknesses: ['starttls-missing', 'cleartext-login'] },
  ],
]

describe('each protocol is told by what it says, at a port that is not its own', () => {
  it.each(peers)('%s', { timeout: 25_000 }, async (protocol, script, { software, weaknesses, banner }) => {
    const target = await serve(scripted(...script))
    const seen = await inspect(target)
    expect(seen?.protocol).toBe(protocol)
    if (banner) expect(seen?.banner).toMatch(banner)
    if (software) expect(seen?.software).toContainEqual(expect.objectContaining(software))
    expect(seen?.weaknesses.map(({ ruleId }) => ruleId)).toEqual(expect.arrayContaining(weaknesses))
    for (const { evidence, reason, remedy } of seen?.weaknesses ?? [])
      expect(Math.min(evidence.length, reason.length, remedy.length)).toBeGreaterThan(5)
  })

  it('nfs: at its own port, by the call that does nothing', { timeout: 25_000 }, async () => {
    const target = await serve(scripted('', [[/^[\s\S]{4}Lune[\s\S]{10}\x86\xa3/, rpcReply([])]]), '127.0.0.92', 2049)
    expect(await inspect(target)).toMatchObject({ protocol: 'nfs', banner: 'NFS version 3 and 4' })
  })

  it('a proxy that wants a sign-in is no open one', { timeout: 25_000 }, async () => {
    const target = await serve(scripted('', [[/^[\s\S]{3}$/, Buffer.from([5, 0xff])]]))
    expect(await inspect(target)).toMatchObject({ protocol: 'socks', weaknesses: [] })
  })

  it('a port that echoes is no debugger', { timeout: 25_000 }, async () => {
    const target = await serve((socket) => void socket.on('data', (data) => socket.write(data)))
    expect((await inspect(target))?.protocol).not.toBe('jdwp')
  })

  it.each([
    ['ftp', '220 (vsFTPd 3.0.5)\r\n'],
    ['smtp', '220 mx.example ESMTP Postfix\r\n'],
    ['unknown', '220 welcome\r\n'],
  ])('one that greets and says no more is what its greeting says: %s', { timeout: 40_000 }, async (protocol, words) => {
    const target = await serve(scripted(words, []))
    const seen = await inspect(target)
    expect(seen).toMatchObject({ protocol, banner: words.trim() })
    const told = seen?.weaknesses.map(({ ruleId }) => ruleId)
    for (const unasked of ['starttls-missing', 'ftp-anonymous', 'cleartext-login']) expect(told).not.toContain(unasked)
  })

  it('a port that only takes connections stays unknown', { timeout: 25_000 }, async () => {
    const target = await serve(() => {})
    expect(await inspect(target)).toMatchObject({ protocol: 'unknown', software: [], weaknesses: [] })
  })

  it('a closed port is no service', async () => {
    expect(await inspect({ address: '127.0.0.1', port: 1 })).toBeUndefined()
  })
})

describe('over UDP', () => {
  const look = (target: ProbeTarget) => {
    const tools = { port: loopbackPort(), signal: new AbortController().signal, now: Date.now, fingerprints }
    return inspectDatagrams(target, [], tools)
  }

  it('a port of no habit is asked in each protocol, and says which it speaks', { timeout: 20_000 }, async () => {
    const server = createSocket('udp4')
    onTestFinished(() => void server.close())
    const words = Buffer.from('Acme Switch 9000')
    server.on('message', (asked, { address, port }) => {
      // SNMP answers who knows the community, with the description in the place of the question's null.
      if (!asked.includes('public')) return
      const described = Buffer.concat([asked.subarray(0, -2), Buffer.from([4, words.length]), words])
      server.send(described, port, address)
    })
    server.bind(0, '127.0.0.1')
    await happened(server, 'listening')
    const seen = await look({ address: '127.0.0.1', port: server.address().port })
    expect(seen).toMatchObject({ protocol: 'snmp', transport: 'udp', banner: 'Acme Switch 9000' })
    expect(seen?.weaknesses.map(({ ruleId }) => ruleId)).toEqual(['snmp-exposed'])
  })

  it('silence is no service', { timeout: 30_000 }, async () => {
    const server = createSocket('udp4').bind(0, '127.0.0.1')
    onTestFinished(() => void server.close())
    await happened(server, 'listening')
    expect(await look({ address: '127.0.0.1', port: server.address().port })).toBeUndefined()
  })
})

describe('ports where other words do harm', () => {
  it('hear no HTTP request before they are known to be a web server', { timeout: 25_000 }, async () => {
    const heard: string[] = []
    const target = await serve(
      (socket) => socket.on('data', (data) => heard.push(data.toString('latin1'))),
      '127.0.0.91',
      9_100,
    )
    expect(await inspect(target)).toMatchObject({ protocol: 'unknown' })
    expect(heard.join('')).not.toContain('GET ')
    expect(heard.join('')).toContain('@PJL')
  })
})

describe('the registry', () => {
  it('holds every folder of speakers, once', () => {
    const folders = readdirSync(join(import.meta.dirname, 'speakers')).sort()
    expect(speakers.map(({ id }) => id).sort()).toEqual(folders)
  })

  it.each(speakers.map((speaker) => [speaker.id, speaker] as const))(
    '%s says what it sends, and never mistakes any bytes for more',
    (_, speaker) => {
      expect(speaker.sends.length).toBeGreaterThan(5)
      expect(speaker.title.length).toBeGreaterThan(1)
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void speaker.recognises?.(Buffer.from(bytes))),
      )
    },
  )
})

describe('readers of network bytes', () => {
  const readers: Record<string, (bytes: Buffer) => unknown> = {
    amqp: readStart,
    epmd: (bytes) => readNodes(bytes, 4369),
    jdwp: readMachine,
    'kafka versions': readApiVersions,
    'kafka brokers': (bytes) => [1, 3, 8].map((asked) => readMetadata(bytes, asked)),
    openwire: readWireFormat,
    oracle: readListener,
    rmi: readAcknowledged,
    'rpc reply': (bytes) => readDump(readRpcReply(bytes)?.body ?? bytes),
    'ldap attributes': readAttributes,
    'ldap length': tlvLength,
    modbus: readIdentification,
    mongodb: readReply,
    mssql: readPrelogin,
    mysql: readGreeting,
    postgresql: readError,
    telnet: readTelnet,
    ...Object.fromEntries(datagramSpeakers.map((speaker) => [`${speaker.id} datagram`, speaker.read])),
  }
  /** Beginnings that lead deeper than chance would. */
  const beginnings = [
    amqpStart(),
    ldapEntry,
    mongoReply('1'),
    opMessage(1, 'hello'),
    mysqlGreeting('8'),
    kafkaVersions,
    kafkaMetadata,
    tnsPacket(4, '(ERR=1)(VSNNUM=301989888)'),
    rpcReply([1, 100_003, 3, 6, 2049, 0]),
    jdwpVersion(),
    rmiAcknowledged,
    wireFormat('6.0.1'),
    postgresError,
  ].map((bytes) => [...bytes])

  it.each(Object.entries(readers))('%s stands any bytes', (_, read) => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => void read(Buffer.from(bytes))))
    const mutated = fc.tuple(
      fc.constantFrom(...beginnings),
      fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { maxLength: 6 }),
    )
    fc.assert(
      fc.property(mutated, ([bytes, changes]) => {
        const copy = Buffer.from(bytes)
        for (const [at, value] of changes) copy[at % copy.length] = value
        read(copy)
      }),
    )
  })

  it('a key exchange cut short is refused as such', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        try {
          readKexInit(Buffer.from(bytes))
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError)
        }
      }),
    )
  })
})

describe('a place that is asked again by more names', () => {
  it('tells what they show, without asking anew what is known', { timeout: 20_000 }, async () => {
    let requests: string[] = []
    const target = await serve((socket) => {
      socket.on('data', (data) => {
        const said = data.toString('latin1')
        requests.push(said.split('\r\n').slice(0, 2).join(' '))
        const body = said.includes('Host: b.test.example') ? '<title>B</title>' : '<title>A</title>'
        const found = /^GET \/ /.test(said)
        socket.write(
          `HTTP/1.1 ${found ? 200 : 404} x\r\nContent-Type: text/html\r\nContent-Length: ${found ? body.length : 0}\r\n\r\n${found ? body : ''}`,
        )
      })
    })
    const tools = { port: loopbackPort(), signal: new AbortController().signal, now: Date.now, fingerprints }
    const memory: InspectionMemory = new Map()
    const first = await inspectService(target, ['a.test.example'], tools, memory)
    expect(first?.pages?.map(({ title }) => title)).toEqual(['A'])
    requests = []
    const again = await inspectService(target, ['b.test.example', 'alias.test.example'], tools, memory)
    expect(again).toMatchObject({ protocol: 'http', names: ['a.test.example', 'b.test.example', 'alias.test.example'] })
    expect(again?.pages?.map(({ title }) => title)).toEqual(['A', 'B'])
    expect(requests.filter((request) => request.includes('Host: a.test.example'))).toEqual([])
    expect(requests.filter((request) => request.includes('Host: alias.test.example'))).toHaveLength(1)
  })

  it.each([
    ['none at first', [[], ['a.test.example', 'alias.test.example', 'b.test.example']]],
    ['one after the other', [['a.test.example'], ['alias.test.example'], ['b.test.example']]],
    ['none, then one after the other', [[], ['a.test.example'], ['b.test.example'], ['alias.test.example']]],
  ])('shows the same as when all names are known from the first: %s', { timeout: 20_000 }, async (_how, rounds) => {
    const target = await serveSites()
    const once = await askInRounds(target, [['a.test.example', 'alias.test.example', 'b.test.example']])
    const slowly = await askInRounds(target, rounds)
    const told = (seen: typeof once) => ({
      weaknesses: seen?.weaknesses.map(({ ruleId, shownBy }) => `${ruleId} ${shownBy}`).sort(),
      pages: seen?.pages?.map(({ url }) => url).sort(),
      software: seen?.software.map(({ product, version }) => `${product} ${version}`).sort(),
      leaves: [seen?.tls?.chain[0], ...(seen?.tls?.others ?? [])].map((leaf) => leaf?.fingerprint).sort(),
    })
    expect(told(slowly)).toEqual(told(once))
    expect(told(once).weaknesses).toContain('git-exposed a.test.example')
    expect(told(once).leaves).toHaveLength(2)
  })

  it('speaks in the names of the last time, whenever they come', { timeout: 30_000 }, async () => {
    const target = await serveSites()
    const told = ({ weaknesses, pages, tls }: SeenService) => ({
      weaknesses: weaknesses.map(({ ruleId, shownBy, evidence }) => `${ruleId} ${shownBy}: ${evidence}`).sort(),
      pages: pages?.map(({ url }) => url).sort(),
      leaf: tls?.chain[0]?.fingerprint,
    })
    const names = ['a.test.example', 'alias.test.example', 'b.test.example']
    const orders = [
      [names],
      [['alias.test.example'], ['a.test.example', 'b.test.example']],
      [['b.test.example'], ['alias.test.example'], ['a.test.example']],
      [[], ['a.test.example'], ['alias.test.example', 'b.test.example']],
    ]
    for (const speakers of [
      { tls: 'a.test.example', sites: ['a.test.example', 'b.test.example'] },
      { tls: 'b.test.example', sites: ['alias.test.example'] },
    ]) {
      const looks = []
      for (const rounds of orders) looks.push(told((await askInRounds(target, rounds, speakers))!))
      for (const look of looks) expect(look).toEqual(looks[0])
      expect(looks[0]?.weaknesses.join()).toContain(`git-exposed ${speakers.sites[0]}`)
    }
  })

  it('asks a name once more that got no answer, before the bare address speaks for it', {
    timeout: 30_000,
  }, async () => {
    let fronts = 0
    const target = await serve((socket) => {
      socket.on('data', (data) => {
        const [, path = ''] = /^GET (\S+)/.exec(data.toString('latin1')) ?? []
        // The first finds out what is spoken, the second is the first of the visit.
        if (path === '/' && ++fronts === 2) return socket.destroy()
        socket.write(`HTTP/1.1 ${path === '/' ? 200 : 404} x\r\nContent-Length: 4\r\n\r\nshop`)
      })
    })
    const seen = await askInRounds(target, [['a.test.example']])
    expect(seen?.pages?.map(({ url }) => url)).toEqual([`http://a.test.example:${target.port}/`])
  })

  it('says the same in each look, and how much it could not', { timeout: 30_000 }, async () => {
    const target = await serve((socket) => {
      socket.on('data', (data) => {
        const [, path = ''] = /^GET (\S+)/.exec(data.toString('latin1')) ?? []
        if (path === '/.env') return socket.destroy()
        const body = path === '/' ? '<p>shop</p>' : `<h3>Apache Tomcat/9.0.30</h3> ${path}`
        socket.write(`HTTP/1.1 ${path === '/' ? 200 : 404} x\r\nContent-Length: ${body.length}\r\n\r\n${body}`)
      })
    })
    const [one, two] = [await askInRounds(target, [[]]), await askInRounds(target, [[]])]
    expect(two).toEqual(one)
    expect(one?.software).toMatchObject([{ product: 'Apache Tomcat', where: 'page of a missing path' }])
    expect(one?.unanswered).toBe(1)
  })
})

describe('a site that refuses everything', () => {
  it('says nothing by repeating what it was asked for, with a moment and a mark of its own each time', {
    timeout: 30_000,
  }, async () => {
    let count = 0
    const target = await serve((socket) => {
      socket.on('error', () => {})
      socket.on('data', (data) => {
        const [, path = '/'] = /^GET (\S+)/.exec(data.toString('latin1')) ?? []
        const at = new Date(Date.UTC(2026, 5, 1) + ++count * 1_000).toUTCString()
        const body = `<h2>The requested URL could not be retrieved</h2><a href="${path}">${encodeURI(path)}</a>
          <p>Generated ${at} by front (squid/5.7), ${count} of today, reference ${randomBytes(12).toString('hex')}</p>`
        socket.end(
          `HTTP/1.1 400 Bad Request\r\nServer: squid/5.7\r\nConnection: close\r\nContent-Type: text/html\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
        )
      })
    })
    const seen = await inspect(target, ['a.test.example'])
    expect(seen?.software.map(({ product }) => product)).toEqual(['Squid'])
    expect(seen?.pages?.map(({ url }) => URL.parse(url)?.pathname)).toEqual(['/'])
    expect(seen?.weaknesses.map(({ ruleId }) => ruleId)).toEqual(['version-disclosure'])
  })
})

/** `a`, its alias and the bare address show one site, `b` another with a certificate of its own. */
async function serveSites() {
  const mine = makeCertificate({ names: ['a.test.example', 'alias.test.example'] })
  const other = createSecureContext(makeCertificate({ names: ['b.test.example'] }))
  const sites: Record<string, Record<string, string>> = {
    a: { '/': '<title>A</title><a href="https://www.a.test.example/">www</a>', '/.git/HEAD': 'ref: refs/heads/main\n' },
    b: { '/': '<title>B</title>', '/.env': 'DB_PASSWORD=x\n' },
  }
  const server = createServer(
    { ...mine, SNICallback: (name, done) => done(null, name.startsWith('b.') ? other : undefined) },
    (request, response) => {
      const body = sites[request.headers.host?.startsWith('b.') ? 'b' : 'a']?.[request.url ?? '']
      response.writeHead(body === undefined ? 404 : 200, { 'Content-Type': 'text/html', Server: 'nginx/1.24.0' })
      response.end(body)
    },
  )
  server.on('tlsClientError', () => {})
  server.listen(0, '127.0.0.1')
  await happened(server, 'listening')
  onTestFinished(() => void server.close())
  return { address: '127.0.0.1', port: (server.address() as AddressInfo).port }
}

async function askInRounds(target: ProbeTarget, rounds: string[][], speakers: Speakers = { sites: [] }) {
  const tools = { port: loopbackPort(), signal: new AbortController().signal, now: Date.now, fingerprints, speakers }
  const memory: InspectionMemory = new Map()
  let seen: Awaited<ReturnType<typeof inspectService>>
  for (const names of rounds) seen = await inspectService(target, names, tools, memory)
  return seen
}
