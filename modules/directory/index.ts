export * from './entities.ts'
export * from './events.ts'
export { belongings, type Belongings } from './belongings.ts'
export { nameKeys, type NameKeys } from './pinyin.ts'
