import { fail, T, sensitive } from '#kernel'

export const PASSWORD_MIN = 10
/** argon2 takes any length; a bound keeps a megabyte from being hashed. */
export const PASSWORD_MAX = 200

/** A password as it is chosen: too short is refused before anything is looked up. */
export const newPassword = () =>
  sensitive(
    T.String({
      minLength: PASSWORD_MIN,
      maxLength: PASSWORD_MAX,
      title: 'Password',
      format: 'password',
    }),
  )
/** A password as it is typed to be checked: any length, so that old ones can be tried. */
export const givenPassword = () =>
  sensitive(
    T.String({ minLength: 1, maxLength: PASSWORD_MAX, title: 'Password', format: 'password' }),
  )

/** What the lists of leaked passwords are made of, once digits and signs around it are gone. */
const COMMON = new Set(
  (
    'password passwort passwd passw0rd mypassword admin administrator root user guest test testing tester demo ' +
    'qwerty qwertyui qwertyuiop qwertz azerty asdf asdfgh asdfghjkl zxcvbn zxcvbnm qazwsx qazwsxedc zaqxsw qweasd ' +
    'qweasdzxc qwer qwert asd qwe abc abcd abcde abcdef abcdefg abcdefgh abcdefghij welcome letmein login changeme ' +
    'changeit secret iloveyou loveyou iloveu loveme lovely sunshine princess football baseball basketball soccer ' +
    'monkey dragon master shadow superman batman michael jordan jennifer charlie daniel thomas jessica ashley ' +
    'pokemon starwars computer internet samsung iphone google facebook twitter microsoft windows trustno ' +
    'whatever hello helloworld summer winter spring autumn january december monday friday company office ' +
    'woaini woaiwojia woaizhongguo nihao zhongguo beijing shanghai mima wodemima xiaoming laoban gongsi ' +
    'aini iloveyouforever forever tenon tenontenon dingtalk wechat wecom feishu alibaba tencent huawei xiaomi'
  ).split(' '),
)
const ROWS = [
  '01234567890',
  '09876543210',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  '1qaz2wsx3edc4rfv',
]
const LEET: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
}

/** Refuses what is guessed first: common words with digits around them, rows of keys, one's own name. */
export function checkPassword(password: string, own: readonly (string | undefined)[] = []): void {
  if (isGuessable(password, own))
    throw fail(
      'invalid',
      'This password is easy to guess.',
      'Choose a longer one, for example four words that do not belong together.',
      {
        fields: [{ path: '/password', message: 'is easy to guess' }],
      },
    )
}

function isGuessable(password: string, own: readonly (string | undefined)[]): boolean {
  const lower = password.normalize('NFKC').toLowerCase()
  if (new Set(lower).size < 5) return true
  const letters = lower.replaceAll(/[^\p{L}\p{N}]/gu, '')
  const bare = lower.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
  const plain = [...lower]
    .map((sign) => LEET[sign] ?? sign)
    .join('')
    .replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
  const plainBare = [...bare].map((sign) => LEET[sign] ?? sign).join('')
  if ([letters, bare, plain, plainBare].some((word) => COMMON.has(word) || COMMON.has(half(word))))
    return true
  if (coveredByRows(letters)) return true
  return own.some((word) => {
    const about = word?.toLowerCase().split('@', 1)[0]
    return (
      about !== undefined &&
      about.length >= 4 &&
      lower.includes(about) &&
      lower.length - about.length < 6
    )
  })
}

/** `abcabc` is `abc`. */
function half(word: string): string {
  const middle = word.length / 2
  return Number.isInteger(middle) && word.slice(0, middle) === word.slice(middle)
    ? word.slice(0, middle)
    : word
}

/** Nothing but runs of four and more along a row of keys or the alphabet. */
function coveredByRows(text: string): boolean {
  let at = 0
  while (at < text.length) {
    let length = 0
    for (const row of ROWS) {
      while (row.includes(text.slice(at, at + length + 1)) && at + length < text.length) length += 1
    }
    if (length < 4 && at + length < text.length) return false
    if (length === 0) return false
    at += length
  }
  return true
}
