import './todo.css'
import { addWords, type ModuleWeb } from '#web'
import { TodoPage } from './todo-page.tsx'
import zh from './zh.json'

addWords(zh)

export const pages: ModuleWeb['pages'] = { 'todo.items': TodoPage }
