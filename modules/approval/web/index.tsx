import { addWords, type ModuleWeb } from '#web'
import { ApprovalsPage } from './approvals-page.tsx'
import zh from './zh.json'

addWords(zh)

export const pages: ModuleWeb['pages'] = { 'approval.requests': ApprovalsPage }
