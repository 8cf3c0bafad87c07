import { Writable } from 'node:stream';
import type { Command } from 'commander';
import { createProgram } from '../../src/cli/cli';
import { ExitCode } from '../../src/cli/exitCode';
import { outputTo } from '../../src/cli/output';
import { plainStyle } from '../../src/cli/textSink';
import { markdownTable } from './markdownTable';

/** Every command of `digits` with what it does. */
export function commandsAsMarkdown(): string {
  const rows = visibleCommands(new Collected()).map(command => [
    `\`${[command.name(), ...command.registeredArguments.map(argumentInWords)].join(' ')}\``,
    command.description(),
  ]);
  return markdownTable(['command', 'what it does'], rows);
}

/** What `digits COMMAND --help` prints, for every command. */
export function helpAsMarkdown(): string {
  const out = new Collected();
  return visibleCommands(out)
    .map(command => {
      out.text = '';
      command.outputHelp();
      return `### ${command.name()}\n\n\`\`\`text\n${out.text.trimEnd()}\n\`\`\``;
    })
    .join('\n\n');
}

function argumentInWords(argument: Command['registeredArguments'][number]): string {
  const name = argument.name().toUpperCase() + (argument.variadic ? '…' : '');
  return argument.required ? name : `[${name}]`;
}

function visibleCommands(out: Writable): readonly Command[] {
  const program = programWith(out);
  return program.createHelp().visibleCommands(program);
}

/** It is only asked for its help: no command of it is run. */
function programWith(out: Writable): Command {
  return createProgram({
    output: outputTo({ out, err: out, isTerminal: false, columns: 100, style: plainStyle }),
    cwd: '.',
    environment: {},
    trainerFile: '',
    importerFile: '',
    onInterrupt: () => ({ exitCode: undefined, dispose: () => undefined }),
    exitCode: ExitCode.done,
  });
}

class Collected extends Writable {
  text = '';

  constructor() {
    super({ decodeStrings: false });
  }

  override _write(chunk: string, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk;
    done();
  }
}
