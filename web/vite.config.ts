import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** `npx vite build` in this folder writes `dist`, which the server serves. `npx vite` serves sources beside a running server. */
export default defineConfig({
  plugins: [react(), tailwindcss()],
  resolve: { alias: { '@contract': fileURLToPath(new URL('../src/contract', import.meta.url)) } },
  // `/assets` is a page of ours.
  build: { target: 'es2023', assetsDir: 'static', assetsInlineLimit: 0, reportCompressedSize: false },
  server: { proxy: { '/api': 'http://127.0.0.1:7350' } },
})
