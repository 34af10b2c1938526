import { createHash } from 'node:crypto'
import { fail, TenonError, type Kernel } from '#kernel'
import type { Egress } from '#kernel/egress'
import { Value } from 'typebox/value'
import { makeModule } from '../make/module.ts'
import { misfit } from '../make/entity.ts'
import { EXT_PREFIX } from '../store.ts'
import { Manifest } from './format.ts'
import { SchemaFault } from './schema.ts'

type Registry = Kernel['registry']

/** Where a vendor's manifest is when only its server is named. */
const WELL_KNOWN = '/.well-known/tenon.json'
const BYTES_MAX = 512 * 1024

export interface Published {
  readonly url: string
  readonly origin: string
  readonly manifest: Manifest
  readonly hash: string
  readonly module: string
}

/** Fetches and checks a manifest; every fault is told, because the vendor's engineer reads them. */
export async function fetchManifest(
  egress: Egress,
  address: string,
  publicUrl: string,
  registry: Registry,
): Promise<Published> {
  const url = addressOf(address)
  const { hostname, origin } = new URL(url)
  // Cookies know no ports: a vendor on our own host name would be sent our people's.
  if (hostname === new URL(publicUrl).hostname)
    throw fail(
      'invalid',
      'This address has the same host name as this server.',
      'Reach the vendor’s software by another name than Tenon’s, so that browsers keep the two apart.',
    )
  const { status, body } = await egress.fetch(url, {
    headers: { accept: 'application/json' },
    bytesMax: BYTES_MAX,
  })
  if (status !== 200) throw unusable(`the server answered ${status}`)
  const manifest = parse(body)
  const wrong = faults(manifest, registry)
  if (wrong.length) throw unusable(wrong.slice(0, 10).join('; '), wrong)
  const hash = createHash('sha256').update(canonical(manifest)).digest('hex')
  return { url, origin, manifest, hash, module: `${EXT_PREFIX}${manifest.id}` }
}

function addressOf(text: string): string {
  const full = /^https?:\/\//i.test(text) ? text : `https://${text}`
  if (!URL.canParse(full))
    throw fail('invalid', 'This is no address.', 'Write it like https://sign.example.com')
  const url = new URL(full)
  if (url.pathname === '/' && url.search === '') url.pathname = WELL_KNOWN
  return url.href
}

function parse(body: Uint8Array): Manifest {
  let said: unknown
  try {
    said = JSON.parse(Buffer.from(body).toString())
  } catch {
    throw unusable('what it publishes is no JSON')
  }
  if (!Value.Check(Manifest, said)) throw unusable(misfit(Manifest, said) ?? 'it does not fit')
  return said
}

/** What hangs together within a manifest, and with what this organisation has. */
function faults(manifest: Manifest, registry: Registry): string[] {
  const nouns = new Set(manifest.entities.map(({ noun }) => noun))
  const actions = new Set(manifest.actions.map(({ id }) => id))
  const pages = new Set(manifest.pages.map(({ id }) => id))
  const found: string[] = []
  const say = (told: boolean, what: string) => void (told && found.push(what))
  const twice = (what: string, ids: readonly string[]) =>
    say(new Set(ids).size !== ids.length, `two ${what} have the same id`)
  twice(
    'entities',
    manifest.entities.map(({ noun }) => noun),
  )
  twice(
    'actions or events',
    [...manifest.actions, ...manifest.events].map(({ id }) => id),
  )
  twice(
    'pages',
    manifest.pages.map(({ id }) => id),
  )
  say(!manifest.title.en, 'it has no title')
  for (const { id, scope, makes } of manifest.actions) {
    say(!manifest.scopes[scope], `${id} needs the right ${scope}, which it does not have`)
    say(makes !== undefined && !nouns.has(makes), `${id} makes ${makes}, which is no entity`)
    say(RESERVED.test(id), `${id}: the name is Tenon’s own`)
  }
  for (const { noun, scope, label, fields, card } of manifest.entities) {
    say(!manifest.scopes[scope], `${noun} needs the right ${scope}, which it does not have`)
    say(!fields[label], `${noun} has no field ${label}`)
    say(pages.has(noun), `${noun} is an entity and a page`)
    for (const { action } of card?.buttons ?? [])
      say(!actions.has(action), `a card of ${noun} has a button for ${action}, which is no action`)
    say(card?.page !== undefined && !pages.has(card.page), `a card of ${noun} leads to no page`)
  }
  for (const { id, scope } of manifest.pages)
    say(!manifest.scopes[scope], `the page ${id} needs the right ${scope}`)
  for (const { action, page, slot } of manifest.placements) {
    say(action !== undefined && !actions.has(action), `${slot}: ${action} is no action`)
    say(page !== undefined && !pages.has(page), `${slot}: ${page} is no page`)
    say(action === undefined && page === undefined, `${slot}: names no action and no page`)
  }
  for (const { scope } of manifest.asks)
    say(!registry.scopes.has(scope), `it asks for ${scope}, which is no right here`)
  if (found.length === 0) found.push(...cannotBeMade(manifest, registry))
  return found
}

/** Last, it is made as it would be installed: schemas that cannot be used, standards that it does not keep. */
function cannotBeMade(manifest: Manifest, registry: Registry): string[] {
  const id = `${EXT_PREFIX}${manifest.id}`
  try {
    const module = makeModule({ manifest, module: id, link: NOBODY })
    const has = new Set([...module.actions, ...(module.events ?? [])].map((each) => each.id))
    return (module.implements ?? []).flatMap(({ interface: name, ids, without }) => {
      const standard = registry.interfaces.get(name)
      if (!standard) return [`there is no standard ${name} here`]
      return [...standard.actions, ...standard.events].flatMap(({ id: part }) => {
        if (without?.includes(part)) return []
        const own = ids?.[part] ?? `${id}.${part.slice(part.indexOf('.') + 1)}`
        return has.has(own) ? [] : [`it says ${name} but has no ${own.slice(id.length + 1)}`]
      })
    })
  } catch (error) {
    if (error instanceof SchemaFault) return [`a schema cannot be used: ${error.message}`]
    throw error
  }
}
const NOBODY = '00000000-0000-0000-0000-000000000000'

/** Ids that Tenon gives to what it makes beside the vendor's own. */
const RESERVED = /^inbox\.|\.(face|glance|share)$/

/** The same manifest has the same fingerprint, however its keys are ordered. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join()}}`
}

const unusable = (what: string, faultsFound: readonly string[] = [what]): TenonError =>
  fail(
    'invalid',
    `There is no manifest that can be used: ${what}.`,
    'Tell the vendor, or check the address.',
    { faults: faultsFound },
  )
