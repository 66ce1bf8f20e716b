/// <reference types="vitest/config" />
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '~': new URL('./src', import.meta.url).pathname } },
  // The server puts a fresh nonce in the place of this word in every index.html it sends.
  html: { cspNonce: '__CSP_NONCE__' },
  // The server takes changes only from its own address.
  server: { proxy: { '/api': { target: 'http://127.0.0.1:8080', changeOrigin: true, headers: { origin: 'http://127.0.0.1:8080' } } } },
  build: {
    // Fonts as data: addresses would need a wider policy.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        advancedChunks: {
          groups: [
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\// },
            { name: 'mantine', test: /node_modules\/(@mantine|@floating-ui|dayjs|react-remove-scroll)/ },
            { name: 'tanstack', test: /node_modules\/@tanstack/ },
            { name: 'forms', test: /node_modules\/(zod|react-hook-form|@hookform)/ },
            // A file each would be a hundred requests for the first page.
            { name: 'shared', minShareCount: 4 },
          ],
        },
      },
    },
  },
  test: {
    environment: 'jsdom',
    globals: true,
    setupFiles: './src/testing/setup.ts',
    testTimeout: 30_000,
    // One jsdom for all files of a worker: setup.ts leaves nothing behind after a test.
    isolate: false,
    css: false,
  },
})
