import './hooks.css'
import { addWords, type ModuleWeb } from '#web'
import { WebhooksPage } from './webhooks-page.tsx'
import zh from './zh.json'

addWords(zh)

export const pages: ModuleWeb['pages'] = { 'hooks.home': WebhooksPage }
