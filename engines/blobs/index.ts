export { openBlobs } from './folder.ts'
