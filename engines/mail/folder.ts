import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Mail } from '#kernel'
import type { OpenMail } from './mail.ts'

type Message = Parameters<Mail['send']>[0]
type Stored = Awaited<ReturnType<Mail['list']>>[number]

/** Enough to find a link again; older ones go, so that a forgotten folder stays small. */
const KEPT_MAX = 1000

export async function openFolder(folder: string): Promise<OpenMail> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  return {
    kind: 'folder',
    async send(message) {
      await store(folder, message)
      for (const name of (await newest(folder)).slice(KEPT_MAX))
        await rm(join(folder, name), { force: true })
    },
    async list(limit) {
      const found = (await newest(folder)).slice(0, limit).map(async (name) => {
        const text = await readFile(join(folder, name), 'utf8').catch(() => undefined)
        return text === undefined ? [] : [JSON.parse(text) as Stored]
      })
      return (await Promise.all(found)).flat()
    },
    async close() {},
  }
}

async function store(folder: string, { to, subject, text, calendar, id = randomUUID() }: Message) {
  const at = new Date().toISOString()
  const name = `${at.replaceAll(/[:.]/g, '-')}-${id.replaceAll(/[^A-Za-z0-9-]/g, '').slice(0, 40)}.json`
  const part = calendar ? { calendar: calendar.text } : {}
  const stored: Stored = { id: name.slice(0, -5), at, to, subject, text, ...part }
  const temporary = join(folder, `.${randomUUID()}`)
  {
    await using file = await open(temporary, 'wx', 0o600)
    await file.writeFile(JSON.stringify(stored, null, 2))
    await file.sync()
  }
  await rename(temporary, join(folder, name))
}

async function newest(folder: string) {
  const names = await readdir(folder)
  return names
    .filter((name) => /^\d{4}-.*\.json$/.test(name))
    .sort()
    .reverse()
}
