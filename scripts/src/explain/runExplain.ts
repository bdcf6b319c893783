/** `npm run explain` as a function: receives arguments and input, writes text and returns an exit code. */
import { readFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import {
  type Explanation,
  explain,
  factsIn,
  type MeetingMode,
  meetingModes,
} from '@rooms-pro/core';
import { parsePayload } from './parsePayload.ts';
import { formatExplanation } from './sentences.ts';

const usage = `Explains a telemetry payload without changing any data.

  npm run explain -- [--json] [--mode teams|sfb|both] <file>
  npm run explain -- [--json] [--mode teams|sfb|both] -       reads standard input

  --json   print one JSON object and nothing else: format, readings, rejected, tickets
  --mode   the meeting mode of the room; both by default
  --help   print this help

The payload is an event of the Teams Rooms log, a body of Microsoft Graph, a device state alert of the
Teams admin centre, one item of a message, or a whole message.
Exit code: 0 understood, 1 not understood, 2 wrong arguments.
`;

type Asked = { readonly source: string; readonly mode: MeetingMode; readonly json: boolean };

/** Parses the arguments; returns the mistake, or `null` as the mistake for `--help`. */
function readArguments(args: readonly string[]): Asked | { readonly mistake: string | null } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        mode: { type: 'string', default: 'both' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return { mistake: null };
    const mode = meetingModes.find((one) => one === values.mode);
    if (mode === undefined) return { mistake: `There is no meeting mode "${values.mode}".` };
    const [source, ...others] = positionals;
    if (source === undefined || others.length > 0)
      return { mistake: 'Name one file, or - for standard input.' };
    return { source, mode, json: values.json };
  } catch (error) {
    return { mistake: error instanceof Error ? error.message : String(error) };
  }
}

/** Reads the bytes to explain, or returns why this failed. */
async function readSource(
  source: string,
  stdin: Readable,
): Promise<Uint8Array | { readonly mistake: string }> {
  try {
    return source === '-' ? await buffer(stdin) : await readFile(source);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOENT') return { mistake: `There is no file "${source}".` };
    if (code === 'EISDIR') return { mistake: `"${source}" is a folder, not a file.` };
    return { mistake: `"${source}" cannot be read.` };
  }
}

/** Where a command reads and writes. */
export type Streams = {
  readonly stdin: Readable;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
};

/** Runs the command; returns its exit code. */
export async function runExplain(
  args: readonly string[],
  { stdin, stdout, stderr }: Streams,
): Promise<number> {
  const asked = readArguments(args);
  if ('mistake' in asked) {
    if (asked.mistake === null) stdout.write(usage);
    else stderr.write(`${asked.mistake}\n\n${usage}`);
    return asked.mistake === null ? 0 : 2;
  }
  const bytes = await readSource(asked.source, stdin);
  if ('mistake' in bytes) {
    stderr.write(`${bytes.mistake}\n`);
    return 2;
  }
  const parsed = parsePayload(bytes);
  if (!parsed.ok) return refuse(parsed.reason, asked.json, { stdout, stderr });
  const explanation = explain(parsed.payload, asked.mode);
  stdout.write(
    asked.json
      ? `${JSON.stringify(explanation)}\n`
      : formatExplanation(explanation, factsIn(parsed.payload), asked.mode),
  );
  return explanation.format === null ? 1 : 0;
}

function refuse(
  reason: string,
  json: boolean,
  { stdout, stderr }: Pick<Streams, 'stdout' | 'stderr'>,
): number {
  const nothing: Explanation = {
    format: null,
    readings: [],
    rejected: [{ pointer: '', reason }],
    tickets: [],
  };
  if (json) stdout.write(`${JSON.stringify(nothing)}\n`);
  stderr.write(`${reason}\n`);
  return 1;
}
