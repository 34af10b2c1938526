export { createHttp } from './server.ts'
export type { HttpOptions } from './options.ts'
