/** What belongs to one person in a workspace: saved views of lists, and when they last looked. */
export { noteLook, noteSeen } from './last-look.ts'
export { deleteView, listViews, type SavedView, saveView, type ViewOwner } from './saved-views.ts'
