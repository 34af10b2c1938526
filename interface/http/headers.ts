import type { FastifyInstance } from 'fastify'

/**
 * Every answer. `style-src` allows inline styles because the web's component library writes them;
 * scripts come from our own files only.
 */
export function mountHeaders(
  app: FastifyInstance,
  options: { secure: boolean; origins: ReadonlySet<string> },
): void {
  const sockets = [...options.origins].map((origin) => origin.replace(/^http/, 'ws'))
  const page = [
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
  const common = Object.entries({
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
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (!reply.hasHeader('content-security-policy')) {
      const html = String(reply.getHeader('content-type') ?? '').startsWith('text/html')
      reply.header('content-security-policy', html ? page : DATA)
    }
    done(null, payload)
  })
}

const DATA = "default-src 'none'; frame-ancestors 'none'"
