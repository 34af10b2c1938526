import './log.css'
import { addWords, type ModuleWeb } from '#web'
import { LogPage } from './log-page.tsx'
import zh from './zh.json'

addWords(zh)

export const pages: ModuleWeb['pages'] = { 'audit.entries': LogPage }
