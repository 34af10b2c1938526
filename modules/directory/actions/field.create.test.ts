import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { tenon, type Cast } from '#kernel/testing'
import { createField } from './field.create.ts'
import { deleteField } from './field.delete.ts'
import { updateField } from './field.update.ts'
import { updatePerson } from './person.update.ts'

let as: Cast
before(async () => void (as = await tenon()))
after(() => as[Symbol.asyncDispose]())

test('every kind of field takes what fits it and refuses the rest', async () => {
  for (const [kind, good, bad] of [
    ['text', '三号楼', 3],
    ['number', 3, '三'],
    ['boolean', true, 'yes'],
    ['date', '2026-11-23', '2026-02-30'],
  ] as const) {
    await as.lin!.call(createField, { key: `f_${kind}`, title: kind, kind })
    await as.lin!.call(updatePerson, { person: as.bo!.id, custom: { [`f_${kind}`]: good } })
    await as.lin!.refuses(
      updatePerson,
      { person: as.bo!.id, custom: { [`f_${kind}`]: bad } },
      'invalid',
    )
  }
  await as.lin!.refuses(createField, { key: 'f_text', title: 'again', kind: 'text' }, 'keyTaken')
  await as.lin!.refuses(createField, { key: 'size', title: 'Size', kind: 'choice' }, 'invalid')
  await as.stranger!.refuses(createField, { key: 'x', title: 'X', kind: 'text' }, 'forbidden')
  await as.chen!.refuses(createField, { key: 'x', title: 'X', kind: 'text' }, 'forbidden')
})

test('a field is changed and deleted together with everyone’s values', async () => {
  const { id: field } = (await as.lin!.call(createField, {
    key: 'room',
    title: 'Room',
    kind: 'text',
  })) as { id: string }
  await as.lin!.call(updatePerson, { person: as.wang!.id, custom: { room: 'B2' } })
  await as.stranger!.refuses(updateField, { field, title: 'X' }, 'forbidden')
  await as.lin!.call(updateField, { field, title: '房间', required: true })
  await as.lin!.refuses(updatePerson, { person: as.wang!.id, custom: { room: null } }, 'invalid')
  await as.stranger!.refuses(deleteField, { field }, 'forbidden')
  await as.lin!.call(deleteField, { field })
  const { custom } = (await as.lin!.call('directory.person.get', { person: as.wang!.id })) as {
    custom: object
  }
  assert.deepEqual(custom, {})
})
