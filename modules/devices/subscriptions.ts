import { defineSubscription } from '#kernel'
import { refreshCard, refreshing } from '#modules/cards'
import { memberLeft } from '#modules/chat'
import { CARD } from './alarm.ts'
import { alarmCard } from './cards.ts'
import { alarmChanged, commandChanged } from './events.ts'
import { tellLeft } from './actions/device.leave.ts'

/** The card of the alarm that a command was sent from shows how far it is. */
const onCommand = defineSubscription({
  id: 'devices.command.shown',
  on: commandChanged,
  lane: 'command',
}).run(async ({ payload: { alarm } }, ctx) => {
  if (alarm) await ctx.call(refreshCard, { template: CARD, record: alarm })
})

/** Whoever left the group follows its devices no longer, open windows included. */
const onLeft = defineSubscription({ id: 'devices.group.left', on: memberLeft }).run(
  async ({ payload: { conversation, people } }, ctx) => {
    await ctx.call(tellLeft, { conversation, people })
  },
)

export const subscriptions = [...refreshing(alarmCard, [alarmChanged]), onCommand, onLeft]
