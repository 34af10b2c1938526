import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'

/**
 * A backup's tables in one file, so that a version that has landed stays in the tree:
 * `./tenon setup --sample …`, `./tenon backup --to FOLDER`, then `node test/upgrade/dump.ts FOLDER/backup-… NAME`.
 */
interface Dump {
  readonly manifest: unknown
  readonly tables: Readonly<Record<string, string>>
}

const END = '.copy.gz'

export async function pack(folder: string, file: string): Promise<void> {
  const manifest: unknown = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'))
  const names = (await readdir(join(folder, 'tables'))).toSorted()
  const tables = Object.fromEntries(
    await Promise.all(
      names.map(async (name) => [
        basename(name, END),
        gunzipSync(await readFile(join(folder, 'tables', name))).toString('base64'),
      ]),
    ),
  ) as Record<string, string>
  await writeFile(file, gzipSync(JSON.stringify({ manifest, tables } satisfies Dump), { level: 9 }))
}

/** The backup folder that it was. */
export async function unpack(file: string, folder: string): Promise<void> {
  const { manifest, tables } = JSON.parse(gunzipSync(await readFile(file)).toString()) as Dump
  await mkdir(join(folder, 'tables'), { recursive: true })
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest))
  for (const [name, text] of Object.entries(tables))
    await writeFile(
      join(folder, 'tables', `${name}${END}`),
      gzipSync(Buffer.from(text, 'base64'), { level: 1 }),
    )
}

if (import.meta.main) {
  const [folder, name] = process.argv.slice(2)
  await pack(folder!, join(import.meta.dirname, `${name}.json.gz`))
}
