import { resolve } from 'node:path'
import { z } from 'zod'
import { decisionDefaults } from './defaults/index.ts'

const loopback = new Set(['127.0.0.1', '::1', 'localhost'])

/** Names apart by commas. */
function hostList() {
  return z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((host) => host.trim())
        .filter(Boolean),
    )
}

/** `name=address` pairs apart by commas. */
function catalogueList() {
  const entry = /^(\w[\w.+ -]{0,59})=(https?:\/\/\S+)$/
  return z
    .string()
    .default('')
    .transform((text) => text.split(',').flatMap((part) => part.trim() || []))
    .refine((parts) => parts.every((part) => entry.test(part)), 'name=https://address, separated by commas')
    .transform((parts) =>
      parts.map((part) => {
        const [, asserter = '', url = ''] = entry.exec(part) ?? []
        return { asserter: asserter.trim(), url }
      }),
    )
}

/** Every setting, with its meaning. The file has these names; the environment has them as LUNETTE_DATA_DIR and so on. */
export const configSchema = z
  .object({
    dataDir: z
      .string()
      .min(1)
      .default('.lunette')
      .transform((path) => resolve(path))
      .describe('folder of the database, the knowledge index and uploads')
      .meta({ example: '/srv/lunette' }),
    host: z.string().min(1).default('127.0.0.1').describe('address to listen on').meta({ example: '0.0.0.0' }),
    allowRemote: z
      .stringbool()
      .or(z.boolean())
      .default(false)
      .describe('allow an address other than loopback; put TLS in front'),
    port: z.coerce.number().int().min(0).max(65_535).default(7350).describe('port to listen on; 0 takes a free one'),
    databaseUrl: z
      .string()
      .regex(/^postgres(ql)?:\/\//, 'a postgres:// address')
      .optional()
      .describe('an external PostgreSQL 15 or newer instead of the embedded one')
      .meta({ example: 'postgres://user:password@host:5432/database' }),
    mirror: z
      .string()
      .min(1)
      .optional()
      .describe('a folder or http(s) address that mirrors the feeds; without it they come from their official sources')
      .meta({ example: '/srv/mirror or https://mirror.example/feeds' }),
    feedHosts: hostList()
      .describe('further hosts the feeds may be fetched from, separated by commas')
      .meta({ example: 'feeds.example.org' }),
    kevCatalogues: catalogueList()
      .describe(
        'further catalogues of exploited vulnerabilities in the form of CISA’s: name=address, separated by commas',
      )
      .meta({ example: 'Our own=https://intranet.example/kev.json' }),
    privateHosts: hostList()
      .describe(
        'hosts inside your own network that webhooks, mail, tickets, sign-in and the sources of discovery may go to, separated by commas',
      )
      .meta({ example: 'jira.intranet.example' }),
    publicUrl: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe(
        'address under which people reach this server through a proxy: its name is answered, links carry it, and cookies need TLS where it has it',
      )
      .meta({ example: 'https://lunette.example.org' }),
    openBrowser: z
      .stringbool()
      .or(z.boolean())
      .default(true)
      .describe('let `start` open the browser where somebody sits before a desktop of this machine'),
    scheduleFeeds: z
      .stringbool()
      .or(z.boolean())
      .default(true)
      .describe('let the server refresh by itself the feeds that were refreshed once, when they are due'),
    table: z
      .string()
      .default(decisionDefaults.table)
      .describe('decision table: bod-26-04, deployer, coordinator, a published id, or a .json file of your own')
      .meta({ example: 'deployer' }),
    dial: z
      .enum(['precise', 'comprehensive'])
      .default(decisionDefaults.dial)
      .describe('how much a match must be certain'),
    maxKnowledgeAgeDays: z.coerce
      .number()
      .int()
      .min(1)
      .max(3_650)
      .optional()
      .describe(
        'knowledge older than this many days counts as none, its components as unknown; without it each feed has its own limit, mostly 7',
      ),
    takeOverSeconds: z.coerce
      .number()
      .int()
      .min(1)
      .max(3_600)
      .default(15)
      .describe('after how many seconds of silence the unfinished work of a process that died is taken over'),
    importsAtOnce: z.coerce
      .number()
      .int()
      .min(0)
      .max(64)
      .default(2)
      .describe('how many files this process works at, at once; with 0 a server leaves long work to `lunette worker`'),
    requestsPerMinute: z.coerce
      .number()
      .int()
      .min(60)
      .max(1_000_000)
      .default(1_200)
      .describe('how many requests a minute one address may make'),
    secretKey: z
      .string()
      .min(1)
      .optional()
      .describe('key that encrypts stored secrets, 32 bytes in base64; without it one is kept in the data folder')
      .meta({ example: 'the output of `openssl rand -base64 32`' }),
    logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info').describe('how much is logged'),
  })
  .strict()
  .refine(({ host, allowRemote }) => allowRemote || loopback.has(host), {
    path: ['host'],
    message: 'only loopback addresses are allowed unless allowRemote is set',
  })

export type Config = z.infer<typeof configSchema>
export type ConfigKey = keyof Config

/** Never printed or logged. */
export const secretKeys: readonly ConfigKey[] = ['databaseUrl', 'secretKey']
