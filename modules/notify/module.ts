import { defineModule } from '#kernel'
import { listMails } from './actions/mail.list.ts'
import { sendMail } from './actions/mail.send.ts'
import { countNotices } from './actions/notice.count.ts'
import { readNotice } from './actions/notice.read.ts'
import { sendNotice } from './actions/notice.send.ts'
import { sweepNotices } from './actions/notice.sweep.ts'
import { listPreferences } from './actions/preference.list.ts'
import { setPreference } from './actions/preference.set.ts'
import { getPushKey } from './actions/push.key.ts'
import { listPush } from './actions/push.list.ts'
import { sendPush } from './actions/push.send.ts'
import { subscribePush } from './actions/push.subscribe.ts'
import { unsubscribePush } from './actions/push.unsubscribe.ts'
import { Notice, Preference, PushTarget } from './entities.ts'
import { noticeRead, noticeSent, preferenceChanged, pushSubscribed } from './events.ts'
import { pages } from './pages.ts'
import { forgetErased, forgetLeaver } from './subscriptions.ts'

export default defineModule({
  id: 'notify',
  title: 'Notices',
  version: 1,
  publisher: 'tenon',
  partnerType: 'base',
  firstParty: true,
  needs: ['directory', 'audit'],
  entities: [Notice, Preference, PushTarget],
  events: [noticeSent, noticeRead, preferenceChanged, pushSubscribed],
  actions: [
    sendNotice,
    countNotices,
    readNotice,
    sweepNotices,
    listPreferences,
    setPreference,
    getPushKey,
    subscribePush,
    unsubscribePush,
    listPush,
    sendPush,
    sendMail,
    listMails,
  ],
  pages,
  subscriptions: [forgetLeaver, forgetErased],
  scopes: {
    'notify.use': { title: 'Receive notices', roles: ['member'] },
    'notify.mail': { title: 'Read mail kept on the server', roles: [] },
  },
})
