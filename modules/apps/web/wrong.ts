import { isChinese, t } from '#web'

export interface Wrong {
  code: string
  message: string
}

/** What is wrong with a cell. The server's sentence is English; the code has a Chinese one, with the value beside it. */
const words = (): Record<string, string> => ({
  numberUnclear: t('This is not a number.'),
  notWhole: t('This is not a whole number.'),
  moneyUnclear: t('This is not an amount of money.'),
  noSuchChoice: t('This is not one of the choices.'),
  yesOrNo: t('This is neither yes nor no.'),
  dayUnclear: t('This is not a clear day.'),
  timeUnclear: t('This is not a clear time.'),
  noSuchPerson: t('Nobody in the directory is called so.'),
  noSuchDepartment: t('No department is called so.'),
  noSuchRecord: t('This is not in the other list.'),
  emailUnclear: t('This is not an e-mail address.'),
  linkUnclear: t('This is not a link.'),
  phoneUnclear: t('This is not a telephone number.'),
  files: t('Files are added in the app.'),
  tooLong: t('This is too long.'),
  fieldMissing: t('A required field is empty.'),
  twice: t('This stands in the file twice.'),
  taken: t('This is in the app already.'),
})

export function wrongText({ code, message }: Wrong): string {
  const known = words()[code]
  if (!isChinese() || !known) return message
  const value = /“([^”]*)”/.exec(message)?.[1]
  return value ? `${value}：${known}` : known
}
