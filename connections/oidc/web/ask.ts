import { offline, type Answer, type Problem } from '#web'

/** Talks to `/oidc/…` from our own page: what would be a redirect comes back as `{ to }`. */
export async function ask<T>(path: string, body?: object | URLSearchParams): Promise<Answer<T>> {
  const form = body instanceof URLSearchParams
  const init: RequestInit = {
    headers: {
      'X-Tenon': '1',
      accept: 'application/json',
      ...(body && !form ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { method: 'POST', body: form ? body : JSON.stringify(body) } : {}),
  }
  try {
    const response = await fetch(path, init)
    const answer = (await response.json()) as T & Problem
    return response.ok ? { ok: true, value: answer } : { ok: false, problem: answer }
  } catch {
    return { ok: false, problem: offline }
  }
}
