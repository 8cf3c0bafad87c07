import { Option, type Command } from 'commander';
import { assistantTools } from '../assistants/tools';
import { Inspector } from '../runs/inspector';
import { assistantDesk } from './assistantDesk';
import type { Cli } from './context';
import { ExitCode } from './exitCode';
import { protocolStreams } from './output';
import { runsFolder, runsOption, type RunsOption } from './runsOption';
import { StartedRuns } from './startedRuns';

const details = `
An assistant that speaks the Model Context Protocol starts it, speaks to it on
standard input and output, and ends it. It reads runs, and starts none without
--allow-start. docs/assistants.md says how it is set up.

In the file in which an assistant's servers are set up:
  "digits": { "command": "digits", "args": ["mcp", "--runs", "DIR"] }`;

/** `digits mcp`: the tools of assistants over the Model Context Protocol. */
export function addMcpCommand(program: Command, cli: Cli): void {
  program
    .command('mcp')
    .summary('let an assistant read the runs (MCP)')
    .description('Serves the runs to an assistant, as tools of the Model Context Protocol on standard input and output.')
    .addHelpText('after', details)
    .addOption(runsOption())
    .addOption(new Option('--allow-start', 'Let the assistant start runs, one at a time.').helpGroup('Run:'))
    .action(async (options: McpOptions) => {
      cli.exitCode = await serve(options, cli);
    });
}

interface McpOptions extends RunsOption {
  readonly allowStart?: true;
}

/** Ends when the assistant has left, or at Ctrl-C; what it started ends with it. */
async function serve(options: McpOptions, cli: Cli): Promise<number> {
  const { err } = cli.output;
  const folder = runsFolder(options, cli);
  // Only here: no other command has a use for it.
  const { serveTools } = await import('./mcpServer');
  const inspector = new Inspector({ trainerFile: cli.trainerFile, log: line => err.line(`note: ${line}`) });
  const started = new StartedRuns(cli.trainerFile);
  const setup = { runsFolder: folder, cwd: cli.cwd, mayStart: options.allowStart ?? false };
  const streams = protocolStreams();
  // A person who tries it would see nothing.
  if (streams.input.isTTY) err.line('Waiting for an assistant, which speaks on standard input. Ctrl-C ends.');
  const server = await serveTools({
    tools: assistantTools,
    desk: assistantDesk(setup, inspector, started),
    streams,
    onTrouble: line => err.line(`note: ${line}`),
  });
  const interruption = cli.onInterrupt(first => (first ? void server.close() : inspector.kill()));
  try {
    await server.ended;
    return interruption.exitCode ?? ExitCode.done;
  } finally {
    await Promise.all([inspector.dispose(), started.dispose()]);
    interruption.dispose();
  }
}
