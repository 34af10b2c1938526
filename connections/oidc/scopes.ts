/** What OpenID itself names: who somebody is. Beside these stand rights of modules, by their own names. */
export const SIGN_IN_SCOPES = [
  'openid',
  'profile',
  'email',
  'phone',
  'org',
  'offline_access',
] as const

/** Which claims a scope opens. */
export const CLAIMS = {
  openid: ['sub'],
  profile: ['name', 'locale', 'zoneinfo', 'updated_at'],
  email: ['email', 'email_verified'],
  phone: ['phone_number', 'phone_number_verified'],
  org: ['org', 'org_name'],
} as const

/** In plain words, for who is asked to allow it. Rights of modules have words of their own. */
export const WORDS: Readonly<Record<string, { readonly en: string; readonly zh: string }>> = {
  openid: { en: 'Recognise you when you come again', zh: '再次访问时认出你' },
  profile: { en: 'See your name, language and time zone', zh: '查看你的姓名、语言和时区' },
  email: { en: 'See the e-mail address you sign in with', zh: '查看你的登录邮箱' },
  phone: { en: 'See the mobile number you sign in with', zh: '查看你的登录手机号' },
  org: { en: 'See which organisation you belong to', zh: '查看你所在的组织' },
  offline_access: {
    en: 'Go on while you are away, until you or an administrator ends it',
    zh: '在你离开后继续使用，直到你或管理员取消授权',
  },
}
