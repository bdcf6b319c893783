/**
 * Loaded before a third-party program that `npm start` runs: forces the program to listen on loopback only,
 * and ends it when its parent has ended.
 */
import { Server } from 'node:net';

const listen = Server.prototype.listen;
Server.prototype.listen = function listenOnLoopback(...given) {
  const [first, ...others] = given;
  if (typeof first === 'number') {
    const callbacks = others.filter((other) => typeof other === 'function');
    return listen.call(this, { port: first, host: '127.0.0.1' }, ...callbacks);
  }
  return listen.apply(this, given);
};

process.on('disconnect', () => process.exit(0));
// Ctrl-C reaches the whole process group, but the parent stops its children in its own order.
process.on('SIGINT', () => undefined);
