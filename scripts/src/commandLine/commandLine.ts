/** The arguments of a command, read the same way by every command: `--help`, and mistakes in words. */
import { type ParseArgsConfig, parseArgs } from 'node:util';

/** The exit code of a command that was called wrongly. */
export const usageError = 2;

const help = { help: { type: 'boolean', short: 'h' } } as const;

/** Whether the arguments ask what the command does, beside any mistake in them. */
export function asksForHelp(args: readonly string[], options: ParseArgsConfig['options']): boolean {
  const config = { args: [...args], options: { ...options, ...help } };
  const { values } = parseArgs({ ...config, strict: false, allowPositionals: true });
  return values.help === true;
}

/**
 * Reads the arguments of this process. Ends it with the usage and code 0 when they ask for help, and with
 * the mistake, the usage and code 2 when they cannot be read. Nothing else may have been done before.
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

/** Ends this process because it was called wrongly. */
export function endAsMistake(mistake: string, usage: string): never {
  console.error(`${mistake}\n\n${usage}`);
  process.exit(usageError);
}
