/** The server process of `npm start`: the embedded platform with the demonstration's rooms. */
import { parseArgs } from 'node:util';
import { readIngestConfig } from '@rooms-pro/ingest';
import { startEmbedded } from './embedded.ts';
import { endWithParent, notifyParent } from './process/endWithParent.ts';
import { seedDemo } from './seedDemo.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '.data' },
    port: { type: 'string', default: '3978' },
    pace: { type: 'string', default: '60' },
  },
});

if (process.env['NODE_ENV'] === 'production') {
  console.error(
    'The embedded platform is not for production. Unset NODE_ENV to run the demonstration.',
  );
  process.exit(1);
}

let stop = async () => {};
endWithParent(() => stop());

try {
  const embedded = await startEmbedded({
    dataFolder: values.data,
    port: Number(values.port),
    pace: Number(values.pace),
    graph: readIngestConfig().graph,
    quotas: readIngestConfig().quotas,
  });
  stop = embedded.stop;
  const { store, rules } = embedded;
  const now = () => new Date().toISOString();
  await seedDemo({ store, rules, now, dataFolder: values.data });
  notifyParent({ ready: embedded.url });
} catch (error) {
  notifyParent({ failed: error instanceof Error ? error.message : String(error) });
  console.error(error);
  process.exit(1);
}
