import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { buffer } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'
import { openBlobs } from './index.ts'
import { bytes, keepsTheContract } from './testing/contract.ts'

const folders: string[] = []
async function folder() {
  folders.push(await mkdtemp(join(tmpdir(), 'tenon-blobs-')))
  return folders.at(-1)!
}
after(() => Promise.all(folders.map((each) => rm(each, { recursive: true, force: true }))))

describe('a folder', () => {
  keepsTheContract(async () => openBlobs({ folder: await folder() }))

  test('bytes on their way lie apart, private, and are gone when an upload breaks off', async () => {
    const path = await folder()
    const blobs = await openBlobs({ folder: path })
    await assert.rejects(
      blobs.put(
        'org/one',
        (async function* () {
          yield bytes
          throw new Error('gone')
        })(),
      ),
    )
    assert.deepEqual(await readdir(join(path, 'incoming')), [])
    assert.equal((await stat(join(path, 'incoming'))).mode & 0o777, 0o700)
  })

  test('what a crash left behind goes a day later', async () => {
    const path = await folder()
    await openBlobs({ folder: path })
    const [old, young] = [join(path, 'incoming', 'old'), join(path, 'incoming', 'young')]
    await writeFile(old, bytes)
    await writeFile(young, bytes)
    await utimes(old, 0, 0)
    await openBlobs({ folder: path })
    assert.deepEqual(await readdir(join(path, 'incoming')), ['young'])
  })

  test('a folder that nodes share is named by an address', async () => {
    const path = await folder()
    const there = await openBlobs({ url: pathToFileURL(path).href, folder: '/nowhere' })
    await there.put('org/one', bytes)
    const other = await openBlobs({ folder: path })
    assert.deepEqual(await buffer(await other.get('org/one')), bytes)
  })
})
