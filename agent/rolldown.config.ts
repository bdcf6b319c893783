/** Bundles the Monitoring Software to one file that a plain Node 20 or later runs. */
import { defineConfig } from 'rolldown';

export default defineConfig({
  input: 'src/cli/main.ts',
  platform: 'node',
  tsconfig: false,
  transform: { target: 'node20' },
  output: { file: 'dist/agent.cjs', format: 'cjs', banner: '#!/usr/bin/env node' },
});
