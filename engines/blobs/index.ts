export { openBlobs, type FolderBlobs } from './folder.ts'
