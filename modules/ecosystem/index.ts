export { drawMap } from './actions/map.get.ts'
