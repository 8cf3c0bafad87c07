#!/usr/bin/env node
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { runCli } from './cli';
import { ExitCode } from './exitCode';
import { processOutput } from './output';

// A reader that has seen enough (`| head`) closes the pipe; that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') process.stderr.write(`digits: cannot write to standard output: ${error.message}\n`);
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

// In a container this is process 1, to whom Linux delivers only the signals that it handles. A command that handles them itself has its way.
if (process.pid === 1) {
  for (const [signal, exitCode] of [
    ['SIGINT', ExitCode.interrupted],
    ['SIGTERM', ExitCode.terminated],
  ] as const) {
    process.on(signal, () => {
      if (process.listenerCount(signal) === 1) process.exit(exitCode);
    });
  }
}

void runCli(process.argv.slice(2), {
  output: processOutput(),
  cwd: process.cwd(),
  trainerFile: path.join(__dirname, 'trainer.js'),
  ...(process.stdin.isTTY && process.stderr.isTTY && { confirm }),
}).then(exitCode => {
  process.exitCode = exitCode;
});

async function confirm(question: string): Promise<boolean> {
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await prompt.question(`${question} [y/N] `);
  prompt.close();
  return /^y(es)?$/i.test(answer.trim());
}
