import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { answer, openDoors, type Doors } from './testing/doors.ts'

let doors: Doors
before(async () => void (doors = await openDoors()))
after(() => doors[Symbol.asyncDispose]())

describe('an action over HTTP', () => {
  test('is called by POST, and a flat query by GET', async () => {
    const posted = await doors.post('hall.echo.say', { text: 'hi', times: 2 })
    assert.deepEqual([posted.status, posted.body], [200, { said: { text: 'hi', times: 2 } }])
    const got = await doors.get(
      '/api/hall.echo.say?text=5&times=2&loud&words=a&words=b&more={"a":[1]}',
    )
    assert.deepEqual(got.body, {
      said: { text: '5', times: 2, loud: true, words: ['a', 'b'], more: { a: [1] } },
    })
    const empty = await answer(
      fetch(`${doors.url}/api/hall.me.get`, {
        method: 'POST',
        headers: { authorization: 'Bearer p1' },
      }),
    )
    assert.equal(empty.status, 200)
  })

  test('repeats a command by its key, and ignores a key on a query', async () => {
    const key = { 'idempotency-key': 'k1' }
    const first = await doors.post('hall.bell.ring', { bell: 'a', n: 1 }, 'p1', key)
    const again = await doors.post('hall.bell.ring', { bell: 'a', n: 1 }, 'p1', key)
    assert.deepEqual([first.status, again.body], [200, first.body])
    const other = await doors.post('hall.bell.ring', { bell: 'a', n: 2 }, 'p1', key)
    assert.deepEqual([other.status, other.body.code], [409, 'conflict'])
    assert.equal((await doors.post('hall.echo.say', { text: 'x' }, 'p1', key)).status, 200)
    const bad = await doors.post('hall.bell.ring', { bell: 'a', n: 1 }, 'p1', {
      'idempotency-key': 'k'.repeat(101),
    })
    assert.equal(bad.body.code, 'invalid')
  })

  test('says who may not and why', async () => {
    const cases = [
      [await doors.post('hall.echo.say', { text: 'x' }, ''), 401, 'unauthenticated'],
      [await doors.post('hall.echo.say', { text: 'x' }, 'unknown'), 401, 'unauthenticated'],
      [
        await doors.post('hall.echo.say', { text: 'x' }, '', { authorization: 'Basic eDp5' }),
        401,
        'unauthenticated',
      ],
      [await doors.post('hall.echo.say', { text: 'x' }, 'x1'), 403, 'forbidden'],
      [await doors.post('hall.admin.look', {}), 403, 'forbidden'],
      [await doors.post('hall.inner.look', {}), 404, 'notFound'],
      [await doors.post('hall.no.such', {}), 404, 'notFound'],
      [await doors.post('hall.trouble.refuse', {}), 409, 'tooLate'],
      [await doors.get('/nowhere'), 404, 'notFound'],
      [await doors.get('/api/hall.bell.ring?bell=a&n=1'), 405, 'invalid'],
    ] as const
    for (const [{ status, body, headers }, expected, code] of cases) {
      assert.deepEqual([status, body.code], [expected, code])
      assert.match(headers.get('content-type')!, /^application\/problem\+json/)
      assert.ok(body.fix && body.detail && body.id && body.type, JSON.stringify(body))
    }
    assert.match(cases[0][0].headers.get('www-authenticate')!, /^Bearer/)
    assert.equal(cases[9][0].headers.get('allow'), 'POST')
    assert.equal(cases[7][0].body.hour, 9)
  })

  test('a dead credential does not stop what needs none', async () => {
    assert.equal((await doors.post('hall.setup.show', {}, 'unknown')).status, 200)
  })
})

describe('bad input over HTTP', () => {
  const refused = async (
    input: unknown,
    headers: Record<string, string> = {},
    action = 'hall.echo.say',
  ) => {
    const { status, body, text } = await doors.post(action, input, 'p1', headers)
    assert.doesNotMatch(text, /at .*\.ts|node_modules|stack/i)
    return [status, body.code]
  }

  test('is a clear problem, never a 500', async () => {
    assert.deepEqual(await refused('{"text":'), [400, 'invalid'])
    assert.deepEqual(await refused('[]'), [400, 'invalid'])
    assert.deepEqual(await refused('null'), [400, 'invalid'])
    assert.deepEqual(await refused('"text"'), [400, 'invalid'])
    assert.deepEqual(await refused({ text: 5 }), [400, 'invalid'])
    assert.deepEqual(await refused({ text: 'x', other: 1 }), [400, 'invalid'])
    assert.deepEqual(await refused('{"text":"x","__proto__":{"a":1}}'), [400, 'invalid'])
    assert.deepEqual(await refused('{"text":"x","more":{"\\u005f_proto__":{"a":1}}}'), [
      400,
      'invalid',
    ])
    assert.deepEqual(await refused('{"text":"x","more":{"constructor":{"prototype":{"a":1}}}}'), [
      400,
      'invalid',
    ])
    assert.deepEqual(await refused(`{"text":"x","more":${'['.repeat(5000)}${']'.repeat(5000)}}`), [
      400,
      'invalid',
    ])
    assert.deepEqual(await refused({ text: 'x'.repeat(2 * 1024 * 1024) }), [413, 'invalid'])
    assert.deepEqual(
      await refused('text=x', { 'content-type': 'application/x-www-form-urlencoded' }),
      [415, 'invalid'],
    )
    assert.deepEqual(await refused('{"text":"x"}', { 'content-type': 'text/plain' }), [
      415,
      'invalid',
    ])
    assert.deepEqual(await refused({ text: 'a\u0000b' }), [400, 'invalid'])
    assert.deepEqual(await refused({}, { 'x-tenon-person': "1' OR 1" }, 'hall.me.get'), [
      400,
      'invalid',
    ])
  })

  test('names the fields', async () => {
    const { body } = await doors.post('hall.echo.say', { times: 99 })
    assert.deepEqual((body.fields as { path: string }[]).map(({ path }) => path).sort(), [
      '/text',
      '/times',
    ])
    const got = await doors.get('/api/hall.echo.say?text=x&times=many')
    assert.deepEqual(
      (got.body.fields as { path: string }[]).map(({ path }) => path),
      ['/times'],
    )
    assert.equal((await doors.get('/api/hall.echo.say?text=a&text=b')).body.code, 'invalid')
    assert.equal((await doors.get('/api/hall.echo.say?text=x&__proto__=1')).body.code, 'invalid')
    assert.equal((await doors.get('/api/%E0%A4%A')).body.code, 'invalid')
  })

  test('says nothing of our insides', async () => {
    const { status, body, text } = await doors.post('hall.trouble.explode')
    assert.deepEqual([status, body.code], [500, 'internal'])
    assert.doesNotMatch(text, /secret|line 7/)
  })

  test('a larger body only where the action asks for it', async () => {
    const text = 'x'.repeat(2 * 1024 * 1024)
    assert.deepEqual((await doors.post('hall.echo.keep', { text })).body, { size: text.length })
    assert.equal((await doors.post('hall.echo.keep', { text: text + text })).status, 413)
  })
})
