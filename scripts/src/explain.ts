/** `npm run explain`: tells an owner what a payload means, without touching anything. */
import { runExplain } from './explain/runExplain.ts';

process.exitCode = await runExplain(process.argv.slice(2), process);
