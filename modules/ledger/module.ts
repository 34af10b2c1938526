import { defineModule } from '#kernel'
import { readBalance } from './actions/account.balance.ts'
import { closeAccount } from './actions/account.close.ts'
import { readHistory } from './actions/account.history.ts'
import { openAccounts } from './actions/account.open.ts'
import { sealBook } from './actions/book.seal.ts'
import { expireTransfers } from './actions/transfer.expire.ts'
import { lookupTransfers } from './actions/transfer.lookup.ts'
import { postTransfers } from './actions/transfer.post.ts'
import { proveTransfer } from './actions/transfer.prove.ts'

export default defineModule({
  id: 'ledger',
  title: 'Ledger',
  version: 1,
  publisher: 'tenon',
  partnerType: 'base',
  firstParty: true,
  needs: [],
  actions: [
    openAccounts,
    closeAccount,
    readBalance,
    readHistory,
    postTransfers,
    lookupTransfers,
    expireTransfers,
    proveTransfer,
    sealBook,
  ],
  scopes: {
    'ledger.post': { title: 'Book transfers', roles: [] },
    'ledger.read': { title: 'Read accounts and transfers', roles: ['auditor'] },
  },
})
