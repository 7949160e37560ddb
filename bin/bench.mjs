/** `npm run bench`: builds the bench, then runs it. Plain JavaScript: it runs unbuilt. */
import { build } from './build.mjs'

build('vite.bench.config.ts', 'dist/bench')
if (process.argv.includes('--page')) build('vite.config.ts', 'dist/page')
await import('../dist/bench/main.js')
