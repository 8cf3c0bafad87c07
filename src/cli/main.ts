#!/usr/bin/env node
import path from 'node:path';
import { runCli } from './cli';
import { processOutput } from './output';

// A reader that has seen enough (`| head`) closes the pipe; that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') process.stderr.write(`digits: cannot write to standard output: ${error.message}\n`);
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

void runCli(process.argv.slice(2), {
  output: processOutput(),
  cwd: process.cwd(),
  trainerFile: path.join(__dirname, 'trainer.js'),
}).then(exitCode => {
  process.exitCode = exitCode;
});
