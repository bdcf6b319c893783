/** How the tab is built: static files under `/tab/`, hashed, with nothing inline so that a strict CSP holds. */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  base: '/tab/',
  plugins: [react()],
  build: {
    outDir: 'dist',
    target: 'es2023',
    // Small files as data: URLs would need their own line in the CSP.
    assetsInlineLimit: 0,
    rolldownOptions: {
      // Core and its contracts are pure: what the tab does not name must not be carried along.
      treeshake: { moduleSideEffects: [{ test: /\/core\/src\//, sideEffects: false }] },
    },
  },
});
