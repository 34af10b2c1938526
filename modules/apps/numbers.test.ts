import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tenon } from '#kernel/testing'
import { createApp } from './actions/app.create.ts'
import type { Manifest } from './manifest/format.ts'

const VISITS: Manifest = {
  format: 1,
  slug: 'visit',
  title: { en: 'Visits', zh: '来访' },
  icon: 'table',
  roles: [],
  entities: [
    {
      key: 'e1',
      noun: 'visit',
      title: { en: 'Visit', zh: '来访' },
      label: 'f1',
      fields: [
        {
          key: 'f1',
          name: 'number',
          title: { en: 'Number', zh: '编号' },
          kind: 'serial',
          serial: { prefix: '', period: 'day', digits: 2 },
        },
        { key: 'f2', name: 'guest', title: { en: 'Guest', zh: '访客' }, kind: 'text' },
      ],
      access: { who: 'everyone' },
      views: ['table'],
    },
  ],
}

test('numbers of a day follow the organisation’s calendar, not the server’s', async () => {
  await using as = await tenon()
  let owner = await as.person('lin')
  await owner.call(createApp, { manifest: VISITS })
  owner = await as.person('lin')
  const name = '远山自行车'
  // A day apart, at every moment: fourteen hours before and twelve behind.
  const zones = ['Pacific/Kiritimati', 'Etc/GMT+12', 'Pacific/Kiritimati']
  const numbers: string[] = []
  const days: string[] = []
  for (const timezone of zones) {
    await owner.call('parties.organisation.rename', { name, timezone })
    const dayIn = () =>
      new Intl.DateTimeFormat('en-CA', { timeZone: timezone })
        .format(new Date())
        .replaceAll('-', '')
    const before = dayIn()
    const visit = (await owner.call('app_visit.visit.create', { guest: 'A' })) as { number: string }
    // Midnight may come while we ask.
    days.push(visit.number.startsWith(before) ? before : dayIn())
    numbers.push(visit.number)
  }
  assert.notEqual(days[0], days[1])
  const again = days[2] === days[0] ? '02' : '01'
  assert.deepEqual(numbers, [`${days[0]}-01`, `${days[1]}-01`, `${days[2]}-${again}`])
})
