/** Parses the arguments of every command in the same way: with `--help`, and with sentences for mistakes. */
import { type ParseArgsConfig, parseArgs } from 'node:util';

/** The exit code of a command with wrong arguments. */
export const usageError = 2;

const help = { help: { type: 'boolean', short: 'h' } } as const;

/** Whether the arguments contain `--help`, also when they contain a mistake. */
export function asksForHelp(args: readonly string[], options: ParseArgsConfig['options']): boolean {
  const config = { args: [...args], options: { ...options, ...help } };
  const { values } = parseArgs({ ...config, strict: false, allowPositionals: true });
  return values.help === true;
}

/**
 * Parses the arguments of this process. With `--help`, prints the usage and ends with code 0. With a mistake,
 * prints the mistake and the usage and ends with code 2. Call this before any other action.
 */
export function readCommandLine<const Config extends ParseArgsConfig>(
  usage: string,
  config: Config,
  args: readonly string[] = process.argv.slice(2),
) {
  if (asksForHelp(args, config.options)) {
    console.log(usage);
    process.exit(0);
  }
  try {
    return parseArgs({ ...config, args: [...args] });
  } catch (error) {
    return endAsMistake(error instanceof Error ? error.message : String(error), usage);
  }
}

/** Ends this process because of wrong arguments. */
export function endAsMistake(mistake: string, usage: string): never {
  console.error(`${mistake}\n\n${usage}`);
  process.exit(usageError);
}
