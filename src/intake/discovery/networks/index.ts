/** Which networks autonomous systems announce, by a list that a feed brings. */
export { type AnnouncedNetworks, announcedNetworks } from './announced.ts'
