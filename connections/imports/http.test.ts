import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openEgress } from '#connections/egress'
import { newId } from '#kernel'
import { tenon, type Cast } from '#kernel/testing'
import { foreign, type Foreign } from '../vault/testing/foreign.ts'
import { uploadDocument } from './actions/document.upload.ts'
import { installHttp } from './actions/http.install.ts'
import { replaceHttp } from './actions/http.replace.ts'
import { tryRequest } from './actions/request.try.ts'
import { checkSource } from './actions/source.check.ts'

type Row = Record<string, any> // oxlint-disable-line typescript/no-explicit-any -- a service's own answers
let as: Cast
let service: Foreign
before(async () => {
  ;[as, service] = await Promise.all([
    tenon([], { egress: openEgress(['127.0.0.1']) }),
    foreign(({ url, body }, response) => {
      const to = new URL(url, 'http://x')
      const answer =
        to.pathname === '/wage'
          ? { ok: true, given: JSON.parse(body || '{}') }
          : { current: { temp_c: 7 }, town: to.searchParams.get('town') }
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
    }),
  ])
})
after(async () => {
  await service[Symbol.asyncDispose]()
  await as[Symbol.asyncDispose]()
})
const forecast = {
  noun: 'forecast',
  verb: 'get',
  title: 'Forecast',
  method: 'GET' as const,
  path: '/forecast',
  query: ['town'],
  map: { degrees: '{{ answer.body.current.temp_c }}', place: 'in {{ input.town }}' },
}

test('a request that is written down is an action', async () => {
  const input = {
    name: 'weather',
    title: 'Weather',
    server: service.origin,
    open: 'read' as const,
    requests: [forecast],
  }
  const trying = { server: service.origin, request: forecast, input: { town: '苏州' } }
  await as.wang.refuses(tryRequest, trying, 'forbidden')
  const tried = await as.lin.call(tryRequest, trying)
  assert.deepEqual(tried.output, { degrees: 7, place: 'in 苏州' })
  await as.lin.refuses(tryRequest, { ...trying, server: 'ftp://x' }, 'invalid')
  await as.wang.refuses(installHttp, input, 'forbidden')
  const made = await as.lin.call(installHttp, input)
  assert.deepEqual(
    await (await as.person('wang')).call('api_weather.forecast.get', { town: '苏州' }),
    {
      degrees: 7,
      place: 'in 苏州',
    },
  )
  assert.equal((await as.lin.call(checkSource, { source: made.id })).state, 'ok')
  await as.lin.refuses(installHttp, input, 'taken')
  const post = {
    noun: 'wage',
    verb: 'note',
    title: 'Note a wage',
    method: 'POST' as const,
    path: '/wage',
    headers: { 'X-Source': 'tenon' },
    input: {
      type: 'object',
      properties: { who: { type: 'string' }, hours: { type: 'number' } },
      required: ['who'],
    },
    body: { person: '{{ input.who }}', minutes: '{{ input.hours * 60.0 }}' },
  }
  await as.wang.refuses(replaceHttp, { source: made.id, requests: [post] }, 'forbidden')
  await as.lin.call(replaceHttp, { source: made.id, requests: [forecast, post] })
  const lin = await as.person('lin')
  const answer = (await lin.call('api_weather.wage.note', { who: '王', hours: 1.5 })) as Row
  assert.deepEqual(answer['given'], { person: '王', minutes: 90 })
  assert.equal(service.heard.at(-1)!.headers['x-source'], 'tenon')
  await lin.refuses('api_weather.wage.note', { hours: 1 }, 'invalid')
})

test('whether an import answers is asked of what only reads and needs nothing', async () => {
  const gone = await foreign((_heard, response) => void response.writeHead(503).end())
  const about = { server: gone.origin, requests: [{ ...forecast, noun: 'town' }] }
  const { id } = await as.lin.call(installHttp, { name: 'gone', title: 'Gone', ...about })
  const asked = await as.lin.call(checkSource, { source: id })
  assert.deepEqual([asked.state, asked.asked], ['failing', 'GET /forecast'])
  await gone[Symbol.asyncDispose]()
  const needing = { ...forecast, path: '/forecast/{town}', query: [] }
  const other = await as.lin.call(installHttp, {
    name: 'needing',
    title: 'Needing',
    server: service.origin,
    requests: [needing],
  })
  assert.deepEqual(await as.lin.call(checkSource, { source: other.id }), { state: 'unasked' })
})

test('an expression that cannot be read is refused while its author looks at it', async () => {
  const requests = [{ ...forecast, map: '{{ answer. }}' }]
  await as.lin.refuses(
    installHttp,
    { name: 'bad', title: 'Bad', server: service.origin, requests },
    'invalid',
  )
})

test('a document comes from a file as well, YAML too', async () => {
  const text =
    'swagger: "2.0"\ninfo: { title: Old API, version: "1" }\nhost: old.example.com\npaths:\n  /things:\n    get: { summary: Things, responses: { 200: { description: ok } } }\n'
  const blob = `${as.lin.actor.org}/${newId()}`
  const kept = await as.kernel.blobs.put(blob, Buffer.from(text))
  const seen = await as.lin.call(uploadDocument, {
    file: { blob, name: 'old.yaml', mime: 'text/yaml', ...kept },
  })
  assert.deepEqual(
    [seen.title, seen.operations, seen.server],
    ['Old API', 1, 'https://old.example.com'],
  )
  await as.wang.refuses(
    uploadDocument,
    { file: { blob, name: 'x', mime: 'x', ...kept } },
    'forbidden',
  )
})
