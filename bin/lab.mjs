#!/usr/bin/env node
/**
 * `npm run lab`, and the command `plateau` of an installed package: builds the command line where that is needed, then runs it. A package that
 * was packed has no sources, and what it has built is run as it is. Plain JavaScript: it runs unbuilt.
 */
import './built-cli.mjs'

// npm runs a script in the project's folder; paths on the command line are meant from where its caller stands.
if (process.env.npm_lifecycle_event === 'lab' && process.env.INIT_CWD) process.chdir(process.env.INIT_CWD)
await import('../dist/cli/main.js')
