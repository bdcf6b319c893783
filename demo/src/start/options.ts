/** What `npm start` can be told, checked at once. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '@rooms-pro/scripts';

export type StartOptions = {
  readonly port: number;
  readonly playgroundPort: number;
  readonly hasPlayground: boolean;
  readonly hasFleet: boolean;
  /** Begin with an empty database and no attachments. */
  readonly isFresh: boolean;
  /** How many times faster than real the rules' times pass. */
  readonly pace: number;
  readonly dataFolder: string;
};

/** Minutes of the rules run as seconds. */
const demoPace = 60;

export const usage = `npm start [-- options]

  --port <number>             where the platform listens (3978)
  --playground-port <number>  where the Agents Playground listens (56150)
  --real-time                 let the rules' minutes be minutes; without it they run as seconds
  --fresh                     begin with an empty database and no attachments
  --data <folder>             where database, keys and logs stand (.data)
  --no-playground             without the Agents Playground
  --no-fleet                  without the simulated rooms
  --help                      print this`;

/** The options as Node reads them. */
export const startArguments = {
  port: { type: 'string', default: '3978' },
  'playground-port': { type: 'string', default: '56150' },
  'real-time': { type: 'boolean', default: false },
  fresh: { type: 'boolean', default: false },
  data: { type: 'string', default: `${root}.data` },
  playground: { type: 'boolean', default: true },
  fleet: { type: 'boolean', default: true },
} as const;

/** Reads the arguments; a fault is answered as a sentence. */
export function readStartOptions(
  args: readonly string[],
): { readonly ok: true; readonly options: StartOptions } | { readonly ok: false; fault: string } {
  try {
    const { values } = parseArgs({
      args: [...args],
      allowNegative: true,
      options: startArguments,
    });
    const options: StartOptions = {
      port: readPort(values.port, '--port'),
      playgroundPort: readPort(values['playground-port'], '--playground-port'),
      hasPlayground: values.playground,
      hasFleet: values.fleet,
      isFresh: values.fresh,
      pace: values['real-time'] ? 1 : demoPace,
      dataFolder: path.resolve(values.data),
    };
    return { ok: true, options };
  } catch (error) {
    return { ok: false, fault: error instanceof Error ? error.message : String(error) };
  }
}

function readPort(text: string, option: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new Error(`${option} takes a number from 1 to 65535, not "${text}".`);
}
