#!/usr/bin/env node
/** `npm run class`: builds page and server where a source is newer, then opens a class. Plain JavaScript: it runs unbuilt. */
import { build, isOlder } from './build.mjs'

const SOURCES = [
  'src',
  'index.html',
  'public',
  'vite.config.ts',
  'vite.assemblyscript.ts',
  'vite.wesl.ts',
  'package-lock.json',
]

if (isOlder('dist/page/index.html', SOURCES)) build('vite.config.ts', 'dist/page', '--logLevel', 'warn')
await import('./built-cli.mjs')
if (process.env.npm_lifecycle_event === 'class' && process.env.INIT_CWD) process.chdir(process.env.INIT_CWD)
await import('../dist/cli/class.js')
