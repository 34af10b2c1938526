export { openMail, type OpenMail } from './mail.ts'
