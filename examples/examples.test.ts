import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { startExample } from '../connections/remote/testing/vendor.ts'
import { chainFault } from './inkstone/contracts.ts'

test('Kemai keeps what it acknowledged through kill -9, and needs nobody for it', async () => {
  await using kemai = await startExample('kemai')
  const headers = { 'x-api-key': 'kemai-key', 'content-type': 'application/json' }
  const api = async (path: string, body?: object, method = body ? 'POST' : 'GET') => {
    const init = { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) }
    const answer = await fetch(`${kemai.url}/api/v1/customers${path}`, init)
    return [answer.status, await answer.json()] as const
  }
  assert.equal((await fetch(`${kemai.url}/api/v1/customers`)).status, 401)
  const [, made] = (await api('', { name: '恒力轴承', phone: '0571' })) as [number, { id: string }]
  assert.equal((await api('', { name: ' ' }))[0], 400)
  await api(`/${made.id}`, { stage: 'won' }, 'PATCH')
  await api(`/${made.id}/contacts`, { name: '周工' })
  await kemai.restart()
  const [status, found] = (await api(`/${made.id}`)) as [number, Record<string, unknown>]
  assert.equal(status, 200)
  assert.deepEqual([found['name'], found['stage']], ['恒力轴承', 'won'])
  assert.equal((found['contacts'] as object[]).length, 1)
  for (let n = 0; n < 5; n++) await api('', { name: `客户 ${n}` })
  const [, first] = (await api('?limit=4')) as [number, { items: object[]; next: string }]
  const [, rest] = (await api(`?limit=4&cursor=${encodeURIComponent(first.next)}`)) as [
    number,
    { items: object[]; next?: string },
  ]
  assert.deepEqual([first.items.length, rest.items.length, rest.next], [4, 2, undefined])
  const described = (await (await fetch(`${kemai.url}/openapi.json`)).json()) as { paths: object }
  assert.equal(Object.keys(described.paths).length, 2)
})

test('Keqiao keeps its book through kill -9', async () => {
  await using keqiao = await startExample('keqiao')
  const headers = { authorization: 'Key keqiao-key' }
  const enter = (title: string) =>
    fetch(`${keqiao.url}/clients?title=${encodeURIComponent(title)}`, { method: 'POST', headers })
  for (const title of ['江南骑行', '北岸车行']) assert.equal((await enter(title)).status, 201)
  assert.equal((await fetch(`${keqiao.url}/clients`)).status, 401)
  await keqiao.restart()
  const { clients } = (await (await fetch(`${keqiao.url}/clients`, { headers })).json()) as {
    clients: { title: string }[]
  }
  assert.deepEqual(clients.map(({ title }) => title).toSorted(), ['北岸车行', '江南骑行'])
})

test('Inkstone’s trail shows any change of it, and Inkstone does not start on an altered one', async () => {
  await using inkstone = await startExample('inkstone')
  const path = join(inkstone.folder, 'contracts.jsonl')
  assert.equal(chainFault([]), undefined)
  const forged = { contract: 'c', installation: 'i', mark: {}, before: '', hash: 'x' } as never
  assert.equal(chainFault([forged]), 1)
  await inkstone.stop()
  await writeFile(path, `${JSON.stringify(forged)}\n`)
  await assert.rejects(inkstone.restart(), /inkstone did not start/)
  assert.match(await readFile(path, 'utf8'), /"hash":"x"/)
})
