import './devices.css'
import { addWords, type ModuleWeb } from '#web'
import { DevicesPage } from './devices-page.tsx'
import zh from './zh.json'

addWords(zh)

export const pages: ModuleWeb['pages'] = { 'devices.devices': DevicesPage }
