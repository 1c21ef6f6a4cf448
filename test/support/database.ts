import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { inject } from 'vitest'
import type { TestProject } from 'vitest/node'
import { type Database, openDatabase } from '#platform/database'
import { launch } from '../../src/platform/database/launcher/index.ts'
import { withName, withOwner } from '../../src/platform/database/open.ts'
import { dataFolder } from './data-folder.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /**
     * Connection string of a server's owner role, and the database to clone; `administrator`: of a superuser, where the
     * owner is none, as on an external server.
     */
    databaseServer: { url: string; template: string; administrator?: string }
  }
}

/** vitest's global set-up: one server for the run (DATABASE_URL where set), with one migrated database to clone from. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = dataFolder('test')
  const external = process.env.DATABASE_URL
  const server = external ? undefined : await launch(folder)
  if (server && !server.ok) throw new Error(server.error.message)
  const url = external ?? (server as { value: { url: string } }).value.url
  const remove = await provideServer(project, url, folder)
  return async () => {
    await remove()
    if (server?.ok) await server.value.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Makes a migrated database to clone from on a server, and tells the tests of both. @returns removes it. */
export async function provideServer(
  project: TestProject,
  url: string,
  folder: string,
  administrator?: string,
): Promise<() => Promise<void>> {
  const template = `lunette_test_${randomBytes(6).toString('hex')}`
  await withOwner(withName(url, 'postgres'), (client) => client.query(`create database ${template}`))
  const opened = await openDatabase({ dataDir: folder, url: withName(url, template) })
  if (!opened.ok) throw new Error(opened.error.message)
  await opened.value.close()
  project.provide('databaseServer', { url, template, ...(administrator && { administrator }) })
  return async () => {
    await withOwner(withName(url, 'postgres'), (client) =>
      client.query(`drop database if exists ${template} with (force)`),
    )
  }
}

export interface TestDatabase {
  database: Database
  /** Owner's connection string, for what the application role may not do. */
  ownerUrl: string
  /** Closes and drops it. */
  drop(): Promise<void>
}

/** By copying its files: to write each page to the log as well takes twice as long. */
const copyOf = (name: string, template: string) => `create database ${name} template ${template} strategy file_copy`

/** A fresh, migrated database of its own on the run's server (about 50 ms). */
export async function testDatabase(): Promise<TestDatabase> {
  const { url, template } = inject('databaseServer')
  const name = `t_${randomBytes(8).toString('hex')}`
  const maintenance = withName(url, 'postgres')
  await withOwner(maintenance, (client) => client.query(copyOf(name, template)))
  const ownerUrl = withName(url, name)
  const opened = await openDatabase({ dataDir: tmpdir(), url: ownerUrl })
  if (!opened.ok) throw new Error(opened.error.message)
  const drop = async () => {
    await opened.value.close()
    await withOwner(maintenance, (client) => client.query(`drop database if exists ${name} with (force)`))
  }
  return { database: opened.value, ownerUrl, drop }
}

/** A fresh, migrated database on the run's server, for an installation of its own. @returns its connection string. */
export async function installationDatabase(): Promise<string> {
  const { url, template } = inject('databaseServer')
  const name = `t_${randomBytes(8).toString('hex')}`
  await withOwner(withName(url, 'postgres'), (client) => client.query(copyOf(name, template)))
  return withName(url, name)
}

/** Runs `work` with a fresh database and drops it afterwards. */
export async function withTestDatabase<T>(work: (database: Database, ownerUrl: string) => Promise<T>): Promise<T> {
  const { database, ownerUrl, drop } = await testDatabase()
  try {
    return await work(database, ownerUrl)
  } finally {
    await drop()
  }
}
