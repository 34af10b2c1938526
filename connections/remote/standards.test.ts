import assert from 'node:assert/strict'
import { test } from 'node:test'
import { install, openHouse } from './testing/house.ts'
import { startExample } from './testing/vendor.ts'

test('two CRMs of different inner shape keep the same standard, in its own words', async () => {
  await using stack = new AsyncDisposableStack()
  const [{ as }, kemai, keqiao] = await Promise.all([
    openHouse().then((house) => stack.use(house)),
    startExample('kemai').then((vendor) => stack.use(vendor)),
    startExample('keqiao').then((vendor) => stack.use(vendor)),
  ])
  for (const { url } of [kemai, keqiao]) await install(as.lin, url)
  const lin = await as.person('lin')
  for (const module of ['ext_kemai', 'ext_keqiao']) {
    const { findings } = (await lin.call('standards.conformance.run', {
      interface: 'crm.customer@1',
      module,
      write: true,
    })) as { passed: boolean; findings: { part: string; ok: boolean; says: string }[] }
    assert.deepEqual(
      findings.filter(({ ok }) => !ok),
      [],
      module,
    )
  }
})
