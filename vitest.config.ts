/**
 * How every test runs: Node, three workers, the slow suites in the same run. The files of a worker share its
 * modules and its browser, because to load them anew for each file costs more than most tests. Tests that
 * change their own process have one each.
 */
import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/run/longestFirst.ts';

// The workers and the programs that tests start share the code that Node has compiled.
process.env['NODE_COMPILE_CACHE'] ??= path.join(import.meta.dirname, 'node_modules/.cache/node');

const packages = [
  'async',
  'core',
  'store',
  'settings',
  'insights',
  'ingest',
  'bot',
  'tab',
  'scripts',
  'demo',
  'bench',
  'agent',
  'testing',
  'test',
];
/** Packages whose integration tests run within the process, but for those named below. */
const shared = ['store', 'ingest', 'bot'];
const files = (names: readonly string[], ending: string) =>
  names.map((name) => `${name}/**/*${ending}.{ts,tsx}`);
const others = packages.filter((name) => !shared.includes(name));
const exclude = ['**/node_modules/**', '**/dist/**', '.types/**', '.data/**'];

/** They change the process they run in, or say how it ends. */
const alone = [
  'bot/src/process/run.int.test.ts',
  'bot/src/quarantine/start.int.test.ts',
  'bot/src/process/captureOutput.int.test.ts',
  'ingest/src/http/streamHost.int.test.ts',
];
/** They start processes. */
const startsOthers = [
  'store/src/attachments/attachments.int.test.ts',
  'store/src/sqlite/sqliteStore.int.test.ts',
];
/** Components and views of the tab, on a page without layout. */
const tabPages = ['tab/src/**/*.test.tsx'];
const slow = [...files(others, '.int.test'), ...files(packages, '.flow.test'), ...startsOthers];

export default defineConfig({
  test: {
    environment: 'node',
    pool: 'forks',
    // One more than the cores of CI, because browsers and other processes are waited for.
    maxWorkers: 3,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters: ['default'],
    // A test left with .only would hide all others.
    allowOnly: false,
    sequence: { sequencer: LongestFirst },
    globalSetup: 'test/run/packedFolder.ts',
    projects: [
      { extends: true, test: { name: 'alone', include: alone, exclude } },
      {
        extends: true,
        test: { name: 'slow', include: slow, exclude: [...exclude, ...alone], isolate: false },
      },
      {
        extends: true,
        test: {
          name: 'unit',
          include: files(packages, '.test'),
          exclude: [...exclude, ...alone, ...slow, ...tabPages],
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'tab',
          environment: 'jsdom',
          include: tabPages,
          exclude,
          setupFiles: ['tab/src/testing/setUpPage.suite.ts'],
          isolate: false,
        },
      },
    ],
  },
});
