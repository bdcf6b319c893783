/**
 * The build of the tab: hashed static files under `/tab/`, with nothing inline, so that a strict CSP
 * applies.
 */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  base: '/tab/',
  plugins: [react()],
  build: {
    outDir: 'dist',
    target: 'es2023',
    // Small files as data: URLs would need another entry in the CSP.
    assetsInlineLimit: 0,
    rolldownOptions: {
      // Core and its contracts have no side effects: modules that the tab does not import are removed.
      treeshake: { moduleSideEffects: [{ test: /\/core\/src\//, sideEffects: false }] },
    },
  },
});
