/** Settings that name a web address, checked in one way by every program. */
import { z } from 'zod';

export type UrlRule = {
  /** Hosts that may be named with plain http; `any`: all of them; left out: https only. */
  readonly plainHttp?: readonly string[] | 'any';
  /** Whether `name:password@` may stand before the host. */
  readonly account?: boolean;
};

/**
 * More exact than the parser of addresses, which repairs what it reads: it deletes line breaks, adds
 * slashes, and takes `127.0.0.1:` before an @ for a name.
 */
const shape =
  /^(?<protocol>https?):\/\/(?<account>[^/?#\s\\]*@)?(?<host>\[[\da-f:.]+\]|[\p{L}\p{N}](?:[\p{L}\p{N}._-]*[\p{L}\p{N}.])?)(?::(?<port>\d{1,5}))?(?:\/[^\s?#\\]*)?$/iu;

/** An address of http or https with a host: no query, no fragment, no white space, no control character. */
export function urlSetting({ plainHttp = [], account = false }: UrlRule = {}) {
  const words = ['an address like https://rooms.example'];
  if (plainHttp === 'any') words.push('http is accepted as well');
  else if (plainHttp.length > 0) words.push(`http only with ${plainHttp.join(' or ')}`);
  if (!account) words.push('without name and password');
  const message = words.join(', ');
  return z
    .string()
    .trim()
    .refine((text) => hasShape(text, { plainHttp, account }), message)
    .pipe(z.url({ protocol: /^https?$/, error: message }));
}

function hasShape(text: string, { plainHttp, account }: Required<UrlRule>): boolean {
  const parts = shape.exec(text)?.groups;
  if (parts === undefined || hasControlCharacter(text)) return false;
  const { protocol = '', host = '', port } = parts;
  if (port !== undefined && Number(port) === 0) return false;
  if (parts['account'] !== undefined && !(account && isReadable(parts['account']))) return false;
  const isPlain = protocol.toLowerCase() === 'http';
  return !isPlain || plainHttp === 'any' || plainHttp.includes(host.toLowerCase());
}

function hasControlCharacter(text: string): boolean {
  return /\p{Cc}|\p{Cf}/u.test(text);
}

/** A name or password with a percent sign that encodes nothing would fail only when it is used. */
function isReadable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

const endpoint = urlSetting({ plainHttp: ['127.0.0.1', 'localhost', '[::1]'] });

/** Whether every `…Endpoint=` of a connection string names an address. */
export function hasHttpsEndpoints(connectionString: string): boolean {
  return connectionString
    .split(';')
    .map((part) => /^\s*\w*Endpoint\s*=(.*)$/is.exec(part)?.[1])
    .every((url) => url === undefined || endpoint.safeParse(url).success);
}
