/**
 * Turns the console output of libraries into log lines, because the log has a limit per minute. The bot's SDK
 * has no setting for this: it writes to the console for each invalid token from a stranger.
 */
import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import type { Log } from '../log.ts';

const textLength = 300;

/** Replaces the console, which our own code does not use. Returns a function that restores it. */
export function captureOutput(log: Pick<Log, 'info' | 'warn'>): () => void {
  const before = globalThis.console;
  const printers = process.listeners('warning');
  const streamTo = (stream: 'stdout' | 'stderr', level: 'info' | 'warn') =>
    new Writable({
      decodeStrings: false,
      write(chunk, _, done) {
        log[level]('library.wrote', { stream, text: oneLine(String(chunk)) });
        done();
      },
    });
  // Mostly a deprecated feature in a library, which an operator cannot fix.
  const onWarning = ({ name, message }: Error) =>
    log.info('library.wrote', { stream: 'warning', text: oneLine(`${name}: ${message}`) });
  const stdout = streamTo('stdout', 'info');
  globalThis.console = new Console({ stdout, stderr: streamTo('stderr', 'warn') });
  process.removeAllListeners('warning');
  process.on('warning', onWarning);
  return () => {
    globalThis.console = before;
    process.off('warning', onWarning);
    for (const printer of printers) process.on('warning', printer);
  };
}

/** The start of a text, without line breaks, colours, tokens and keys. */
function oneLine(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/-----BEGIN [\s\S]*?(-----END [A-Z ]+-----|$)/g, '(key)')
    .replace(/[\w-]{10,}\.[\w-]{10,}\.[\w-]*/g, '(token)')
    .toWellFormed()
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, textLength);
}
