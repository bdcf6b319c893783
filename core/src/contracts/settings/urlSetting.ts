/** Settings with a web address. Every program validates them with the same code. */
import { z } from 'zod';

export type UrlRule = {
  /** Hosts that are allowed with plain http; `any`: all hosts; absent: https only. */
  readonly plainHttp?: readonly string[] | 'any';
  /** Whether `name:password@` is allowed before the host. */
  readonly account?: boolean;
};

/**
 * Stricter than the URL parser, which repairs its input: the parser deletes line breaks, adds
 * slashes, and reads `127.0.0.1:` before an @ as a name.
 */
const shape =
  /^(?<protocol>https?):\/\/(?<account>[^/?#\s\\]*@)?(?<host>\[[\da-f:.]+\]|[\p{L}\p{N}](?:[\p{L}\p{N}._-]*[\p{L}\p{N}.])?)(?::(?<port>\d{1,5}))?(?:\/[^\s?#\\]*)?$/iu;

/**
 * An address of http or https with a host, without query, fragment, white space and control
 * characters.
 */
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

/** Whether the text decodes: a wrong percent sign would otherwise fail only at its first use. */
function isReadable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

const endpoint = urlSetting({ plainHttp: ['127.0.0.1', 'localhost', '[::1]'] });

/** Whether every `…Endpoint=` of a connection string is an address. */
export function hasHttpsEndpoints(connectionString: string): boolean {
  return connectionString
    .split(';')
    .map((part) => /^\s*\w*Endpoint\s*=(.*)$/is.exec(part)?.[1])
    .every((url) => url === undefined || endpoint.safeParse(url).success);
}
