export { openMail, type Mail, type MailMessage, type StoredMail } from './mail.ts'
