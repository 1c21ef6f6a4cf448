import { existsSync } from 'node:fs'

/** Where Debian 12 keeps PostgreSQL 15. */
export const debianBinaries = '/usr/lib/postgresql/15/bin'
export const hasDebianBinaries = existsSync(`${debianBinaries}/initdb`)
