/** For shares that the browser counts itself. */
export { wilsonInterval } from '#core/statistics'
