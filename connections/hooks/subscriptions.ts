import { defineSubscription } from '#kernel'
import { sendNotice } from '#modules/notify'
import { endpointFailed } from './events.ts'

export const tellOwner = defineSubscription({
  id: 'hooks.endpoint.told',
  on: endpointFailed,
}).run(async ({ payload: { owner, name, endpoint } }, ctx) => {
  await ctx.callAsModule(sendNotice, {
    people: [owner],
    kind: endpointFailed.id,
    title: {
      en: `The webhook “${name}” was switched off`,
      zh: `Webhook“${name}”已停用`,
    },
    body: {
      en: 'Its address has taken nothing for days, or said that it is gone. Switch it on again when it is back: what waits is sent then.',
      zh: '它的地址已多日没有接收，或表示不再存在。恢复后重新启用，等待中的事件会继续发送。',
    },
    link: `/admin/webhooks/${endpoint}`,
  })
})
