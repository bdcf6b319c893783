/**
 * What libraries write to the console becomes lines of the log, which has a limit a minute. The SDK
 * of the bot offers nothing else: it writes to the console for each bad token that a stranger sends.
 */
import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import type { Log } from '../log.ts';

const textLength = 300;

/**
 * Replaces the console of this program, which nothing of its own code writes to. Returns the way back.
 */
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
  // Mostly about what a library uses that Node will drop: nothing that an owner can mend.
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

/** The beginning of a text, without line breaks, colours and anything that looks like a token or a key. */
function oneLine(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/-----BEGIN [\s\S]*?(-----END [A-Z ]+-----|$)/g, '(key)')
    .replace(/[\w-]{10,}\.[\w-]{10,}\.[\w-]*/g, '(token)')
    .toWellFormed()
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, textLength);
}
