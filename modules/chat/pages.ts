import { definePage } from '#kernel'

export const messagesPage = definePage({
  id: 'chat.messages',
  path: '/messages',
  title: 'Messages',
  icon: 'message',
  component: 'messages',
  rail: 10,
  scope: 'chat.use',
})
