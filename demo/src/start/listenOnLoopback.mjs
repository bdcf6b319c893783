/**
 * Loaded before a program of others that `npm start` runs: it listens on loopback only, whatever it
 * asks for, and it ends when its parent has ended.
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
// Ctrl-C reaches the whole group: the parent decides in which order its children stop.
process.on('SIGINT', () => undefined);
