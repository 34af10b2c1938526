import { AwsV4Signer } from 'aws4fetch'
import { once } from 'node:events'
import { request } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { defineAction, fail, notFound, T, TenonError, type Context } from '#kernel'
import { account, entry, text } from '../entry.ts'

const OBJECT_MAX = 1024 * 1024
const ANSWER_MS = 20_000
const key = T.String({ minLength: 1, maxLength: 900, title: 'Key', pattern: '^[^/\\u0000].*$' })
const about = { effect: 'outside', scope: 'connectors.use' } as const

const put = defineAction({
  ...about,
  id: 'connectors.s3.put',
  kind: 'command',
  title: 'Store an object in S3',
  description: 'Text under a key of the account’s bucket; what lay there before is replaced.',
  input: T.Object(
    {
      account,
      key,
      text: T.String({ maxLength: OBJECT_MAX, title: 'Text' }),
      type: T.Optional(text('Type', 100)),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ etag: T.String() }),
  silent: 'what it does happens at the store',
  idempotent: true,
}).run(async ({ account: id, key: name, text: body, type = 'text/plain; charset=utf-8' }, ctx) => {
  const { headers } = await asked(ctx, id, 'PUT', name, { body, type })
  return { etag: String(headers['etag'] ?? '') }
})

const get = defineAction({
  ...about,
  id: 'connectors.s3.get',
  kind: 'query',
  title: 'Read an object from S3',
  description: 'The text under a key of the account’s bucket, up to 1 MiB.',
  input: T.Object({ account, key }, { additionalProperties: false }),
  output: T.Object({ text: T.String(), type: T.String() }),
}).run(async ({ account: id, key: name }, ctx) => {
  const { headers, body } = await asked(ctx, id, 'GET', name)
  return { text: body.toString('utf8'), type: String(headers['content-type'] ?? '') }
})

const drop = defineAction({
  ...about,
  id: 'connectors.s3.delete',
  kind: 'command',
  title: 'Delete an object in S3',
  description: 'Under a key of the account’s bucket; one that is not there is no error.',
  input: T.Object({ account, key }, { additionalProperties: false }),
  output: T.Object({ deleted: T.Boolean() }),
  silent: 'what it does happens at the store',
  idempotent: true,
  destructive: true,
}).run(async ({ account: id, key: name }, ctx) => {
  await asked(ctx, id, 'DELETE', name)
  return { deleted: true }
})

interface Sent {
  readonly body: string
  readonly type: string
}

/** One signed request on a connection of the account. */
async function asked(
  ctx: Pick<Context, 'egress' | 'call'>,
  id: string,
  method: string,
  name: string,
  sent?: Sent,
) {
  const { parameters } = (await ctx.call('vault.account.get', { account: id })) as {
    parameters: Record<string, string>
  }
  const plain = parameters['tls'] === 'off'
  const { socket, host, port, fields } = await ctx.egress.connect({ account: id, tls: !plain })
  try {
    const path = [fields['bucket'] ?? '', ...name.split('/')].map(encodeURIComponent).join('/')
    const usual = port === (plain ? 80 : 443)
    const signed = await new AwsV4Signer({
      method,
      url: `http${plain ? '' : 's'}://${host}${usual ? '' : `:${port}`}/${path}`,
      accessKeyId: fields['access_key'] ?? '',
      secretAccessKey: fields['secret_key'] ?? '',
      service: 's3',
      region: fields['region'] ?? 'us-east-1',
      ...(sent ? { body: sent.body, headers: { 'content-type': sent.type } } : {}),
    }).sign()
    const { pathname } = signed.url
    const headers = {
      ...Object.fromEntries(signed.headers as unknown as Iterable<[string, string]>),
      host: signed.url.host,
    }
    const asking = request({
      createConnection: () => socket,
      method,
      path: pathname,
      headers,
      timeout: ANSWER_MS,
    })
    asking.once('timeout', () => asking.destroy(new Error('It took too long.')))
    asking.end(sent?.body)
    const [response] = (await once(asking, 'response')) as [import('node:http').IncomingMessage]
    if (Number(response.headers['content-length'] ?? 0) > OBJECT_MAX * 4)
      throw fail('invalid', 'This object is larger than can be read here.')
    const body = await buffer(response)
    const status = response.statusCode ?? 0
    if (status === 404 && method !== 'DELETE')
      throw new TenonError('notFound', notFound('There is no object under this key.'))
    if (status === 401 || status === 403)
      throw new TenonError('reconnect', {
        kind: 'unavailable',
        message: `S3: ${codeOf(body)}`,
        fix: 'Enter the keys of the linked account anew.',
      })
    if (status >= 300 && status !== 404)
      throw fail(status >= 500 ? 'unavailable' : 'invalid', `S3: ${codeOf(body) || status}`)
    return { headers: response.headers, body }
  } catch (error) {
    throw error instanceof TenonError
      ? error
      : fail('unavailable', `S3: ${(error as Error).message}`.slice(0, 200), 'Try again shortly.')
  } finally {
    socket.destroy()
  }
}

const codeOf = (body: Buffer): string => {
  const words = body.toString('utf8')
  return [/<Code>([^<]*)/.exec(words)?.[1], /<Message>([^<]*)/.exec(words)?.[1]]
    .filter(Boolean)
    .join(': ')
    .slice(0, 200)
}

export const storage = [
  entry({
    id: 's3',
    title: 'S3 and compatible stores',
    zh: 'S3 及兼容存储',
    about: 'Objects of a bucket: AWS, MinIO, Swift and others.',
    about_zh: '存取存储桶里的对象：AWS、MinIO、Swift 等。',
    icon: 'hdd',
    docs: 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html',
    auth: [
      {
        kind: 'custom',
        lends: true,
        fields: [
          { name: 'host', title: 'Host', zh: '主机' },
          { name: 'port', title: 'Port (443)', zh: '端口（443）' },
          { name: 'bucket', title: 'Bucket', zh: '存储桶' },
          { name: 'region', title: 'Region', zh: '地域', optional: true },
          { name: 'access_key', title: 'Access key', zh: '访问密钥 ID' },
          { name: 'secret_key', title: 'Secret key', zh: '访问密钥', secret: true },
          {
            name: 'tls',
            title: 'TLS (“off” only inside your own network)',
            zh: 'TLS（仅内网可填 off）',
            optional: true,
          },
        ],
      },
    ],
    origins: [],
    proof: { state: 'verified', by: 'server', with: 'OpenStack Swift', on: '2026-11-23' },
    actions: [put, get, drop],
  }),
  entry({
    id: 'webdav',
    title: 'WebDAV and Nextcloud',
    zh: 'WebDAV 与 Nextcloud',
    about: 'Stores and reads text files.',
    about_zh: '存取文本文件。',
    icon: 'folder',
    docs: 'https://www.rfc-editor.org/rfc/rfc4918',
    auth: [{ kind: 'basic' }, { kind: 'bearer' }],
    origins: [],
    proof: { state: 'unproven', by: 'none', on: '2026-11-23' },
    requests: [
      {
        verb: 'get',
        title: 'Read a file from WebDAV',
        description: 'The text of a file by its path.',
        input: { path: text('Path', 900) },
        output: { text: T.String() },
        method: 'GET',
        path: '/{path}',
      },
    ],
  }),
]
