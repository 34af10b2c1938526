export { mountMcp } from './server.ts'
