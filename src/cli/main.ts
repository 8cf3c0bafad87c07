#!/usr/bin/env node
import path from 'node:path';
import { runCli } from './cli';
import { ExitCode } from './exitCode';
import { outputTo, processStreams, terminalConfirm } from './output';

const streams = processStreams();
const { err } = outputTo(streams);
const confirm = terminalConfirm();

// A reader that has seen enough (`| head`) closes the pipe; that is no error.
streams.out.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') err.line(`digits: cannot write to standard output: ${error.message}`);
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

// Node would write them to the terminal as they are, with what they quote.
process.on('uncaughtException', error => {
  err.line('digits: this should not have happened:');
  err.block(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exit(ExitCode.failed);
});
if (process.listenerCount('warning') > 0) {
  process.removeAllListeners('warning').on('warning', ({ name, message }) => err.line(`${name}: ${message}`));
}

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
  output: streams,
  cwd: process.cwd(),
  trainerFile: path.join(__dirname, 'trainer.js'),
  importerFile: path.join(__dirname, 'importer.js'),
  ...(confirm && { confirm }),
}).then(exitCode => {
  process.exitCode = exitCode;
});
