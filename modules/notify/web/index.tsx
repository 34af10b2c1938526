import { addWords, type ModuleWeb } from '#web'
import { InboxPage } from './inbox-page.tsx'
import { MailsPage } from './mails-page.tsx'
import zh from './zh.json'

addWords(zh)

export const pages: ModuleWeb['pages'] = { 'notify.inbox': InboxPage, 'notify.mails': MailsPage }
