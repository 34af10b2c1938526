import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeRegistry } from '../../kernel/registry.ts'
import { hall } from '../http/testing/hall.ts'
import { manifestOf, openapiOf } from './index.ts'

const registry = makeRegistry([hall], [{ 'hall.echo.say': '再说一遍' }])
type Operation = {
  operationId: string
  security?: unknown[]
  parameters?: { name: string }[]
  requestBody: { content: Record<string, { schema: { properties: Record<string, unknown> } }> }
  responses: Record<string, { content: Record<string, { schema: { properties: object } }> }>
}
const spec = openapiOf(registry) as {
  openapi: string
  paths: Record<string, { get?: Operation; post: Operation }>
}

test('every action that doors offer stands there, the same each time', () => {
  assert.equal(spec.openapi, '3.1.0')
  assert.equal(JSON.stringify(openapiOf(registry)), JSON.stringify(spec))
  assert.equal(JSON.stringify(manifestOf(registry)), JSON.stringify(manifestOf(registry)))
  const paths = Object.keys(spec.paths)
  assert.deepEqual(paths, [...paths].sort())
  assert.ok(paths.includes('/api/hall.echo.say') && !paths.includes('/api/hall.inner.look'))
  const ids = Object.values(spec.paths).flatMap(({ get, post }) =>
    [get, post].flatMap((each) => each?.operationId ?? []),
  )
  assert.equal(new Set(ids).size, ids.length)
})

test('says how an action is called, refused and signed in', () => {
  const ring = spec.paths['/api/hall.bell.ring']!
  assert.equal(ring.get, undefined)
  assert.deepEqual(
    ring.post.parameters!.map(({ name }) => name),
    ['Idempotency-Key'],
  )
  assert.ok(spec.paths['/api/hall.bell.join']!.get)
  assert.deepEqual(Object.keys(spec.paths['/api/hall.trouble.refuse']!.post.responses), [
    '200',
    '409',
    'default',
  ])
  const enter = spec.paths['/api/hall.door.enter']!.post
  assert.deepEqual(enter.security, [])
  assert.ok(!('token' in enter.responses['200']!.content['application/json']!.schema.properties))
  const put = spec.paths['/api/hall.file.put']!.post.requestBody.content
  assert.deepEqual(put['multipart/form-data']!.schema.properties.file, {
    type: 'string',
    format: 'binary',
  })
})
