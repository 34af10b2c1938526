import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { checked, inWords, LOOKS } from './checked.ts'
import { DESK, nameOf, openSite, settled, type Site } from './site.ts'

/** The studio as a member without any other right: what is his he makes, others' he does not see. */
let site: Site
before(async () => {
  site = await openSite()
})
after(() => site[Symbol.asyncDispose]())

const sorting = {
  format: 1,
  title: '按金额处理 Sorting',
  trigger: {
    kind: 'manual',
    input: { type: 'object', properties: { amount: { type: 'number' } }, required: ['amount'] },
  },
  steps: [
    {
      id: 'size',
      kind: 'choose',
      title: 'How much?',
      branches: [
        {
          title: 'Much',
          if: '{{ trigger.amount > 10000 }}',
          steps: [{ id: 'large', kind: 'set', title: 'Large', value: 'ask' }],
        },
      ],
      otherwise: [{ id: 'small', kind: 'set', title: 'Small', value: 'fine' }],
    },
    { id: 'answer', kind: 'set', title: 'Answer', value: { decision: '{{ steps.size }}' } },
  ],
}

async function make(definition: object, enabled = true): Promise<string> {
  const { flow } = (await site.as['wang']!.call('flows.flow.create', { definition, enabled })) as {
    flow: string
  }
  return flow
}

test('from the list to the canvas, a step changed, published, run, and its steps seen', async () => {
  const page = await site.open('wang', DESK)
  const id = await make(sorting)
  await page.goto('/flows')
  await page.getByRole('link', { name: sorting.title }).click()
  await page.locator('[data-step=answer]').click()
  const panel = page.locator('aside.side')
  await panel.getByLabel(/^Value/).fill('{"decision": "{{ steps.size }}", "n": 1}')
  await page.getByRole('button', { name: 'Publish' }).click()
  const publish = page.getByRole('dialog')
  await publish.getByLabel('What changes, and why').fill('A number beside it')
  await publish.getByRole('button', { name: 'Publish' }).click()
  await page.getByText('Version 2', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Test', exact: true }).click()
  await page
    .getByRole('dialog')
    .getByLabel('What the trigger gives (JSON)')
    .fill('{"amount": 20000}')
  await page.getByRole('dialog').getByRole('button', { name: 'Run it for real' }).click()
  await page.waitForURL(new RegExp(`/flows/${id}/runs/`))
  await page.locator('[data-step=answer]').click()
  await panel.getByText('"decision": "ask"').last().waitFor()
  assert.match(await page.locator('[data-step=small]').innerText(), /Small\n/)
  await page.context().close()
})

for (const look of LOOKS) {
  test(`the studio as ${nameOf(look)}`, async () => {
    const say = inWords(look)
    const page = await site.open('wang', look)
    const id = await make(sorting)
    await page.goto('/flows')
    await page.getByRole('link', { name: sorting.title }).first().waitFor()
    await checked(page, look, 'flows')
    await page.goto(`/flows/${id}`)
    await page.locator('[data-step=size]').waitFor()
    await settled(page)
    await checked(page, look, 'flow')
    await page.locator('[data-step=size]').click()
    await page.locator('aside.side').waitFor()
    await checked(page, look, 'flow-step')
    await page
      .locator('aside.side')
      .getByRole('button', { name: say('Close', '关闭') })
      .click()
    await page.getByRole('button', { name: say('Test', '测试'), exact: true }).click()
    await page.getByRole('dialog').locator('textarea').fill('{"amount": 5}')
    await checked(page, look, 'flow-test')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: say('Test without effects', '测试（不产生任何影响）') })
      .click()
    await page.locator('[data-step=answer].seen-success').waitFor()
    await checked(page, look, 'flow-tested')
    await page.context().close()
  })
}
