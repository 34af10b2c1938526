import { defineCard, facts, heading, when } from '#kernel'
import { faceOfAccount } from './actions/account.face.ts'
import { accountChanged, accountMoved } from './events.ts'

/** Only its owner can connect it anew, so only he is given it. */
export const accountCard = defineCard({
  id: 'vault.account.card',
  title: 'Linked account',
  version: 1,
  load: faceOfAccount,
  subject: 'account',
  summary: (data) => ({ text: [data.title, ': ', data.state] }),
  refreshOn: [accountMoved, accountChanged].map((event) => ({ event, subject: 'account' })),
  forward: 'none',
}).view((data) => [
  heading(data.title, data.state, data.state),
  facts(
    { label: 'Connector', value: data.connector },
    { label: 'Last error', value: data.error },
    { label: 'Stopped until then', value: data.stopped },
  ),
  when(data.broken, undefined, { kind: 'link', text: 'Reconnect', to: data.link }),
])
