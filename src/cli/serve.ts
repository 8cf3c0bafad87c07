import { Option, type Command } from 'commander';
import { endpointKey } from '../endpoint/endpointKey';
import type { EndpointServer as EndpointServerType } from '../endpoint/endpointServer';
import { endpointVariables } from '../endpoint/endpointVariables';
import { stateFolder } from '../util/userFolders';
import type { Cli } from './context';
import { ExitCode, UsageError } from './exitCode';
import { runsFolder, runsOption, type RunsOption } from './runsOption';

/** Where it listens unless it is said: the same each time, so that scripts that go on find it again. */
const USUAL_PORT = 8917;

const details = `
It listens on this machine only, and takes what has its key. The lines of its
standard output, in the shell that the scripts are started from, are all that
they need:

  digits serve                       in one terminal
  export WANDB_BASE_URL=…            in another one, the lines
  python train.py

A script goes on when the server is started again with the same folder and port.
To send old offline folders to it: wandb sync DIR, with the same variables.

Exit codes: 0 ended by Ctrl-C, 1 the port is in use, 2 bad usage.`;

/** `digits serve`: takes the runs of scripts that use W&B's client. */
export function addServeCommand(program: Command, cli: Cli): void {
  program
    .command('serve')
    .summary('take the runs of Python scripts')
    .description('Keeps what scripts with `import wandb` log as runs of this folder, while they train. Nothing leaves the machine.')
    .addHelpText('after', details)
    .addOption(runsOption())
    .addOption(
      new Option('--port <n>', `The port of 127.0.0.1 that it listens on. [${USUAL_PORT}, or one that is free]`).argParser(parsePort),
    )
    .action(async (options: ServeOptions) => {
      cli.exitCode = await serve(options, cli);
    });
}

interface ServeOptions extends RunsOption {
  readonly port?: number;
}

async function serve(options: ServeOptions, cli: Cli): Promise<number> {
  const { out, err } = cli.output;
  const folder = runsFolder(options, cli);
  const key = await endpointKey(stateFolder(cli.environment));
  const tell = (line: string): void => err.line(line);
  let stop: (() => void) | undefined;
  const stopped = new Promise<void>(resolve => (stop = resolve));
  const interruption = cli.onInterrupt(() => stop?.());
  try {
    // It is loaded when it is asked for: it is larger than most commands.
    const { EndpointServer } = await import('../endpoint/endpointServer');
    const start = (port: number): Promise<Pick<EndpointServerType, 'port' | 'close'>> =>
      EndpointServer.start({ runsFolder: folder, port, key, tell });
    const server = await start(options.port ?? USUAL_PORT).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE' || options.port !== undefined) throw error;
      err.line(`note: port ${USUAL_PORT} is in use; this server takes another one, which --port names the next time.`);
      return start(0);
    });
    for (const [name, value] of Object.entries(endpointVariables(server.port, key))) out.line(`export ${name}=${value}`);
    err.line(`Runs are kept in ${folder}. Ctrl-C ends the server.`);
    await stopped;
    await server.close();
    return ExitCode.done;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    err.line(
      `digits: port ${options.port}: ${code === 'EADDRINUSE' ? 'another program listens on it' : 'you may not listen on it'}; name another one with --port.`,
    );
    return ExitCode.failed;
  } finally {
    interruption.dispose();
  }
}

function parsePort(text: string): number {
  const port = Number(text);
  if (text.trim() !== '' && Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new UsageError(`--port ${text}: expected a whole number from 1 to 65535.`);
}
