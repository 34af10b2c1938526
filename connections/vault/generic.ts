import { defineConnector } from './connector.ts'
import { key } from './keyed.ts'

/** Any service that speaks HTTP: its account says where it is and how one signs in. */
export const http = defineConnector({
  id: 'http',
  title: 'Any HTTP service',
  zh: '任意 HTTP 服务',
  publisher: 'tenon',
  icon: 'link',
  auth: [
    { kind: 'api_key', in: 'header', name: 'X-API-Key' },
    { kind: 'bearer' },
    { kind: 'basic' },
    { kind: 'hmac', scheme: 'body', header: 'X-Signature' },
    { kind: 'oauth2_code' },
    { kind: 'oauth2_client' },
    { kind: 'none' },
  ],
  origins: [],
})

export const connectors = [http, key]
