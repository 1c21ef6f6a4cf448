/** Reading what a peer says within limits of bytes and time. Used by every speaker. */
export { Conversation, type ConversationLimits, type Ending } from './conversation.ts'
export { lineLength, plainText, replyLength, withoutMoments } from './words.ts'
