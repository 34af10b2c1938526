import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { answer, openDoors, type Doors } from './testing/doors.ts'
import { ORG } from './testing/hall.ts'

let doors: Doors
before(async () => void (doors = await openDoors()))
after(() => doors[Symbol.asyncDispose]())

const upload = (form: FormData, token = 'p1') =>
  answer(
    fetch(`${doors.url}/api/hall.file.put`, {
      method: 'POST',
      body: form,
      headers: { authorization: `Bearer ${token}` },
    }),
  )
function form(
  fields: Record<string, string>,
  bytes: string | Uint8Array<ArrayBuffer> = 'hello',
  name = 'C:\\tmp\\报告.txt',
  part = 'file',
) {
  const made = new FormData()
  made.append(part, new Blob([bytes], { type: 'text/plain' }), name)
  for (const [field, value] of Object.entries(fields)) made.append(field, value)
  return made
}
const pathOf = (blob: string, rest = '') =>
  `/hall/${Buffer.from(blob).toString('base64url')}?${rest}`
const exists = (blob: string) =>
  doors.kernel.blobs.get(blob).then(
    (stream) => (stream.on('data', () => {}), true),
    () => false,
  )

describe('an upload', () => {
  test('streams the file and reads its fields as the schema says', async () => {
    const { status, body } = await upload(form({ pages: '3' }))
    assert.equal(status, 200)
    assert.deepEqual([body.name, body.size, body.pages], ['报告.txt', 5, 3])
    assert.ok(String(body.blob).startsWith(`${ORG}/`))
    const back = await doors.get(pathOf(String(body.blob)))
    assert.equal(back.text, 'hello')
  })

  test('leaves nothing behind when it is refused', async () => {
    const refused = await upload(form({ fails: 'true' }))
    assert.deepEqual([refused.status, refused.body.code], [409, 'unwanted'])
    assert.equal(await exists(String(refused.body.blob)), false)
    const large = await upload(form({}, new Uint8Array(1024 * 1024 + 10)))
    assert.deepEqual([large.status, large.body.code], [413, 'invalid'])
    const wrong = await upload(form({}, 'x', 'x.txt', 'other'))
    assert.equal(wrong.body.code, 'invalid')
    assert.equal((await upload(form({ pages: 'many' }))).body.code, 'invalid')
    const none = new FormData()
    none.append('pages', '3')
    assert.equal((await upload(none)).body.code, 'invalid')
  })

  test('is for those who may, and never named in JSON', async () => {
    assert.equal((await upload(form({}), 'x1')).body.code, 'forbidden')
    assert.equal((await upload(form({}), 'unknown')).body.code, 'unauthenticated')
    const forged = await doors.post('hall.file.put', {
      file: { blob: 'a/b', name: 'x', mime: 'x/y', size: 1, sha256: '0' },
    })
    assert.deepEqual([forged.status, forged.body.code], [400, 'invalid'])
    assert.equal(
      (
        await answer(
          fetch(`${doors.url}/api/hall.echo.say`, {
            method: 'POST',
            body: form({}),
            headers: { authorization: 'Bearer p1' },
          }),
        )
      ).status,
      415,
    )
  })

  test('broken off half way ends in nothing', async () => {
    const socket = connect(doors.port, '127.0.0.1')
    const begun =
      'POST /api/hall.file.put HTTP/1.1\r\nhost: x\r\nauthorization: Bearer p1\r\ncontent-type: multipart/form-data; boundary=b\r\ncontent-length: 5000\r\n\r\n' +
      '--b\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\nhalf'
    await new Promise((done) => socket.write(begun, done))
    socket.destroy()
    assert.equal((await upload(form({}))).status, 200)
  })
})

describe('a download', () => {
  test('is an attachment that runs nowhere, whatever it says it is', async () => {
    const { body } = await upload(form({}, '0123456789'))
    const path = pathOf(String(body.blob), 'size=10&inline')
    const { headers, status } = await doors.get(path)
    assert.equal(status, 200)
    assert.match(
      headers.get('content-disposition')!,
      /^attachment; filename="__ _1_\.html"; filename\*=UTF-8''%E6%8A%A5%E5%91%8A%20%221%22\.html$/,
    )
    assert.equal(headers.get('content-security-policy'), "default-src 'none'; sandbox")
    assert.equal(headers.get('x-content-type-options'), 'nosniff')
    const picture = await doors.get(`${path}&mime=image/png`)
    assert.match(picture.headers.get('content-disposition')!, /^inline/)
    const drawing = await doors.get(`${path}&mime=image/svg%2Bxml`)
    assert.match(drawing.headers.get('content-disposition')!, /^attachment/)
  })

  test('answers ranges and its own name', async () => {
    const { body } = await upload(form({}, '0123456789'))
    const path = pathOf(String(body.blob), 'size=10')
    const ranged = async (range: string) => {
      const { status, text, headers } = await doors.get(path, 'p1', { range })
      return [status, text, headers.get('content-range')]
    }
    assert.deepEqual(await ranged('bytes=2-4'), [206, '234', 'bytes 2-4/10'])
    assert.deepEqual(await ranged('bytes=-3'), [206, '789', 'bytes 7-9/10'])
    assert.deepEqual(await ranged('bytes=7-'), [206, '789', 'bytes 7-9/10'])
    assert.deepEqual(await ranged('bytes=10-'), [416, '', 'bytes */10'])
    assert.deepEqual(await ranged('bytes=0-1,3-4'), [200, '0123456789', null])
    const whole = await doors.get(path)
    const again = await doors.get(path, 'p1', { 'if-none-match': whole.headers.get('etag')! })
    assert.equal(again.status, 304)
    assert.equal((await doors.get(path, '')).status, 401)
    assert.ok((await doors.get(pathOf('no/such'))).status >= 400)
  })
})
