import type { FastifyInstance } from 'fastify'

/** On every answer; answers its own the policy of pages, which those that send HTML put in place of the other. */
export function mountHeaders(
  app: FastifyInstance,
  options: { secure: boolean; origins: ReadonlySet<string> },
): string {
  const common = Object.entries({
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy':
      'geolocation=(self), camera=(self), microphone=(self), payment=(), usb=()',
    // A year; only where the browser came by https.
    ...(options.secure ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  })
  app.addHook('onRequest', (_request, reply, done) => {
    for (const [name, value] of common) reply.raw.setHeader(name, value)
    done()
  })
  return pagePolicy(options.origins)
}

/**
 * `style-src` allows inline styles because the web's component library writes them; scripts come
 * from our own files only.
 */
function pagePolicy(origins: ReadonlySet<string>): string {
  const sockets = [...origins].map((origin) => origin.replace(/^http/, 'ws'))
  return [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self' data:",
    `connect-src ${["'self'", ...sockets].join(' ')}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}
