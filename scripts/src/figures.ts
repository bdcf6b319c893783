/** `npm run figures`: measures the structure of the code, now or of a revision, and before and after. */
import { endAsMistake, readCommandLine } from './commandLine/commandLine.ts';
import { NoSuchRevision } from './figures/revision.ts';
import { reportFigures } from './figures/run.ts';

const usage = `npm run figures [-- options]

Prints the figures of the code's structure as a Markdown table: sizes, folders, exports, import cycles,
duplicates, tests to source, and the files that a developer opens for seven walks through the code.

  --of <revision>    measure this revision of git instead of this checkout
  --from <revision>  print the figures of this revision beside them, as before and after
  --lists            print also every cycle, duplicate, shared name and walk, file by file
  --help             print this

Exit code: 0 measured, 1 the list of walks does not fit the code, 2 called wrongly.`;

const { values } = readCommandLine(usage, {
  options: {
    of: { type: 'string' },
    from: { type: 'string' },
    lists: { type: 'boolean', default: false },
  },
});

// Ends with what stands in temporary folders removed.
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));
try {
  const { text, faults } = reportFigures(values);
  console.log(text);
  for (const fault of faults) console.error(fault);
  process.exitCode = faults.length === 0 ? 0 : 1;
} catch (error) {
  if (!(error instanceof NoSuchRevision)) throw error;
  endAsMistake(error.message, usage);
}
