import './vault.css'
import { addWords, type ModuleWeb } from '#web'
import { AccountsPage } from './accounts-page.tsx'
import zh from './zh.json'

addWords(zh)

export const pages: ModuleWeb['pages'] = { 'vault.page.accounts': AccountsPage }
