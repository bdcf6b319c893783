/** The validated options of `npm start`. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '@rooms-pro/scripts';

export type StartOptions = {
  readonly port: number;
  readonly playgroundPort: number;
  readonly hasPlayground: boolean;
  readonly hasFleet: boolean;
  /** Whether to start with an empty database and without attachments. */
  readonly isFresh: boolean;
  /** The factor by which the times of the rules are shortened. */
  readonly pace: number;
  readonly dataFolder: string;
};

/** One minute of the rules takes one second. */
const demoPace = 60;

export const usage = `npm start [-- options]

  --port <number>             port of the platform (3978)
  --playground-port <number>  port of the Agents Playground (56150)
  --real-time                 use real time; without it, one minute of the rules takes one second
  --fresh                     start with an empty database and no attachments
  --data <folder>             folder of database, keys and logs (.data)
  --no-playground             do not start the Agents Playground
  --no-fleet                  do not start the simulated rooms
  --help                      print this help`;

/** The options in the format of `parseArgs`. */
export const startArguments = {
  port: { type: 'string', default: '3978' },
  'playground-port': { type: 'string', default: '56150' },
  'real-time': { type: 'boolean', default: false },
  fresh: { type: 'boolean', default: false },
  data: { type: 'string', default: `${root}.data` },
  playground: { type: 'boolean', default: true },
  fleet: { type: 'boolean', default: true },
} as const;

/** Parses the arguments; a fault is returned as a sentence. */
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
  throw new Error(`${option} must be a number from 1 to 65535, not "${text}".`);
}
