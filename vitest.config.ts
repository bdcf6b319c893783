/** How every test of the house runs: Node, two workers, the slow suites in the same run. */
import { defineConfig } from 'vitest/config';

const rooms = ['core', 'store', 'insights', 'ingest', 'bot', 'tab', 'scripts', 'agent', 'test'];

export default defineConfig({
  test: {
    environment: 'node',
    include: rooms.map((room) => `${room}/**/*.test.{ts,tsx}`),
    exclude: ['**/node_modules/**', '**/dist/**', '.types/**', '.data/**'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ['default'],
    // A test left with .only would hide all others.
    allowOnly: false,
  },
});
