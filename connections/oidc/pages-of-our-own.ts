import { randomBytes } from 'node:crypto'
import type { Context } from 'oidc-provider'

/**
 * What is shown when there is nothing to go back to: the request itself was wrong, so no address in it may be
 * believed. Made by the server, for it must work whatever else does not.
 */
export function errorPage(ctx: Context, out: { error: string; error_description?: string }): void {
  page(
    ctx,
    { en: 'This sign-in cannot go on', zh: '无法继续登录' },
    {
      en: 'The app asked in a way that cannot be answered. Go back to it and try again; if it stays so, tell whoever looks after it what stands below.',
      zh: '应用的请求有误，无法继续。请返回应用重试；如果仍不成功，请把下面的内容告诉应用的负责人。',
    },
    `${out.error}${out.error_description ? `: ${out.error_description}` : ''}`,
  )
}

export function farewellPage(ctx: Context): void {
  page(
    ctx,
    { en: 'You are signed out', zh: '你已退出登录' },
    { en: 'You may close this page.', zh: '可以关闭此页面。' },
  )
}

type Words = { readonly en: string; readonly zh: string }

function page(ctx: Context, title: Words, text: Words, code = ''): void {
  const zh = /^zh/i.test(ctx.req.headers['accept-language'] ?? '')
  const say = (words: Words) => escaped(zh ? words.zh : words.en)
  const nonce = randomBytes(16).toString('base64')
  ctx.type = 'html'
  ctx.set(
    'content-security-policy',
    `default-src 'none'; style-src 'nonce-${nonce}'; frame-ancestors 'none'`,
  )
  ctx.body = `<!doctype html>
<html lang="${zh ? 'zh-CN' : 'en'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${say(title)} · Tenon</title><style nonce="${nonce}">
:root { color-scheme: light dark }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; font: 14px/22px system-ui, "PingFang SC", "Noto Sans CJK SC", sans-serif; background: light-dark(#fbfaf8, #161719); color: light-dark(#1c1f23, #e8e6e3) }
main { box-sizing: border-box; width: min(400px, 100vw - 32px); padding: 32px; border-radius: 12px; border: 1px solid light-dark(#e7e4df, #303336); background: light-dark(#fff, #1e2022) }
h1 { margin: 0 0 8px; font-size: 20px; line-height: 28px } p { margin: 0 0 16px } code { overflow-wrap: anywhere; font-size: 13px }
a { color: light-dark(#3451b2, #7c93e8) }
</style></head><body><main><h1>${say(title)}</h1><p>${say(text)}</p>${code ? `<p><code>${escaped(code)}</code></p>` : ''}<p><a href="/">Tenon</a></p></main></body></html>`
}

const escaped = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (found) => `&#${found.charCodeAt(0)};`)
