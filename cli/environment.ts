import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { join, resolve } from 'node:path'
import { newId } from '#kernel'

/** Every setting is an optional environment variable; `./tenon doctor` prints this list with what is in force. */
export const SETTINGS = {
  TENON_HOST: {
    default: '127.0.0.1',
    says: 'address to listen on; 0.0.0.0 opens it to the network',
  },
  TENON_PORT: { default: '8080', says: 'port to listen on' },
  TENON_DATA: { default: './data', says: 'folder of the database, files, keys and backups' },
  TENON_PUBLIC_URL: {
    default: '',
    says: 'where people reach it, for links and cookies; default: the host and port',
  },
  TENON_TLS_CERT: {
    default: '',
    says: 'PEM file; with TENON_TLS_KEY the server speaks https itself',
  },
  TENON_TLS_KEY: { default: '', says: 'PEM file of the private key' },
  TENON_TRUSTED_PROXIES: {
    default: '',
    says: 'addresses or networks, comma-separated, whose X-Forwarded-* headers are believed',
  },
  TENON_DATABASE_URL: {
    default: '',
    says: 'a PostgreSQL 15 or later of your own, as the role tenon_app; default: the embedded one',
  },
  TENON_DATABASE_OWNER_URL: {
    default: '',
    says: 'the same database as its owner, for migrations and restore',
  },
  TENON_MAIL_URL: {
    default: '',
    says: 'smtp(s)://user:password@host:port/?from=…; default: mail is kept as files for the operator',
  },
  TENON_BUS_URL: {
    default: '',
    says: 'nats://user:password@host:4222 (or tls://…?creds=FILE), by which several nodes wake each other; default: PostgreSQL wakes them',
  },
  TENON_BLOBS_URL: {
    default: '',
    says: 's3://key:secret@host/bucket?region=… (pathStyle=0: the bucket is in the host name; http:// without TLS), or file:///folder that nodes share; default: a folder in the data folder',
  },
  TENON_EGRESS_ALLOW: {
    default: '',
    says: 'addresses or networks, comma-separated, that modules may ask although they are not on the public internet; default: none',
  },
  TENON_MASTER_KEY_FILE: {
    default: '',
    says: '32 bytes that seal stored secrets; default: made in the data folder. Not part of any backup',
  },
} as const

export type Setting = keyof typeof SETTINGS

export interface Environment {
  readonly host: string
  readonly port: number
  readonly data: string
  readonly publicUrl: string
  readonly tls: { readonly cert: string; readonly key: string } | undefined
  readonly trustedProxies: readonly string[]
  readonly database: { readonly appUrl: string; readonly ownerUrl: string } | undefined
  readonly mailUrl: string | undefined
  readonly busUrl: string | undefined
  readonly blobsUrl: string | undefined
  readonly egressAllow: readonly string[]
  readonly masterKeyFile: string
}

/** Reads the settings; a value that cannot work is refused with what to do. */
export function readEnvironment(env: NodeJS.ProcessEnv = process.env): Environment {
  const of = (name: Setting): string => env[name]?.trim() || SETTINGS[name].default
  const port = Number(of('TENON_PORT'))
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`TENON_PORT is “${of('TENON_PORT')}”: use a number from 1 to 65535.`)
  const [cert, key] = [of('TENON_TLS_CERT'), of('TENON_TLS_KEY')]
  if (!cert !== !key)
    throw new Error('TENON_TLS_CERT and TENON_TLS_KEY go together: set both or neither.')
  const [appUrl, ownerUrl] = [of('TENON_DATABASE_URL'), of('TENON_DATABASE_OWNER_URL')]
  if (!appUrl !== !ownerUrl)
    throw new Error(
      'TENON_DATABASE_URL and TENON_DATABASE_OWNER_URL go together: one for each role.',
    )
  const data = resolve(of('TENON_DATA'))
  const host = of('TENON_HOST')
  const named =
    host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return {
    host,
    port,
    data,
    publicUrl: (of('TENON_PUBLIC_URL') || `${cert ? 'https' : 'http'}://${named}:${port}`).replace(
      /\/+$/,
      '',
    ),
    tls: cert ? { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') } : undefined,
    trustedProxies: listOf(of('TENON_TRUSTED_PROXIES')),
    database: appUrl ? { appUrl, ownerUrl } : undefined,
    mailUrl: of('TENON_MAIL_URL') || undefined,
    busUrl: of('TENON_BUS_URL') || undefined,
    blobsUrl: of('TENON_BLOBS_URL') || undefined,
    egressAllow: listOf(of('TENON_EGRESS_ALLOW')),
    masterKeyFile: of('TENON_MASTER_KEY_FILE') || join(data, 'master.key'),
  }
}

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean)

/** Where bytes lie, for whoever opens them: the server, a backup, a restore. */
export const blobsOf = ({ blobsUrl, data }: Pick<Environment, 'blobsUrl' | 'data'>) => ({
  url: blobsUrl,
  folder: join(data, 'blobs'),
})

/** By which this node is known to the others, over restarts. */
export function nodeId(data: string): string {
  const file = join(data, 'node.id')
  if (!existsSync(file)) writeFileSync(file, `${newId()}\n`, { mode: 0o600 })
  return readFileSync(file, 'utf8').trim()
}

/** The key that seals secrets: 32 random bytes, made once, readable by the server's user alone. */
export function masterKey({ masterKeyFile, data }: Environment): Uint8Array {
  if (!existsSync(masterKeyFile)) {
    mkdirSync(data, { recursive: true, mode: 0o700 })
    // Two nodes may start at once on one key file: it appears whole or not at all, and the first one's stays.
    const own = `${masterKeyFile}.${newId()}`
    writeFileSync(own, randomBytes(32), { mode: 0o600, flag: 'wx' })
    try {
      linkSync(own, masterKeyFile)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    } finally {
      rmSync(own)
    }
  }
  const key = readFileSync(masterKeyFile)
  if (key.length !== 32)
    throw new Error(`${masterKeyFile} must hold exactly 32 bytes; it holds ${key.length}.`)
  return key
}

/** Where the operator's commands reach a running server. A socket path may have 107 bytes. */
export const operatorSocket = (data: string): string => join(data, 'operator.sock')
