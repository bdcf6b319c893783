/** Explains in a sentence why the platform was not reached. Pure. */
import { noAnswer } from '../loop/wait.ts';
import { explainTlsFault, isTlsFault } from '../selfTest/tlsFaults.ts';

export type Route = {
  /** The server's address, `https://rooms.example`. */
  readonly server: string;
  readonly proxy: URL | null;
};

/** Explains the reason that `errorReason` or the sender gave. The sentence contains an unknown reason as it is. */
export function explainReason(reason: string, { server, proxy }: Route): string {
  const { host, hostname } = new URL(server);
  const peer = proxy === null ? `The server ${host}` : `The proxy ${proxy.host}`;
  const status = /status (\d{3})/.exec(reason)?.[1];
  if (status !== undefined) return explainStatus(Number(status), host, reason);
  if (isTlsFault(reason)) return explainTlsFault(reason, hostname, null).sentence;
  switch (reason) {
    case 'ECONNREFUSED':
      return `${peer} refuses the connection: no server listens at this address.`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The name of ${withSmallArticle(peer)} has no address in DNS.`;
    case 'ECONNRESET':
    case 'EPIPE':
      return `The connection to ${withSmallArticle(peer)} was closed before a response arrived.`;
    case 'ETIMEDOUT':
    case noAnswer:
      return `${peer} does not respond in time.`;
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ENETDOWN':
      return `No network route exists to ${withSmallArticle(peer)}.`;
    case 'the response is not from the platform':
      return `A server responds at ${host}, but it is not the platform.`;
    default:
      return `No response arrived from ${withSmallArticle(peer)} (${reason}).`;
  }
}

function explainStatus(status: number, host: string, reason: string): string {
  if (reason.includes('proxy')) return `The proxy refuses this device (status ${status}).`;
  if (status === 429) return 'The platform is busy; this device must wait (status 429).';
  if (status >= 500) return `The platform at ${host} has an error (status ${status}).`;
  return `A server responds at ${host}, but it is not the platform (status ${status}).`;
}

function withSmallArticle(peer: string): string {
  return peer.replace('The', 'the');
}
