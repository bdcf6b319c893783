/** Bundles the Monitoring Software to one file that a Node 24.5 or later runs. */
import { defineConfig } from 'rolldown';

export default defineConfig({
  input: 'src/cli/main.ts',
  platform: 'node',
  tsconfig: false,
  transform: { target: 'node24' },
  output: { file: 'dist/agent.cjs', format: 'cjs', banner: '#!/usr/bin/env node' },
});
