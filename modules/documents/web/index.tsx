import './documents.css'
import { addWords, type ModuleWeb } from '#web'
import { DocumentsPage } from './documents-page.tsx'
import zh from './zh.json'

addWords(zh)

export const pages: ModuleWeb['pages'] = { 'documents.documents': DocumentsPage }
