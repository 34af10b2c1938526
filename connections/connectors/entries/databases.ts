import type { FieldSpec } from '#connections/vault'
import { entry } from '../entry.ts'

const fields = (port: string): FieldSpec[] => [
  { name: 'host', title: 'Host', zh: '主机' },
  { name: 'port', title: `Port (${port})`, zh: `端口（${port}）` },
  { name: 'database', title: 'Database', zh: '数据库' },
  { name: 'user', title: 'User name', zh: '用户名' },
  { name: 'password', title: 'Password', zh: '密码', secret: true, optional: true },
  {
    name: 'tls',
    title: 'TLS (“off” only inside your own network)',
    zh: 'TLS（仅内网可填 off）',
    optional: true,
  },
]

/** Their tables become modules by an import. */
export const databases = [
  entry({
    id: 'postgresql',
    title: 'PostgreSQL',
    zh: 'PostgreSQL',
    about: 'Tables to read, changes to poll, declared statements to write.',
    about_zh: '读取数据表、轮询变化，按声明的语句写入。',
    icon: 'hdd',
    docs: 'https://www.postgresql.org/docs/current/ddl-priv.html',
    auth: [{ kind: 'custom', fields: fields('5432'), lends: true }],
    origins: [],
    proof: { state: 'verified', by: 'server', with: 'PostgreSQL 18', on: '2026-11-23' },
  }),
  entry({
    id: 'mysql',
    title: 'MySQL and MariaDB',
    zh: 'MySQL 与 MariaDB',
    about: 'Tables to read, changes to poll, declared statements to write.',
    about_zh: '读取数据表、轮询变化，按声明的语句写入。',
    icon: 'hdd',
    docs: 'https://mariadb.com/kb/en/grant/',
    auth: [{ kind: 'custom', fields: fields('3306'), lends: true }],
    origins: [],
    proof: { state: 'verified', by: 'server', with: 'MariaDB 10.11', on: '2026-11-23' },
  }),
]
