import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { manifestOf, openapiOf } from '#interface/openapi'
import type { AnyAction } from '#kernel'
import { compareTables } from '../../kernel/migrate.ts'
import { installed, ROOT, tenon, type Cast } from '../../kernel/testing.ts'
import { none } from '../tree.ts'
import type { Schema } from './arbitrary.ts'
import { faultsOf } from './schema.ts'

const { registry } = await installed()
const modules = [...registry.modules.values()]
const entities = [...registry.entities.values()]
const actions = [...registry.actions.values()]
const events = [...registry.events.values()]
const cards = [...registry.cards.values()]
const pages = modules.flatMap((module) => module.pages ?? [])
const placements = modules.flatMap((module) => module.placements ?? [])
const open = actions.filter((action) => !action.internal)

describe('every definition', () => {
  test('has a well-formed id that begins with its module', () => {
    const dotted = /^[a-z][a-z0-9]*(_[a-z0-9]+)*(\.[a-z][a-z0-9]*(_[a-z0-9]+)*)*$/
    const parts = {
      module: [1, 1],
      entity: [2, 2],
      action: [3, 3],
      event: [3, 3],
      card: [2, 3],
      page: [2, 3],
    } as const
    const wrong = [
      ['module', modules] as const,
      ['entity', entities] as const,
      ['action', actions] as const,
      ['event', events] as const,
      ['card', cards] as const,
      ['page', pages] as const,
    ].flatMap(([kind, list]) =>
      list
        .filter(({ id }) => {
          const [least, most] = parts[kind]
          const length = id.split('.').length
          return (
            !dotted.test(id) ||
            length < least ||
            length > most ||
            !registry.modules.has(id.split('.')[0]!)
          )
        })
        .map(({ id }) => `${kind} ${id}`),
    )
    none(wrong)
  })

  test('has an English title, and actions a description', () => {
    none([
      ...[...modules, ...entities, ...actions, ...events, ...pages, ...placements]
        .filter(({ title }) => !title?.trim())
        .map((each) => `${'id' in each ? each.id : 'placement'}: no title`),
      ...actions
        .filter(({ description }) => !/[.!?)]$/.test(description.trim()))
        .map(({ id }) => `${id}: a description is a sentence`),
    ])
  })

  test('has schemas of JSON Schema 2020-12', () => {
    none([
      ...actions.flatMap(({ id, input, output }) => [
        ...faultsOf(input, `${id} input `),
        ...faultsOf(output, `${id} output `),
      ]),
      ...events.flatMap(({ id, payload }) => faultsOf(payload, `${id} payload `)),
      ...entities.flatMap(({ id, fields }) =>
        Object.entries(fields).flatMap(([name, schema]) => faultsOf(schema, `${id}.${name} `)),
      ),
      ...modules.flatMap(({ id, settings }) =>
        settings ? faultsOf(settings, `${id} settings `) : [],
      ),
    ])
  })

  test('takes an object that refuses what it does not know', () => {
    const loose = open.filter(
      ({ input }) =>
        (input as Schema).type !== 'object' || (input as Schema).additionalProperties !== false,
    )
    none(loose.map(({ id }) => `${id}: end its input with { additionalProperties: false }`))
  })

  test('refers only to what there is', () => {
    const known = (id: string) => registry.entities.has(id) || registry.actions.has(id)
    const lost = (schema: Schema, at: string): string[] => {
      const { 'x-ref': to, properties = {}, items, anyOf = [] } = schema
      const pick = (schema as { 'x-pick'?: string })['x-pick']
      return [
        ...(to !== undefined && !registry.entities.has(to) ? [`${at}: x-ref ${to}`] : []),
        ...(pick !== undefined && to === undefined && !known(pick)
          ? [`${at}: x-pick ${pick}`]
          : []),
        ...Object.entries(properties).flatMap(([name, each]) => lost(each, `${at}/${name}`)),
        ...(items ? lost(items, `${at}[]`) : []),
        ...anyOf.flatMap((each) => lost(each, at)),
      ]
    }
    none([
      ...actions.flatMap(({ id, input }) => lost(input as Schema, id)),
      ...entities.flatMap(({ id, fields }) =>
        Object.entries(fields).flatMap(([name, each]) => lost(each as Schema, `${id}.${name}`)),
      ),
      ...placements
        .filter(
          ({ action, page }) =>
            !(action ? registry.actions.has(action) : pages.some(({ id }) => id === page)),
        )
        .map(({ title }) => `placement ${title}`),
      ...actions
        .filter(
          ({ subject, input }) => subject !== undefined && !(input as Schema).properties?.[subject],
        )
        .map(({ id, subject }) => `${id}: subject ${subject} is no input`),
      ...actions
        .filter(({ once, input }) => once !== undefined && !(input as Schema).properties?.[once])
        .map(({ id, once }) => `${id}: once ${once} is no input`),
    ])
  })

  test('of a scope is used by something', () => {
    const rules = JSON.stringify(entities.map(({ access }) => access))
    const used = new Set([...actions, ...pages].map(({ scope }) => scope))
    const sources = modules.flatMap(({ acts = [] }) => acts)
    const idle = [...registry.scopes.keys()].filter(
      (scope) => !used.has(scope) && !rules.includes(`"${scope}"`) && !sources.includes(scope),
    )
    none(idle.map((scope) => `${scope}: no action, page or rule asks for it`))
  })

  test('has a Chinese title', () => {
    const missing = (ids: readonly string[]) =>
      ids.filter((id) => !/[\u4E00-\u9FFF]/.test(registry.zh.get(id) ?? ''))
    none(
      missing([
        ...modules.map(({ id }) => id),
        ...entities.map(({ id }) => id),
        ...entities.flatMap(({ id, fields }) => Object.keys(fields).map((name) => `${id}.${name}`)),
        ...open.map(({ id }) => id),
        ...events.map(({ id }) => id),
        ...cards.map(({ id }) => id),
        ...pages.map(({ id }) => id),
        ...registry.scopes.keys(),
      ]),
    )
    none(
      open.flatMap((action) =>
        inputsOf(action)
          .filter((keys) => missing(keys).length === keys.length)
          .map(([own]) => own!),
      ),
    )
  })
})

/** Names that mean the same everywhere and are translated once by the web. */
const SHARED = new Set([
  'where',
  'sort',
  'search',
  'expand',
  'limit',
  'cursor',
  'rev',
  'client_id',
  'client_action_id',
  'device',
])

/** Where each input field's title may stand: under the action, or under the entity's field or the entity itself. */
function inputsOf({ id, input }: AnyAction): string[][] {
  const [module, noun] = id.split('.')
  const entity = `${module}.${noun}`
  return Object.entries((input as Schema).properties ?? {})
    .filter(([name]) => !SHARED.has(name))
    .map(([name, schema]) => [
      `${id}.${name}`,
      `${entity}.${name}`,
      `${module}.${name}`,
      ...(schema['x-ref'] ? [schema['x-ref']] : []),
    ])
}

describe('what is generated', () => {
  let as: Cast
  before(async () => void (as = await tenon()))
  after(() => as[Symbol.asyncDispose]())

  test('tables agree with the manifests, and all of them are sealed', async () => {
    none(await as.owner((client) => compareTables(client, registry)))
  })

  for (const [file, made] of [
    ['docs/openapi.json', openapiOf],
    ['docs/manifest.json', manifestOf],
  ] as const)
    test(`${file} is fresh`, async () => {
      const text = await readFile(join(ROOT, file), 'utf8').catch(() => '')
      assert.ok(
        text === `${JSON.stringify(made(registry), null, 1)}\n`,
        `${file} is out of date: run ./tenon openapi --write and commit it`,
      )
    })
})
