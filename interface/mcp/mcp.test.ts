import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import {
  Client as ClientV2,
  StreamableHTTPClientTransport as TransportV2,
} from '@modelcontextprotocol/client'
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport as TransportV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { answer, openDoors, type Doors } from '../http/testing/doors.ts'

let doors: Doors
before(async () => void (doors = await openDoors()))
after(() => doors[Symbol.asyncDispose]())

type Result = {
  isError?: boolean
  structuredContent?: Record<string, unknown>
  content: { text: string }[]
}
interface Agent {
  listTools(): Promise<{
    tools: { name: string; inputSchema: unknown; annotations?: Record<string, unknown> }[]
    nextCursor?: string
  }>
  callTool(params: { name: string; arguments?: Record<string, unknown> }): Promise<unknown>
  close(): Promise<void>
}
const info = { name: 'test', version: '1' }
const address = () => new URL(`${doors.url}/mcp`)
const init = (token: string) => ({ requestInit: { headers: { authorization: `Bearer ${token}` } } })

const clients: Record<string, (token: string) => Promise<Agent>> = {
  'client v1': async (token) => {
    const client = new ClientV1(info)
    await client.connect(new TransportV1(address(), init(token)) as never)
    return client as never
  },
  'client v2': async (token) => {
    const client = new ClientV2(info)
    await client.connect(new TransportV2(address(), init(token)))
    return client as never
  },
  'client v2 of the 2026 revision': async (token) => {
    const client = new ClientV2(info, { versionNegotiation: { mode: 'auto' } } as never)
    await client.connect(new TransportV2(address(), init(token)))
    return client as never
  },
}

for (const [name, connect] of Object.entries(clients)) {
  describe(name, () => {
    const call = async (agent: Agent, tool: string, input: Record<string, unknown> = {}) =>
      (await agent.callTool({ name: tool, arguments: input })) as Result
    const problemOf = ({ isError, content }: Result) => {
      assert.equal(isError, true)
      return JSON.parse(content[0]!.text) as {
        code: string
        detail: string
        fix: string
        id: string
      }
    }

    test('sees one page of tools with their hints', async () => {
      const agent = await connect('p1')
      const { tools, nextCursor } = await agent.listTools()
      assert.equal(nextCursor, undefined)
      assert.deepEqual(
        tools.map((tool) => tool.name),
        ['hall_bell_ring', 'hall_echo_say', 'hall_trouble_refuse', 'search_actions', 'call_action'],
      )
      const { readOnlyHint, destructiveHint, idempotentHint, openWorldHint } =
        tools[2]!.annotations!
      assert.deepEqual(
        [readOnlyHint, destructiveHint, idempotentHint, openWorldHint],
        [false, true, false, false],
      )
      assert.equal(tools[1]!.annotations!.readOnlyHint, true)
      await agent.close()
      const without = await connect('x1')
      assert.deepEqual(
        (await without.listTools()).tools.map((tool) => tool.name),
        ['search_actions', 'call_action'],
      )
      await without.close()
    })

    test('calls a tool, and an action that is not listed', async () => {
      const agent = await connect('p1')
      await agent.listTools()
      const said = await call(agent, 'hall_echo_say', { text: 'hi' })
      assert.deepEqual(said.structuredContent, { said: { text: 'hi' } })
      assert.deepEqual(JSON.parse(said.content[0]!.text), { said: { text: 'hi' } })
      const found = (await call(agent, 'search_actions', { query: '再说', limit: 1 }))
        .structuredContent as { actions: { id: string }[] }
      assert.deepEqual(
        found.actions.map(({ id }) => id),
        ['hall.echo.say'],
      )
      const all = (await call(agent, 'search_actions', { limit: 50 })).structuredContent as {
        actions: { id: string }[]
      }
      const ids = all.actions.map(({ id }) => id)
      for (const hidden of [
        'hall.admin.look',
        'hall.inner.look',
        'hall.typing.start',
        'hall.file.put',
        'hall.file.read',
      ])
        assert.ok(!ids.includes(hidden), hidden)
      const kept = await call(agent, 'call_action', {
        action: 'hall.echo.keep',
        input: { text: 'abc' },
        idempotency_key: `k-${name}`,
      })
      assert.deepEqual(kept.structuredContent, { size: 3 })
      assert.equal(
        problemOf(
          await call(agent, 'call_action', {
            action: 'hall.echo.keep',
            input: { text: 'other' },
            idempotency_key: `k-${name}`,
          }),
        ).code,
        'conflict',
      )
      const entered = await call(agent, 'call_action', {
        action: 'hall.door.enter',
        input: { who: 'p1' },
      })
      assert.ok(!JSON.stringify(entered).includes('"token"'))
      await agent.close()
    })

    test('is told code, detail and fix of a refusal', async () => {
      const agent = await connect('p1')
      await agent.listTools()
      const { code, detail, fix, id } = problemOf(await call(agent, 'hall_trouble_refuse'))
      assert.deepEqual([code, detail, fix], ['tooLate', 'It is too late.', 'Come earlier.'])
      assert.ok(id)
      assert.equal(problemOf(await call(agent, 'hall_echo_say', { text: 5 })).code, 'invalid')
      assert.equal(
        problemOf(await call(agent, 'call_action', { action: 'hall.admin.look' })).code,
        'forbidden',
      )
      assert.equal(
        problemOf(await call(agent, 'call_action', { action: 'hall.inner.look' })).code,
        'notFound',
      )
      assert.equal(
        problemOf(
          await call(agent, 'call_action', { action: 'hall.file.read', input: { file: 'x' } }),
        ).code,
        'notFound',
      )
      assert.equal(problemOf(await call(agent, 'no_such_tool')).code, 'notFound')
      const exploded = await call(agent, 'call_action', { action: 'hall.trouble.explode' })
      assert.equal(problemOf(exploded).code, 'internal')
      assert.doesNotMatch(JSON.stringify(exploded), /secret|line 7/)
      await agent.close()
    })
  })
}

describe('the MCP door', () => {
  const post = (headers: Record<string, string>, body: string) =>
    answer(
      fetch(address(), {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          ...headers,
        },
      }),
    )
  const list = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' })

  test('takes tokens only, and says so', async () => {
    for (const headers of [
      {},
      { cookie: 'tenon_session=p1', 'x-tenon': '1' },
      { authorization: 'Bearer unknown' },
    ] as Record<string, string>[]) {
      const { status, headers: told, body } = await post(headers, list)
      assert.deepEqual([status, body.code], [401, 'unauthenticated'])
      assert.match(told.get('www-authenticate')!, /^Bearer/)
    }
  })

  test('refuses what is no JSON-RPC', async () => {
    const token = { authorization: 'Bearer p1' }
    for (const body of [
      '{',
      '[]',
      '{}',
      'null',
      '{"jsonrpc":"2.0","id":1,"method":"no/such"}',
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"__proto__":{}}}',
      `{"a":"${'x'.repeat(2_000_000)}"}`,
    ]) {
      const { status, text } = await post(token, body)
      assert.ok(status < 500, `${body.slice(0, 80)} → ${status}`)
      assert.doesNotMatch(text, /node_modules|\.ts:\d/)
    }
    assert.equal((await post({ ...token, 'content-type': 'text/plain' }, list)).status, 415)
    assert.equal((await answer(fetch(address(), { headers: token }))).status, 405)
  })
})
