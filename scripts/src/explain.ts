/** `npm run explain`: explains a telemetry payload without changing any data. */
import { runExplain } from './explain/runExplain.ts';

process.exitCode = await runExplain(process.argv.slice(2), process);
