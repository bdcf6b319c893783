/** Parses the bytes of a file to a payload, or returns the position of the JSON fault. */
import { locateJsonFault } from '@rooms-pro/ingest';

export type Parsed =
  | { readonly ok: true; readonly payload: unknown }
  | { readonly ok: false; readonly reason: string };

/** Parses UTF-8, or UTF-16 with a byte order mark, as PowerShell writes it. */
export function parsePayload(bytes: Uint8Array): Parsed {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  const text = new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8').decode(bytes);
  try {
    return { ok: true, payload: JSON.parse(text) };
  } catch {
    return { ok: false, reason: `This is not JSON: it fails at ${whereItFails(text)}.` };
  }
}

/** The position counts from 0, lines and columns from 1, as editors and engines do. */
function whereItFails(text: string): string {
  const position = locateJsonFault(text) ?? text.length;
  const before = text.slice(0, position).split('\n');
  const column = (before.at(-1)?.length ?? 0) + 1;
  return `position ${position} (line ${before.length} column ${column})`;
}
