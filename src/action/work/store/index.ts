/** Work on findings in PostgreSQL. */
export { changeWork, isMember, undoWork } from './change-work.ts'
export { beginChange, beginUndo, type Change, endChange, reachOf } from './changes.ts'
export { claimFixed, withdrawClaims } from './claims.ts'
export {
  addComment,
  type Commenter,
  commentsOf,
  deleteComment,
  editComment,
  seeMentions,
  unseenMentions,
} from './comments.ts'
