import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { openBlobs } from './index.ts'
import { bytes, keepsTheContract } from './testing/contract.ts'
import { swift } from './testing/swift.ts'

describe('an S3 store', () => {
  let server: Awaited<ReturnType<typeof swift>>
  before(async () => {
    server = await swift()
  })
  after(() => server[Symbol.asyncDispose]())
  keepsTheContract(async () => openBlobs({ url: server.url, folder: '/nowhere' }))

  test('a wrong secret, a missing bucket and a store that is away are told apart from a missing file', async () => {
    const wrong = await openBlobs({
      url: server.url.replace(/:[^:/@]+@/, ':wrong@'),
      folder: '/nowhere',
    })
    await assert.rejects(wrong.get('org/one'), {
      kind: 'unavailable',
      details: { status: 403, store: 'SignatureDoesNotMatch' },
    })
    const away = await openBlobs({ url: 's3://a:b@127.0.0.1:1/tenon', folder: '/nowhere' })
    await assert.rejects(away.put('org/one', bytes), { kind: 'unavailable' })
  })

  test('an address that is none is refused with what to write', async () => {
    for (const url of ['s3://host/bucket', 's3://a:b@host/', 'ftp://a:b@host/bucket', 'nonsense'])
      await assert.rejects(
        openBlobs({ url, folder: '/nowhere' }),
        { kind: 'invalid', fix: /s3:\/\// },
        url,
      )
  })
})
