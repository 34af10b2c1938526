import assert from 'node:assert/strict'
import { test } from 'node:test'
import { installed } from '../../kernel/testing.ts'
import { asyncapiOf } from './index.ts'

interface Document {
  readonly asyncapi: string
  readonly channels: Record<string, { address: string; messages: Record<string, { $ref: string }> }>
  readonly operations: Record<string, { action: string; channel: { $ref: string } }>
  readonly components: {
    readonly messages: Record<
      string,
      { payload: { allOf: [{ $ref: string }, { properties: { data: object } }] } }
    >
  }
}

/** `#/channels/x` of the document itself. */
function at(document: unknown, pointer: string): unknown {
  return pointer
    .slice(2)
    .split('/')
    .reduce<unknown>(
      (value, key) => (value as Record<string, unknown> | undefined)?.[key],
      document,
    )
}

test('every event stands there once, with its data, and every reference leads somewhere', async () => {
  const { registry } = await installed()
  const document = asyncapiOf(registry) as Document
  assert.equal(document.asyncapi, '3.0.0')
  assert.equal(JSON.stringify(asyncapiOf(registry)), JSON.stringify(document))
  const ids = [...registry.events.keys()].sort()
  assert.deepEqual(Object.keys(document.channels), ids)
  assert.deepEqual(Object.keys(document.operations), ids)
  const refs = [...JSON.stringify(document).matchAll(/"\$ref":"(#[^"]+)"/g)].map(([, to]) => to!)
  assert.ok(refs.length >= ids.length * 4)
  assert.deepEqual(
    refs.filter((to) => at(document, to) === undefined),
    [],
  )
  const approved = document.components.messages['approval.request.approved']!
  assert.deepEqual(
    approved.payload.allOf[1].properties.data,
    JSON.parse(JSON.stringify(registry.events.get('approval.request.approved')!.payload)),
  )
})
