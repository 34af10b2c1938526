/** A recipe of one flow, for tests: whoever is new in the CRM is greeted in a group. */
export const welcome = {
  format: 1,
  id: 'welcome',
  version: 1,
  publisher: 'Test',
  title: { en: 'Greet new customers', zh: '欢迎新客户' },
  description: { en: 'Says hello in a group.', zh: '在群里问好。' },
  parts: [
    { icon: 'people', title: { en: 'Customer', zh: '客户' }, need: 'crm' },
    { icon: 'message', title: { en: 'Group', zh: '群' } },
  ],
  needs: {
    crm: {
      interface: 'crm.customer@1',
      title: { en: 'Where customers are', zh: '客户所在的系统' },
    },
  },
  accounts: {},
  settings: {
    type: 'object',
    properties: {
      group: { type: 'string', format: 'uuid', 'x-ref': 'chat.conversation', title: 'Group' },
      greeting: { type: 'string', default: 'Hello', title: 'Greeting' },
    },
    required: ['group'],
  },
  apps: {},
  flows: {
    hello: {
      title: { en: 'Hello', zh: '你好' },
      trigger: { kind: 'event', event: 'need:crm.created' },
      steps: [
        {
          id: 'client',
          kind: 'call',
          action: 'need:crm.get',
          input: { customer: '{{ trigger.customer }}' },
        },
        {
          id: 'say',
          kind: 'call',
          action: 'chat.message.send',
          input: {
            conversation: '{{ vars.settings.group }}',
            text: '{{ vars.settings.greeting }} {{ steps.client.name }}',
          },
        },
      ],
    },
  },
}
