/** `npm run ask`: what the bot would understand and answer, without changing any data. */
import { runAsk } from './ask/runAsk.ts';

process.exitCode = await runAsk(process.argv.slice(2), process);
