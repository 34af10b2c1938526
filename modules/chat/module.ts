import { defineModule } from '#kernel'
import { postCard } from './actions/card.post.ts'
import { shareCard } from './actions/card.share.ts'
import { addMembers } from './actions/conversation.add.ts'
import { configureConversation } from './actions/conversation.configure.ts'
import { createConversation } from './actions/conversation.create.ts'
import { dissolveConversation } from './actions/conversation.dissolve.ts'
import { getConversation } from './actions/conversation.get.ts'
import { hideConversation } from './actions/conversation.hide.ts'
import { leaveConversation } from './actions/conversation.leave.ts'
import { listConversations } from './actions/conversation.list.ts'
import { muteConversation } from './actions/conversation.mute.ts'
import { setNotice } from './actions/conversation.notice.ts'
import { pinConversation } from './actions/conversation.pin.ts'
import { promoteMember } from './actions/conversation.promote.ts'
import { readConversation } from './actions/conversation.read.ts'
import { removeMembers } from './actions/conversation.remove.ts'
import { renameConversation } from './actions/conversation.rename.ts'
import { searchConversations } from './actions/conversation.search.ts'
import { transferConversation } from './actions/conversation.transfer.ts'
import { getSeat } from './actions/member.get.ts'
import { listMembers } from './actions/member.list.ts'
import { editMessage } from './actions/message.edit.ts'
import { followMessages } from './actions/message.follow.ts'
import { forwardMessages } from './actions/message.forward.ts'
import { listEdits } from './actions/message.history.ts'
import { listMessages } from './actions/message.list.ts'
import { listMentions } from './actions/mention.list.ts'
import { pinMessage } from './actions/message.pin.ts'
import { reactToMessage } from './actions/message.react.ts'
import { listReaders } from './actions/message.readers.ts'
import { recallMessage } from './actions/message.recall.ts'
import { searchMessages } from './actions/message.search.ts'
import { sendMessage } from './actions/message.send.ts'
import { addThing } from './actions/thing.add.ts'
import { removeThing } from './actions/thing.remove.ts'
import { startTyping } from './actions/typing.start.ts'
import { Conversation, Member, Message, Thing } from './entities.ts'
import {
  conversationAdded,
  conversationChanged,
  conversationRemoved,
  conversationSet,
  memberChanged,
  memberJoined,
  memberLeft,
  memberRead,
  messageEdited,
  messagePinned,
  messageReacted,
  messageRecalled,
  messageSent,
  thingsChanged,
  typingStarted,
} from './events.ts'
import { onPersonErased } from './erasure.ts'
import { startFollower } from './follower.ts'
import { onPersonLeft } from './leaver.ts'
import { messagesPage } from './pages.ts'

export default defineModule({
  id: 'chat',
  title: 'Chat',
  version: 1,
  publisher: 'tenon',
  partnerType: 'base',
  firstParty: true,
  needs: ['directory', 'audit', 'files', 'cards', 'notify'],
  entities: [Conversation, Member, Message, Thing],
  events: [
    conversationAdded,
    conversationChanged,
    conversationRemoved,
    conversationSet,
    memberChanged,
    memberJoined,
    memberLeft,
    memberRead,
    messageEdited,
    messagePinned,
    messageReacted,
    messageRecalled,
    messageSent,
    thingsChanged,
    typingStarted,
  ],
  actions: [
    postCard,
    shareCard,
    addMembers,
    configureConversation,
    createConversation,
    dissolveConversation,
    getConversation,
    hideConversation,
    leaveConversation,
    listConversations,
    muteConversation,
    setNotice,
    pinConversation,
    promoteMember,
    readConversation,
    removeMembers,
    renameConversation,
    searchConversations,
    transferConversation,
    getSeat,
    listMembers,
    editMessage,
    followMessages,
    forwardMessages,
    listEdits,
    listMessages,
    listMentions,
    pinMessage,
    reactToMessage,
    listReaders,
    recallMessage,
    searchMessages,
    sendMessage,
    addThing,
    removeThing,
    startTyping,
  ],
  pages: [messagesPage],
  subscriptions: [onPersonLeft, onPersonErased],
  streams: [
    {
      id: 'chat.conversation',
      title: 'Conversation',
      join: getSeat,
      subject: 'conversation',
      recheckOn: [memberLeft.id],
    },
  ],
  implements: [{ interface: 'talk.message@1', without: ['talk.message.list'] }],
  scopes: { 'chat.use': { title: 'Talk with colleagues', roles: ['member'] } },
  start: startFollower,
})
