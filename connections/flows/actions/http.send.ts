import { defineAction, sensitive, T } from '#kernel'

export const httpSend = defineAction({
  id: 'flows.http.send',
  kind: 'command',
  effect: 'outside',
  title: 'Ask another server',
  description:
    'Sends one HTTP request for a flow, with a linked account’s credential when it names one.',
  input: T.Object(
    {
      method: T.String({ maxLength: 10 }),
      url: T.String({ maxLength: 4000 }),
      headers: sensitive(T.Record(T.String(), T.String())),
      body: T.Optional(sensitive(T.Json())),
      account: T.Optional(T.Id()),
      timeout_ms: T.Optional(T.Integer({ minimum: 1, maximum: 120_000 })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    status: T.Integer(),
    headers: T.Record(T.String(), T.String()),
    body: T.Unknown(),
  }),
  silent: 'what it does happens on another server; the run keeps the answer',
  scope: 'flows.make',
  internal: true,
}).run(async ({ method, url, headers, body, account, timeout_ms }, ctx) => {
  const text =
    body === undefined || typeof body === 'string'
      ? (body as string | undefined)
      : JSON.stringify(body)
  const json =
    text !== undefined && typeof body !== 'string' ? { 'content-type': 'application/json' } : {}
  const answer = await ctx.egress.fetch(url, {
    method,
    headers: { ...json, ...headers },
    ...(text === undefined ? {} : { body: text }),
    ...(account === undefined ? {} : { account }),
    ...(timeout_ms === undefined ? {} : { timeoutMs: timeout_ms }),
    bytesMax: 1_000_000,
  })
  return { status: answer.status, headers: answer.headers, body: read(answer) }
})

function read({
  headers,
  body,
}: {
  headers: Readonly<Record<string, string>>
  body: Uint8Array
}): unknown {
  const text = Buffer.from(body).toString('utf8')
  if (!headers['content-type']?.includes('json')) return text
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}
