import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { AwsClient } from 'aws4fetch'

const READY_MS = 90_000

/** OpenStack Swift as Debian ships it, speaking S3, on ports and in a folder of its own, with an empty bucket. */
export async function swift(): Promise<{ url: string } & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), 'tenon-swift-'))
  const children: ChildProcess[] = []
  const stop = async (): Promise<void> => {
    for (const child of children) {
      if (child.exitCode !== null || child.signalCode !== null) continue
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    }
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await mkdir(join(folder, 'dev', 'd1'), { recursive: true })
    const [proxy, ...ports] = await Promise.all([0, 1, 2, 3].map(freePort))
    for (const [at, kind] of (['account', 'container', 'object'] as const).entries()) {
      await writeFile(join(folder, `${kind}.conf`), storage(kind, ports[at]!, folder))
      const builder = join(folder, `${kind}.builder`)
      for (const args of [
        ['create', '4', '1', '1'],
        ['add', `r1z1-127.0.0.1:${ports[at]}/d1`, '1'],
        ['rebalance'],
      ])
        spawnSync('swift-ring-builder', [builder, ...args])
    }
    await writeFile(join(folder, 'proxy.conf'), front(proxy!, folder))
    for (const kind of ['account', 'container', 'object', 'proxy'])
      children.push(
        spawn(`swift-${kind}-server`, [join(folder, `${kind}.conf`)], { stdio: 'ignore' }),
      )
    const base = `http://127.0.0.1:${proxy}/tenon`
    await bucket(base)
    return {
      url: base.replace('//', `//${KEY.replace(':', '%3A')}:${SECRET}@`),
      [Symbol.asyncDispose]: stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

const [KEY, SECRET] = ['test:tester', 'testing']

/** Made as soon as the store answers. */
async function bucket(url: string): Promise<void> {
  const aws = new AwsClient({
    accessKeyId: KEY,
    secretAccessKey: SECRET,
    service: 's3',
    region: 'us-east-1',
    retries: 0,
  })
  const deadline = Date.now() + READY_MS
  for (;;) {
    const answer = await aws.fetch(url, { method: 'PUT' }).catch(() => undefined)
    if (answer?.ok) return
    if (Date.now() > deadline)
      throw new Error(`Swift is not ready: ${answer?.status} ${await answer?.text()}`)
    await sleep(100)
  }
}

const head = (port: number, folder: string): string => `[DEFAULT]
bind_ip = 127.0.0.1
bind_port = ${port}
workers = 0
user = ${userInfo().username}
swift_dir = ${folder}
`

const storage = (kind: string, port: number, folder: string): string => `${head(port, folder)}
devices = ${join(folder, 'dev')}
mount_check = false
[pipeline:main]
pipeline = ${kind}-server
[app:${kind}-server]
use = egg:swift#${kind}
`

/** No memcached listens on port 9: Swift then asks its own servers each time. */
const front = (port: number, folder: string): string => `${head(port, folder)}
[pipeline:main]
pipeline = catch_errors gatekeeper cache s3api tempauth slo dlo proxy-server
[app:proxy-server]
use = egg:swift#proxy
allow_account_management = true
account_autocreate = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:gatekeeper]
use = egg:swift#gatekeeper
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:9
[filter:s3api]
use = egg:swift#s3api
[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = ${SECRET} .admin
[filter:slo]
use = egg:swift#slo
[filter:dlo]
use = egg:swift#dlo
`

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
