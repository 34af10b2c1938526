import { defineAction, defineModule, T } from '#kernel'
import type { Beside } from '#kernel/testing'
import { CONNECTOR, defineConnector } from '../connector.ts'

/** What a handler that asks another company’s software looks like. Only tests have it. */
const askThere = defineAction({
  id: 'asker.there.ask',
  kind: 'command',
  effect: 'outside',
  title: 'Ask there',
  description: 'Asks another company’s software with a linked account.',
  input: T.Object(
    {
      account: T.Optional(T.String()),
      url: T.String(),
      method: T.Optional(T.String()),
      headers: T.Optional(T.Record(T.String(), T.String())),
      body: T.Optional(T.String()),
      redirects: T.Optional(T.Integer()),
      caller: T.Optional(T.String()),
      timeout_ms: T.Optional(T.Integer()),
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    status: T.Integer(),
    url: T.String(),
    headers: T.Record(T.String(), T.String()),
    body: T.String(),
  }),
  silent: 'a test',
  scope: 'asker.use',
}).run(async ({ url, timeout_ms, ...request }, ctx) => {
  const answer = await ctx.egress.fetch(url, {
    ...(request as object),
    ...(timeout_ms === undefined ? {} : { timeoutMs: timeout_ms }),
  })
  return {
    status: answer.status,
    url: answer.url,
    headers: answer.headers,
    body: Buffer.from(answer.body).toString(),
  }
})

const connectThere = defineAction({
  id: 'asker.there.connect',
  kind: 'command',
  effect: 'outside',
  title: 'Connect there',
  description: 'Speaks another protocol with a linked account.',
  input: T.Object(
    {
      account: T.String(),
      host: T.Optional(T.String()),
      port: T.Optional(T.Integer()),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ said: T.String(), fields: T.Record(T.String(), T.String()) }),
  silent: 'a test',
  scope: 'asker.use',
}).run(async (target, ctx) => {
  const { socket, fields } = await ctx.egress.connect(target as { account: string })
  let said = ''
  for await (const part of socket) said += String(part)
  return { said, fields }
})

/** A database of another company: its client signs in by itself. */
const ledger = defineConnector({
  id: 'ledger',
  title: 'Old ledger',
  publisher: 'test',
  auth: [
    {
      kind: 'custom',
      lends: true,
      fields: [
        { name: 'host', title: 'Host' },
        { name: 'port', title: 'Port' },
        { name: 'user', title: 'User' },
        { name: 'password', title: 'Password', secret: true },
      ],
    },
  ],
  origins: [],
})

export const asker: Beside = {
  module: defineModule({
    id: 'asker',
    title: 'Asker',
    version: 1,
    publisher: 'test',
    partnerType: 'base',
    firstParty: false,
    needs: ['vault'],
    actions: [askThere, connectThere],
    contributes: { [CONNECTOR]: [ledger] },
    scopes: { 'asker.use': { title: 'Ask', roles: ['member'] } },
  }),
  tables: { module: 'asker', name: '0001_none.sql', hash: 'asker-1', text: 'SELECT 1' },
}

export { askThere, connectThere }
