import './calendar.css'
import { addWords, type ModuleWeb } from '#web'
import { CalendarPage } from './calendar-page.tsx'
import zh from './zh.json'

addWords(zh)

export const pages: ModuleWeb['pages'] = { 'calendar.calendar': CalendarPage }
