import assert from 'node:assert/strict'
import { test } from 'node:test'
import { extendRegistry } from '../../../kernel/registry.ts'
import { installed } from '#kernel/testing'
import { loans } from '../fixtures.ts'
import { makeModule } from '../make/module.ts'
import { checkManifest } from './check.ts'
import { differences } from './diff.ts'
import { FORMAT, type Manifest } from './format.ts'
import { hashOf } from './hash.ts'
import { nextOf } from './next.ts'
import { upgraded } from './upgrade.ts'

const copy = (edit: (manifest: Manifest) => void): Manifest => {
  const made = JSON.parse(JSON.stringify(loans)) as Manifest
  edit(made)
  return made
}
const refused = (edit: (manifest: Manifest) => void, message: RegExp) =>
  assert.throws(() => checkManifest(copy(edit)), message)

test('the same content has the same hash, whatever the order of keys', () => {
  const { entities, ...rest } = loans
  assert.equal(hashOf({ entities, ...rest } as Manifest), hashOf(loans))
  assert.notEqual(hashOf(copy((made) => (made.icon = 'star'))), hashOf(loans))
})

test('what does not go together is refused by name', () => {
  refused((made) => (made.entities[1]!.fields[1]!.to = 'e9'), /Asset points at nothing/)
  refused(
    (made) => made.entities[0]!.fields.push({ ...made.entities[0]!.fields[1]! }),
    /stands twice/,
  )
  refused(
    (made) => (made.entities[0]!.fields[1]!.name = 'created_by'),
    /cannot be called created_by/,
  )
  refused((made) => (made.entities[0]!.views = ['calendar']), /needs a date/)
  refused((made) => (made.entities[0]!.access = { who: 'roles', roles: ['boss'] }), /no role boss/)
  refused((made) => (made.entities[0]!.fields[1]!.seen_by = 'keeper'), /everybody must/)
  refused((made) => (made.entities[0]!.fields[2]!.options = []), /at least one choice/)
})

test('a version says what it adds, takes away and changes, rights included', () => {
  const next = copy((made) => {
    made.roles = []
    made.entities[0]!.fields[2]!.title = { en: 'Kind', zh: '种类' }
    made.entities[0]!.fields.splice(4, 1)
    delete made.entities[0]!.fields[3]!.seen_by
  })
  const found = differences(loans, next).map(({ what, change, key }) => `${what} ${change} ${key}`)
  assert.deepEqual(found.toSorted(), [
    'field changed f3',
    'field changed f4',
    'field removed f5',
    'role removed keeper',
    'scope removed keeper',
  ])
  assert.deepEqual(differences(loans, loans), [])
})

test('a field that holds something else gets a new key, and everything that named it follows', () => {
  const { manifest, retyped } = nextOf(
    loans,
    copy((made) => {
      made.entities[0]!.fields[1]!.kind = 'long'
    }),
  )
  const [asset] = manifest.entities
  assert.equal(retyped[0]!.after.name, 'name')
  assert.notEqual(asset!.fields[1]!.key, 'f2')
  assert.equal(asset!.label, asset!.fields[1]!.key)
  const more = nextOf(
    loans,
    copy((made) => made.entities[0]!.fields[2]!.options!.push({ value: 'other' })),
  )
  assert.deepEqual(more.retyped, [], 'one more choice touches no record')
})

test('a stored manifest of every format is brought to today’s', () => {
  assert.equal(upgraded(JSON.parse(JSON.stringify(loans))).format, FORMAT)
  assert.equal(
    (upgraded({ format: 99 }) as { format: number }).format,
    99,
    'a newer one is left to be refused',
  )
})

test('a manifest makes an ordinary module that the registry takes', async () => {
  const { registry } = await installed()
  const module = makeModule(checkManifest(loans), {
    module: 'app_assets',
    version: 3,
    publisher: 'Dajia',
    ids: { e1: '01a20000-0000-7000-8000-000000000001', e2: '01a20000-0000-7000-8000-000000000002' },
  })
  const whole = extendRegistry(registry, [module])
  assert.equal(whole.zh.get('app_assets.asset.name'), '名称')
  assert.ok(whole.scopes.has('app_assets.keeper'))
  assert.equal(whole.entity('app_assets.asset').access.read.fields?.['price'] !== undefined, true)
})
