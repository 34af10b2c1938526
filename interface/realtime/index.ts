export { mountRealtime, type Realtime } from './sockets.ts'
