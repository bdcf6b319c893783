/** Why the platform was not reached, as a sentence. Pure. */
import { noAnswer } from '../loop/wait.ts';
import { explainTlsFault, isTlsFault } from '../selfTest/tlsFaults.ts';

export type Way = {
  /** The server's address, `https://rooms.example`. */
  readonly server: string;
  readonly proxy: URL | null;
};

/** Explains what `reasonOf` or the sender said of the last attempt; what is unknown stays as it was said. */
export function explainReason(reason: string, { server, proxy }: Way): string {
  const { host, hostname } = new URL(server);
  const who = proxy === null ? `The server ${host}` : `The proxy ${proxy.host}`;
  const status = /status (\d{3})/.exec(reason)?.[1];
  if (status !== undefined) return explainStatus(Number(status), host, reason);
  if (isTlsFault(reason)) return explainTlsFault(reason, hostname, null).sentence;
  switch (reason) {
    case 'ECONNREFUSED':
      return `${who} refuses the connection: nothing listens there.`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The name of ${lowered(who)} leads to no address.`;
    case 'ECONNRESET':
    case 'EPIPE':
      return `The connection to ${lowered(who)} was cut before an answer came.`;
    case 'ETIMEDOUT':
    case noAnswer:
      return `${who} does not answer in time.`;
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ENETDOWN':
      return `No network leads to ${lowered(who)}.`;
    case 'the answer is not one of the platform':
      return `Something answers at ${host}, but not as the platform does.`;
    default:
      return `No answer came from ${lowered(who)} (${reason}).`;
  }
}

function explainStatus(status: number, host: string, reason: string): string {
  if (reason.includes('proxy')) return `The proxy does not let this device through (${status}).`;
  if (status === 429) return 'The platform is busy and asks this device to wait (status 429).';
  if (status >= 500) return `The platform at ${host} is in trouble (status ${status}).`;
  return `Something answers at ${host}, but not as the platform does (status ${status}).`;
}

function lowered(who: string): string {
  return who.replace('The', 'the');
}
