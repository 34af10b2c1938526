import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tenon } from '#kernel/testing'

test('a view is its owner’s, or for everyone to choose and nobody else to change', async () => {
  await using as = await tenon()
  const page = 'approval.requests'
  const save = (voice: typeof as.wang, name: string, shared: boolean) =>
    voice.call('directory.view.create', {
      page,
      name,
      owner: voice.id,
      shared,
      setting: { columns: ['title'], filter: { join: 'and', terms: [] } },
    }) as Promise<{ id: string }>
  const own = await save(as.wang, 'Mine', false)
  const shared = await save(as.wang, 'Ours', true)
  const seen = async (voice: typeof as.wang) =>
    (
      (await voice.call('directory.view.list', { where: { page }, sort: ['name'] })) as {
        items: { name: string }[]
      }
    ).items.map(({ name }) => name)
  assert.deepEqual(await seen(as.wang), ['Mine', 'Ours'])
  assert.deepEqual(await seen(as.stranger), ['Ours'])
  assert.deepEqual(await seen(as.outsider), [])
  await as.stranger.refuses('directory.view.update', { view: own.id, name: 'x' }, 'notFound')
  await as.stranger.refuses('directory.view.update', { view: shared.id, name: 'x' }, 'forbidden')
  await as.stranger.refuses('directory.view.delete', { view: shared.id }, 'forbidden')
  await as.stranger.refuses(
    'directory.view.create',
    { page, name: 'x', owner: as.wang.id, shared: true, setting: {} },
    'forbidden',
  )
  await as.wang.call('directory.view.delete', { view: own.id })
  assert.deepEqual(await seen(as.wang), ['Ours'])
})
