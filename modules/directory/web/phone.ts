/** Digits in groups, as one reads them aloud. */
export function phoneText(number: string | undefined): string {
  if (!number) return ''
  const chinese = /^\+86(1\d{2})(\d{4})(\d{4})$/.exec(number)
  return chinese ? `${chinese[1]} ${chinese[2]} ${chinese[3]}` : number
}
