import './chat.css'
import { addWords, type ModuleWeb } from '#web'
import { MessagesPage } from './messages-page.tsx'
import zh from './zh.json'

addWords(zh)

export const pages: ModuleWeb['pages'] = { 'chat.messages': MessagesPage }
