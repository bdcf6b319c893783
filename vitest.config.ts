/**
 * How every test runs: Node, two workers, the slow suites in the same run. Tests of milliseconds share the
 * modules of one worker, because to load them anew for each file costs more than the tests. Tests with
 * real components have a process each.
 */
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/run/longestFirst.ts';

const packages = ['core', 'store', 'insights', 'ingest', 'bot', 'tab', 'scripts', 'agent', 'test'];
const endings = (kind: string) => packages.map((name) => `${name}/**/*${kind}.test.{ts,tsx}`);
const slow = [...endings('.int'), ...endings('.flow')];
const exclude = ['**/node_modules/**', '**/dist/**', '.types/**', '.data/**'];

export default defineConfig({
  test: {
    environment: 'node',
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ['default'],
    // A test left with .only would hide all others.
    allowOnly: false,
    sequence: { sequencer: LongestFirst },
    projects: [
      { extends: true, test: { name: 'slow', include: slow, exclude } },
      {
        extends: true,
        test: {
          name: 'unit',
          include: endings(''),
          exclude: [...exclude, ...slow],
          isolate: false,
        },
      },
    ],
  },
});
