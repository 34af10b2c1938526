import { defineModule } from '#kernel'
import { completeItem } from './actions/item.complete.ts'
import { countItems } from './actions/item.count.ts'
import { createItem } from './actions/item.create.ts'
import { dropItem } from './actions/item.drop.ts'
import { listItems } from './actions/item.list.ts'
import { putItems } from './actions/item.put.ts'
import { reopenItem } from './actions/item.reopen.ts'
import { settleItems } from './actions/item.settle.ts'
import { updateItem } from './actions/item.update.ts'
import { withdrawItems } from './actions/item.withdraw.ts'
import { Item } from './entities.ts'
import { itemChanged, itemRemoved } from './events.ts'
import { pages } from './pages.ts'
import { dropLeaver, forgetErased } from './subscriptions.ts'

export default defineModule({
  id: 'todo',
  title: 'To-dos',
  version: 1,
  publisher: 'tenon',
  partnerType: 'base',
  firstParty: true,
  needs: ['directory', 'audit'],
  entities: [Item],
  events: [itemChanged, itemRemoved],
  actions: [
    putItems,
    settleItems,
    withdrawItems,
    createItem,
    updateItem,
    completeItem,
    reopenItem,
    dropItem,
    listItems,
    countItems,
  ],
  pages,
  subscriptions: [dropLeaver, forgetErased],
  scopes: { 'todo.use': { title: 'Have a list of to-dos', roles: ['member'] } },
})
