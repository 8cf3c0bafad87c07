#!/usr/bin/env node
import path from 'node:path';
import { runCli } from './cli';
import { processOutput } from './output';

// A reader that has seen enough (`| head`) closes the pipe; that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

void runCli(process.argv.slice(2), {
  output: processOutput(),
  cwd: process.cwd(),
  trainerFile: path.join(__dirname, 'trainer.js'),
}).then(exitCode => {
  process.exitCode = exitCode;
});
