// Loaded into the gateway's process before it: the gateway itself has no setting for the address that it listens on.
import { Server } from 'node:net'

const { listen } = Server.prototype

Server.prototype.listen = function listenOnLoopback(where, ...rest) {
  this.once('listening', () => process.send({ port: this.address().port }))
  const port = typeof where === 'object' ? where.port : where
  return listen.call(this, { port, host: '127.0.0.1' }, ...rest.filter((given) => typeof given === 'function'))
}
