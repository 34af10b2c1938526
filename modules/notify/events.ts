import { defineEvent, T } from '#kernel'

/** Travels on `person:<id>` of the one it is for. */
export const noticeSent = defineEvent({
  id: 'notify.notice.sent',
  title: 'Notice sent',
  payload: T.Object({
    notice: T.Id(),
    person: T.Id(),
    kind: T.String(),
    title: T.String(),
    title_zh: T.Optional(T.String()),
    body: T.Optional(T.String()),
    body_zh: T.Optional(T.String()),
    link: T.Optional(T.String()),
    card: T.Optional(T.Id()),
  }),
})

/** `notice` is absent when everything was read at once. */
export const noticeRead = defineEvent({
  id: 'notify.notice.seen',
  title: 'Notice read',
  payload: T.Object({ person: T.Id(), notice: T.Optional(T.Id()), unread: T.Integer() }),
})

export const preferenceChanged = defineEvent({
  id: 'notify.preference.changed',
  title: 'Notice preference changed',
  payload: T.Object({ person: T.Id(), kind: T.String(), push: T.Boolean(), mail: T.Boolean() }),
})

export const pushSubscribed = defineEvent({
  id: 'notify.push.subscribed',
  title: 'Browser notices switched on or off',
  payload: T.Object({ person: T.Id(), target: T.Id(), on: T.Boolean() }),
})
