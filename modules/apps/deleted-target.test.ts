import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tenon } from '#kernel/testing'
import { createApp } from './actions/app.create.ts'
import type { Manifest } from './manifest/format.ts'

const department = (key: string, name: string, required: boolean) => ({
  key,
  name,
  title: { en: name, zh: name },
  kind: 'department' as const,
  required,
})
const VANS: Manifest = {
  format: 1,
  slug: 'van',
  title: { en: 'Vans', zh: '车辆' },
  icon: 'table',
  roles: [],
  entities: [
    {
      key: 'e1',
      noun: 'van',
      title: { en: 'Van', zh: '车辆' },
      label: 'f1',
      fields: [
        { key: 'f1', name: 'plate', title: { en: 'Plate', zh: '车牌' }, kind: 'text' },
        department('f2', 'owner', true),
        department('f3', 'borrower', false),
      ],
      access: { who: 'everyone' },
      views: ['table'],
    },
  ],
}

test('a department to which records of an app refer stays, or is let go of, as the field says', async () => {
  await using as = await tenon()
  let gao = await as.person('gao')
  const { app } = await gao.call(createApp, { manifest: VANS })
  gao = await as.person('gao')
  const made = async (name: string) =>
    ((await gao.call('directory.department.create', { name })) as { id: string }).id
  const [owner, borrower] = [await made('Yard'), await made('Night shift')]
  const { id: van } = (await gao.call('app_van.van.create', { plate: 'A-1', owner, borrower })) as {
    id: string
  }
  await gao.refuses('directory.department.delete', { department: owner }, 'conflict')
  await gao.call('directory.department.delete', { department: borrower })
  const now = (await gao.call('app_van.van.get', { van })) as Record<string, unknown>
  assert.equal(now['owner'], owner)
  assert.equal(now['borrower'], undefined)
  const { items } = (await gao.call('app_van.van.history', { van })) as {
    items: { cause: string; changes: { field: string }[] }[]
  }
  assert.deepEqual(
    items.map(({ cause, changes }) => [cause, changes.length]),
    [
      ['directory.department.delete', 1],
      ['app_van.van.create', items[1]!.changes.length],
    ],
  )
  // Deleting what an app holds is the catalogue's to ask for, and only of one that was removed.
  await gao.refuses('apps.app.purge', { app, batch: app }, 'notFound')
  await gao.call('app_van.van.delete', { van })
  await gao.call('directory.department.delete', { department: owner })
})
